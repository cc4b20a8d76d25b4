import { useLingui } from '@lingui/react/macro';
import { useMutation } from '@tanstack/react-query';
import { AlarmClock, AlarmClockOff } from 'lucide-react';
import { useState } from 'react';
import { resumeConversation } from '../../../contract/routing.ts';
import type { DeskConversation } from '../../../contract/support.ts';
import { call } from '../../shared/api.ts';
import { useAction } from '../keyboard/actions.tsx';
import { ThreadAction } from '../thread/thread-action.tsx';
import { SnoozeDialog } from './snooze-dialog.tsx';
import { toastProblem } from '../problem.ts';
import { useChangedHands } from './use-changed-hands.ts';

/** Puts one's own conversation off, or takes it up again. */
export function SnoozeAction({
  conversation,
  onNext,
}: {
  conversation: DeskConversation;
  onNext: (() => void) | undefined;
}) {
  const { t } = useLingui();
  const changedHands = useChangedHands();
  const [choosing, setChoosing] = useState(false);
  const snoozed = conversation.snoozedUntil !== undefined;
  const resume = useMutation({
    mutationFn: () => call(resumeConversation, { params: { id: conversation.id } }),
    onSuccess: changedHands,
    onError: toastProblem,
  });
  const act = () => (snoozed ? resume.mutate() : setChoosing(true));
  useAction('snooze', act);
  return (
    <>
      <ThreadAction
        icon={snoozed ? <AlarmClockOff /> : <AlarmClock />}
        name={snoozed ? t`继续处理` : t`稍后`}
        shortcut="Z"
        loading={resume.isPending}
        onAct={act}
      />
      {choosing && (
        <SnoozeDialog conversation={conversation} onClose={() => setChoosing(false)} onNext={onNext} />
      )}
    </>
  );
}

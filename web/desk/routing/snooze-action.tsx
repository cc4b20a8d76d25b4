import { useLingui } from '@lingui/react/macro';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { AlarmClock, AlarmClockOff } from 'lucide-react';
import { useState } from 'react';
import { resumeConversation } from '../../../contract/routing.ts';
import type { DeskConversation } from '../../../contract/support.ts';
import { call } from '../../shared/api.ts';
import { applyToLists } from '../inbox/live-updates.ts';
import { useAction } from '../keyboard/actions.tsx';
import { useStaff } from '../session/session.ts';
import { ThreadAction } from '../thread/thread-action.tsx';
import { presenceQuery } from './queries.ts';
import { SnoozeDialog } from './snooze-dialog.tsx';
import { toastProblem } from '../problem.ts';

/** Puts one's own conversation off, or takes it up again. */
export function SnoozeAction({
  conversation,
  onNext,
}: {
  conversation: DeskConversation;
  onNext: (() => void) | undefined;
}) {
  const { t } = useLingui();
  const queryClient = useQueryClient();
  const staff = useStaff();
  const [choosing, setChoosing] = useState(false);
  const snoozed = conversation.snoozedUntil !== undefined;
  const resume = useMutation({
    mutationFn: () => call(resumeConversation, { params: { id: conversation.id } }),
    onSuccess: (changed) => {
      applyToLists(queryClient, changed, staff);
      void queryClient.invalidateQueries({ queryKey: ['conversations'] });
      void queryClient.invalidateQueries({ queryKey: presenceQuery.queryKey });
    },
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

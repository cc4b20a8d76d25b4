import { Trans, useLingui } from '@lingui/react/macro';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { snoozeConversation } from '../../../contract/routing.ts';
import type { DeskConversation } from '../../../contract/support.ts';
import { call } from '../../shared/api.ts';
import { Button } from '../../shared/ui/button.tsx';
import { Dialog } from '../../shared/ui/dialog.tsx';
import { TextArea, TextField } from '../../shared/ui/text-field.tsx';
import { Time } from '../../shared/ui/time.tsx';
import { toast } from '../../shared/ui/toast.tsx';
import { ProblemBanner } from '../problem-banner.tsx';
import { localMinute, usualTimes } from './snooze-times.ts';
import { useChangedHands } from './use-changed-hands.ts';

export interface SnoozeDialogProps {
  conversation: DeskConversation;
  onClose: () => void;
  /** On to the agent's next conversation; absent when there is none. */
  onNext: (() => void) | undefined;
}

/** Puts a conversation off until a time: it takes no place meanwhile, and comes back by itself. */
export function SnoozeDialog({ conversation, onClose, onNext }: SnoozeDialogProps) {
  const { t } = useLingui();
  const changedHands = useChangedHands();
  const [opened] = useState(() => new Date());
  const times = usualTimes(opened);
  const [until, setUntil] = useState(() => localMinute(times[0] as Date));
  const [note, setNote] = useState('');
  const snooze = useMutation({
    mutationFn: () =>
      call(snoozeConversation, {
        params: { id: conversation.id },
        body: { until: new Date(until).toISOString(), ...(note.trim() ? { note: note.trim() } : {}) },
      }),
    onSuccess: (changed) => {
      changedHands(changed);
      onClose();
      toast(t`已放到稍后，到时间或客户来消息会自动回来`, { tone: 'success' });
      onNext?.();
    },
  });
  const chosen = new Date(until).getTime();

  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={<Trans>稍后处理</Trans>}
      description={<Trans>到时间或客户来消息时自动回来，期间不占接待名额。</Trans>}
      footer={
        <Button
          loading={snooze.isPending}
          disabled={!(chosen > opened.getTime())}
          onClick={() => snooze.mutate()}
        >
          <Trans>稍后处理</Trans>
        </Button>
      }
    >
      <fieldset className="grid grid-cols-2 gap-2">
        <legend className="mb-1.5 font-medium text-label text-muted">
          <Trans>什么时候回来</Trans>
        </legend>
        {times.map((time) => (
          <label
            key={time.getTime()}
            className="flex min-h-target items-center rounded-control border border-line px-3 text-control has-checked:border-accent has-checked:bg-accent-soft has-focus-visible:outline-2 has-focus-visible:outline-focus"
          >
            <input
              type="radio"
              name="until"
              className="sr-only"
              checked={chosen === time.getTime()}
              onChange={() => setUntil(localMinute(time))}
            />
            <Time value={time} />
          </label>
        ))}
      </fieldset>
      <TextField
        type="datetime-local"
        label={<Trans>或另选时间（30 天内）</Trans>}
        min={localMinute(opened)}
        value={until}
        onChange={(event) => setUntil(event.target.value)}
        className="mt-3"
      />
      <TextArea
        label={<Trans>内部备注（可不填，客户看不到）</Trans>}
        rows={2}
        maxLength={4000}
        value={note}
        onChange={(event) => setNote(event.target.value)}
        className="mt-3"
      />
      <ProblemBanner error={snooze.error} />
    </Dialog>
  );
}

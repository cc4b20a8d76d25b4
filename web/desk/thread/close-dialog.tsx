import { Trans, useLingui } from '@lingui/react/macro';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { CircleCheck, CircleDashed } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import { closeConversation, type DeskConversation } from '../../../contract/support.ts';
import { ApiProblem, call } from '../../shared/api.ts';
import { Button } from '../../shared/ui/button.tsx';
import { Dialog } from '../../shared/ui/dialog.tsx';
import { TextArea } from '../../shared/ui/text-field.tsx';
import { toast } from '../../shared/ui/toast.tsx';
import { applyToLists } from '../inbox/live-updates.ts';
import { useStaff } from '../session/session.ts';
import { ProblemBanner } from '../problem-banner.tsx';

type Resolution = 'resolved' | 'unresolved';

export interface CloseDialogProps {
  conversation: DeskConversation;
  open: boolean;
  onOpenChange: (open: boolean) => void;
  /** Goes on to the agent's next conversation; absent when there is none. */
  onNext: (() => void) | undefined;
}

/** Closes a conversation: whether it was resolved, a last note for colleagues, and on to the next one. */
export function CloseDialog({ conversation, open, onOpenChange, onNext }: CloseDialogProps) {
  const { t } = useLingui();
  const queryClient = useQueryClient();
  const staff = useStaff();
  const [resolution, setResolution] = useState<Resolution>('resolved');
  const [note, setNote] = useState('');
  const closing = useMutation({
    mutationFn: () =>
      call(closeConversation, {
        params: { id: conversation.id },
        body: { resolution, ...(note.trim() ? { note: note.trim() } : {}) },
      }),
    onSuccess: (closed) => {
      applyToLists(queryClient, closed, staff);
      void queryClient.invalidateQueries({ queryKey: ['conversations'] });
      onOpenChange(false);
      toast(t`会话已结束，已请客户评分`, { tone: 'success' });
    },
    onError: (error) => {
      // Closed already, by a repeated click or in another window: what was wanted is so.
      if (error instanceof ApiProblem && error.code === 'conversation_closed') {
        onOpenChange(false);
        void queryClient.invalidateQueries();
      }
    },
  });

  return (
    <Dialog
      open={open}
      onOpenChange={onOpenChange}
      title={<Trans>结束会话</Trans>}
      description={<Trans>客户会收到评分邀请。需要时客户可以随时重新联系。</Trans>}
      footer={
        <>
          {onNext && (
            <Button variant="secondary" onClick={() => closing.mutate()} disabled={closing.isPending}>
              <Trans>结束</Trans>
            </Button>
          )}
          <Button
            loading={closing.isPending}
            onClick={() => closing.mutate(undefined, { onSuccess: onNext })}
          >
            {onNext ? <Trans>结束，看下一个</Trans> : <Trans>结束会话</Trans>}
          </Button>
        </>
      }
    >
      <fieldset className="grid gap-2 sm:grid-cols-2">
        <legend className="mb-1.5 font-medium text-label text-muted">
          <Trans>结果</Trans>
        </legend>
        <Choice
          value="resolved"
          chosen={resolution}
          onChoose={setResolution}
          icon={<CircleCheck />}
          label={<Trans>已解决</Trans>}
          hint={<Trans>客户的问题处理完了</Trans>}
        />
        <Choice
          value="unresolved"
          chosen={resolution}
          onChoose={setResolution}
          icon={<CircleDashed />}
          label={<Trans>未解决</Trans>}
          hint={<Trans>客户离开，或还没有办法</Trans>}
        />
      </fieldset>
      <TextArea
        label={<Trans>内部备注（可不填，客户看不到）</Trans>}
        rows={3}
        maxLength={4000}
        value={note}
        onChange={(event) => setNote(event.target.value)}
        className="mt-4"
      />
      <ProblemBanner error={closing.error} />
    </Dialog>
  );
}

function Choice(props: {
  value: Resolution;
  chosen: Resolution;
  onChoose: (value: Resolution) => void;
  icon: ReactNode;
  label: ReactNode;
  hint: ReactNode;
}) {
  return (
    <label className="flex min-h-target items-start gap-2.5 rounded-control border border-line p-3 has-checked:border-accent has-checked:bg-accent-soft has-focus-visible:outline-2 has-focus-visible:outline-focus">
      <input
        type="radio"
        name="resolution"
        className="sr-only"
        checked={props.chosen === props.value}
        onChange={() => props.onChoose(props.value)}
      />
      <span
        aria-hidden="true"
        className={
          props.chosen === props.value ? 'text-accent-ink [&>svg]:size-5' : 'text-muted [&>svg]:size-5'
        }
      >
        {props.icon}
      </span>
      <span>
        <span className="block font-medium text-control">{props.label}</span>
        <span className="block text-caption text-muted">{props.hint}</span>
      </span>
    </label>
  );
}

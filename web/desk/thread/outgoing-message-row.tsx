import { Trans } from '@lingui/react/macro';
import { CircleAlert, Clock3 } from 'lucide-react';
import { memo } from 'react';
import type { OutgoingMessage } from '../../shared/realtime.ts';
import { Button } from '../../shared/ui/button.tsx';
import { cx } from '../../shared/ui/cx.ts';
import { Note } from './desk-message.tsx';

export interface OutgoingMessageRowProps {
  message: OutgoingMessage;
  onRetry: (clientMessageId: string) => void;
  onDiscard: (clientMessageId: string) => void;
}

/** What was sent here and has not come back from the server yet. */
export const OutgoingMessageRow = memo(function OutgoingMessageRow(props: OutgoingMessageRowProps) {
  const { clientMessageId, kind, state, text, problem } = props.message;
  return (
    <div className="flex flex-col items-end">
      {kind === 'note' ? (
        <Note faint={state !== 'sent'}>{text}</Note>
      ) : (
        <p
          className={cx(
            'mt-1 w-fit max-w-[82%] whitespace-pre-wrap rounded-2xl bg-accent px-3.5 py-2 text-body text-on-accent wrap-anywhere',
            state !== 'sent' && 'opacity-70',
          )}
        >
          {text}
        </p>
      )}
      {state === 'sending' && (
        <span className="mt-1 inline-flex items-center gap-1 text-caption text-muted">
          <Clock3 aria-hidden="true" className="size-3" />
          <Trans>发送中…</Trans>
        </span>
      )}
      {state === 'failed' && (
        <span className="mt-1 flex flex-wrap items-center justify-end gap-x-1 text-caption text-danger-ink">
          <CircleAlert aria-hidden="true" className="size-3.5" />
          <span role="alert">
            {problem ? (
              <Trans>没有发出去：{problem.detail ?? problem.title}</Trans>
            ) : (
              <Trans>没有发出去</Trans>
            )}
          </span>
          <Button variant="quiet" size="small" onClick={() => props.onRetry(clientMessageId)}>
            <Trans>重发</Trans>
          </Button>
          <Button variant="quiet" size="small" onClick={() => props.onDiscard(clientMessageId)}>
            <Trans>删除</Trans>
          </Button>
        </span>
      )}
    </div>
  );
});

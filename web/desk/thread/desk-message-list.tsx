import { Trans, useLingui } from '@lingui/react/macro';
import { ArrowDown } from 'lucide-react';
import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import type { Card, GuideRun } from '../../../contract/guides.ts';
import type { Message } from '../../../contract/support.ts';
import { chosenOptions } from '../../shared/chat/chosen-options.ts';
import { TimeRow } from '../../shared/chat/message-row.tsx';
import { spokenText, toRows } from '../../shared/chat/rows.ts';
import { useStickToBottom } from '../../shared/chat/use-stick-to-bottom.ts';
import type { ConversationState } from '../../shared/realtime.ts';
import { cx } from '../../shared/ui/cx.ts';
import { DeskMessage } from './desk-message.tsx';
import { OutgoingMessageRow } from './outgoing-message-row.tsx';

export interface DeskMessageListProps {
  messages: readonly Message[];
  live: Pick<ConversationState, 'outgoing' | 'typing' | 'read' | 'delivered'>;
  runs: readonly GuideRun[];
  customerName: string;
  /** A statement's evidence was asked for. */
  onPayment: (paymentId: string) => void;
  onRetry: (clientMessageId: string) => void;
  onDiscard: (clientMessageId: string) => void;
  /** Everything up to this message is on screen in front of the agent who has the conversation. */
  onSeen: ((sequence: number) => void) | undefined;
}

/** A conversation as the desk reads it: the customer at the left, all who answer them at the right, notes apart. */
export function DeskMessageList(props: DeskMessageListProps) {
  const { messages, live, runs } = props;
  const { t, i18n } = useLingui();
  const frame = useRef<HTMLDivElement>(null);
  const content = useRef<HTMLDivElement>(null);
  const { isAtEnd, scrollToEnd } = useStickToBottom(frame, content);
  const runOf = useMemo(() => new Map(runs.map((run) => [run.id, run])), [runs]);
  const chosen = useMemo(() => new Map(runs.map((run) => [run.id, chosenOptions(run)])), [runs]);
  const canAnswer = useCallback(
    (card: Card) => {
      const run = runOf.get(card.runId);
      return run?.status === 'active' && run.card?.step === card.step;
    },
    [runOf],
  );
  const rows = useMemo(
    () => toRows(messages, live.outgoing, canAnswer),
    [messages, live.outgoing, canAnswer],
  );
  const sent = live.outgoing.at(-1)?.clientMessageId;
  useEffect(() => {
    if (sent) scrollToEnd();
  }, [sent, scrollToEnd]);

  const lastOwn = messages.findLast(
    ({ sender, content: { type } }) => sender.kind === 'agent' && type === 'text',
  );
  const newest = messages.at(-1);
  useSeen(isAtEnd ? newest?.sequence : undefined, props.onSeen);

  return (
    <div className="relative min-h-0 flex-1">
      <section
        ref={frame}
        // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- a scrolling part must be reachable by keyboard
        tabIndex={0}
        aria-label={t`消息`}
        className="h-full overflow-y-auto overscroll-contain -outline-offset-2"
      >
        <div ref={content} className="mx-auto w-full max-w-3xl px-3 pt-2 pb-4 md:px-5">
          {rows.map((row) => {
            if (row.type === 'time') return <TimeRow key={row.key} at={row.at} />;
            if (row.type === 'outgoing') {
              return (
                <OutgoingMessageRow
                  key={row.key}
                  message={row.message}
                  onRetry={props.onRetry}
                  onDiscard={props.onDiscard}
                />
              );
            }
            const { message } = row;
            const card = message.content.type === 'card' ? message.content.card : undefined;
            return (
              <div key={row.key}>
                <DeskMessage
                  message={message}
                  customerName={props.customerName}
                  startsGroup={row.startsGroup}
                  isLive={row.isLive}
                  run={card && runOf.get(card.runId)}
                  chosen={card && chosen.get(card.runId)?.get(card.step)}
                  onPayment={props.onPayment}
                />
                {message === lastOwn && live.outgoing.length === 0 && (
                  <p className="mt-1 text-right text-caption text-muted">
                    {message.sequence <= live.read.customer ? (
                      <Trans>客户已读</Trans>
                    ) : message.sequence <= live.delivered.customer ? (
                      <Trans>已送达</Trans>
                    ) : (
                      <Trans>已发送</Trans>
                    )}
                  </p>
                )}
              </div>
            );
          })}
          {live.typing === 'customer' && <CustomerTyping />}
        </div>
      </section>
      {!isAtEnd && (
        <button
          type="button"
          onClick={() => scrollToEnd(true)}
          className="absolute right-4 bottom-3 inline-flex min-h-9 items-center gap-1.5 rounded-full border border-line bg-raised px-3.5 text-accent-ink text-label shadow-float"
        >
          <ArrowDown aria-hidden="true" className="size-4" />
          <Trans>到最新</Trans>
        </button>
      )}
      <Announcer message={newest} language={i18n.locale === 'en' ? 'en' : 'zh'} />
    </div>
  );
}

function CustomerTyping() {
  return (
    <p className="mt-3.5 flex w-fit items-center gap-1 rounded-2xl rounded-tl-sm bg-surface px-3.5 py-3 shadow-card">
      <span className="sr-only">
        <Trans>客户正在输入</Trans>
      </span>
      {['', '[animation-delay:200ms]', '[animation-delay:400ms]'].map((delay) => (
        <span
          key={delay}
          aria-hidden="true"
          className={cx('size-1.5 animate-breathe rounded-full bg-muted', delay)}
        />
      ))}
    </p>
  );
}

/** Tells that messages were seen, once the page itself is in front. */
function useSeen(sequence: number | undefined, onSeen: DeskMessageListProps['onSeen']): void {
  useEffect(() => {
    if (sequence === undefined || !onSeen) return;
    const tell = () => {
      if (document.visibilityState === 'visible') onSeen(sequence);
    };
    tell();
    document.addEventListener('visibilitychange', tell);
    return () => document.removeEventListener('visibilitychange', tell);
  }, [sequence, onSeen]);
}

/** Reads out what the customer says while the conversation is open, and nothing of what was there before. */
function Announcer({ message, language }: { message: Message | undefined; language: 'zh' | 'en' }) {
  const [first, setFirst] = useState(message?.sequence);
  if (first === undefined && message) setFirst(message.sequence);
  const isNew = message?.sender.kind === 'customer' && first !== undefined && message.sequence > first;
  return (
    <p role="status" className="sr-only">
      {isNew && spokenText(message, language)}
    </p>
  );
}

import { Trans, useLingui } from '@lingui/react/macro';
import { ArrowDown } from 'lucide-react';
import { type ReactNode, useEffect, useMemo, useRef, useState } from 'react';
import type { Card } from '../../../contract/guides.ts';
import type { Message } from '../../../contract/support.ts';
import type { LocalizedText } from '../../../contract/text.ts';
import type { OutgoingMessage } from '../realtime.ts';
import { cx } from '../ui/cx.ts';
import { MessageRow, OutgoingRow, type RowActions, TimeRow, TypingRow } from './message-row.tsx';
import { spokenText, toRows } from './rows.ts';
import { useEarlier } from './use-earlier.ts';
import { useStickToBottom } from './use-stick-to-bottom.ts';

export interface MessageListProps extends RowActions {
  messages: readonly Message[];
  outgoing: readonly OutgoingMessage[];
  /** Whose screen this is: their own side is on the right. */
  viewer: 'customer' | 'desk';
  typing?: 'customer' | 'agent' | 'assistant';
  /** How far the other side has read, as a sequence number; absent where nobody reads. */
  readUpTo?: number;
  /** How far the other side's client has it; absent where it went to no person. */
  deliveredUpTo?: number;
  /** Whether a guide still waits for an answer to this card, if it is the newest of its run. */
  canAnswer: (card: Card) => boolean;
  chosenOption?: (card: Card) => LocalizedText | undefined;
  /** The card and option whose answer is on its way. */
  pending?: { runId: string; step: number; optionId: string };
  /** Everything up to this message is on screen in front of a person. */
  onSeen?: (sequence: number) => void;
  /** Before the first message, and after the last: notes, the queue, the rating. */
  head?: ReactNode;
  foot?: ReactNode;
  className?: string;
}

/** How many rows are drawn at first, and with every step back in time. */
const pageOfRows = 80;

/** A conversation, newest at the end. Grows upwards as its reader scrolls back; new messages never move what is read. */
export function MessageList(props: MessageListProps) {
  const { messages, outgoing, viewer, canAnswer, typing, onSeen } = props;
  const { i18n, t } = useLingui();
  const frame = useRef<HTMLDivElement>(null);
  const content = useRef<HTMLDivElement>(null);
  const { isAtEnd, scrollToEnd } = useStickToBottom(frame, content);
  const rows = useMemo(() => toRows(messages, outgoing, canAnswer), [messages, outgoing, canAnswer]);
  // Rows before this one are not drawn. It moves on only while the end is in sight, so that nothing moves under a reader.
  const [hidden, setHidden] = useState(0);
  if (isAtEnd && rows.length - hidden > 2 * pageOfRows) setHidden(rows.length - pageOfRows);
  const last = messages.at(-1);
  const isOwn = (message: Message) =>
    viewer === 'customer' ? message.sender.kind === 'customer' : message.sender.kind !== 'customer';

  // What this person sends is always in sight.
  const sent = outgoing.at(-1)?.clientMessageId;
  useEffect(() => {
    if (sent) scrollToEnd();
  }, [sent, scrollToEnd]);

  useSeen(isAtEnd ? last?.sequence : undefined, onSeen);
  const unread = useUnread(messages, isAtEnd, viewer);
  const { showEarlier, sentinel } = useEarlier(frame, hidden, () =>
    setHidden(Math.max(0, hidden - pageOfRows)),
  );

  return (
    <div className={cx('relative min-h-0', props.className)}>
      <section
        ref={frame}
        // A part that scrolls must be reachable by keyboard.
        // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
        tabIndex={0}
        aria-label={t`消息`}
        className="h-full overflow-y-auto overscroll-contain [overflow-anchor:none] -outline-offset-2"
      >
        <div ref={content} className="mx-auto w-full max-w-3xl px-3 pt-2 pb-4">
          {hidden > 0 ? (
            <div ref={sentinel} className="py-2 text-center">
              <button
                type="button"
                onClick={showEarlier}
                className="min-h-target px-3 text-accent-ink text-caption"
              >
                <Trans>查看更早的消息</Trans>
              </button>
            </div>
          ) : (
            props.head
          )}
          {rows.slice(hidden).map((row) => {
            if (row.type === 'time') return <TimeRow key={row.key} at={row.at} />;
            if (row.type === 'outgoing') {
              return (
                <OutgoingRow
                  key={row.key}
                  message={row.message}
                  onRetry={props.onRetry}
                  onDiscard={props.onDiscard}
                />
              );
            }
            const card = row.message.content.type === 'card' ? row.message.content.card : undefined;
            const isPending = card && props.pending?.runId === card.runId && props.pending.step === card.step;
            return (
              <MessageRow
                key={row.key}
                message={row.message}
                startsGroup={row.startsGroup}
                isLive={row.isLive}
                isOwn={isOwn(row.message)}
                chosen={card && props.chosenOption?.(card)}
                pendingOption={isPending ? props.pending?.optionId : undefined}
                onChoose={props.onChoose}
                onCitation={props.onCitation}
                onConversation={props.onConversation}
                renderRequest={props.renderRequest}
              />
            );
          })}
          {last && outgoing.length === 0 && isOwn(last) && (
            <Receipt
              isRead={props.readUpTo !== undefined && props.readUpTo >= last.sequence}
              isDelivered={props.deliveredUpTo === undefined || props.deliveredUpTo >= last.sequence}
            />
          )}
          {typing && <TypingRow who={typing} />}
          {props.foot}
        </div>
      </section>
      {!isAtEnd && (
        <button
          type="button"
          onClick={() => scrollToEnd(true)}
          className="absolute right-4 bottom-3 inline-flex min-h-target min-w-target items-center justify-center gap-1.5 rounded-button border border-line bg-raised px-3 text-accent-ink text-label shadow-float"
        >
          <ArrowDown aria-hidden="true" className="size-4" />
          {unread > 0 ? t`${unread} 条新消息` : <span className="sr-only">{t`到最新的消息`}</span>}
        </button>
      )}
      <Announcer messages={messages} isOwn={isOwn} language={i18n.locale === 'en' ? 'en' : 'zh'} />
    </div>
  );
}

/** Kept by the server (sent), with the other side's client (delivered), or before their eyes (read). */
function Receipt({ isRead, isDelivered }: { isRead: boolean; isDelivered: boolean }) {
  return (
    <p className="mt-1 text-right text-caption text-muted">
      {isRead ? <Trans>已读</Trans> : isDelivered ? <Trans>已送达</Trans> : <Trans>已发送</Trans>}
    </p>
  );
}

/** Tells that messages were seen, once the page itself is in front. */
function useSeen(sequence: number | undefined, onSeen: MessageListProps['onSeen']): void {
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

/** How many messages of the other side came while the reader was further up. */
function useUnread(messages: readonly Message[], isAtEnd: boolean, viewer: 'customer' | 'desk'): number {
  const [seen, setSeen] = useState(0);
  const last = messages.at(-1)?.sequence ?? 0;
  if (isAtEnd && seen !== last) setSeen(last);
  if (isAtEnd) return 0;
  return messages.filter(
    ({ sequence, sender }) => sequence > seen && (sender.kind === 'customer') === (viewer === 'desk'),
  ).length;
}

/** Reads out what comes in, and nothing of what was there before. */
function Announcer(props: {
  messages: readonly Message[];
  isOwn: (message: Message) => boolean;
  language: 'zh' | 'en';
}) {
  const last = props.messages.at(-1);
  const [first, setFirst] = useState(last?.sequence);
  if (first === undefined && last) setFirst(last.sequence);
  const isNew = last && first !== undefined && last.sequence > first && !props.isOwn(last);
  return (
    <p role="status" className="sr-only">
      {isNew && `${last.sender.name ?? ''} ${spokenText(last, props.language)}`}
    </p>
  );
}

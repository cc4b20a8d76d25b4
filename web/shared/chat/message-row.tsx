import { Trans, useLingui } from '@lingui/react/macro';
import { CircleAlert, Clock3 } from 'lucide-react';
import { memo, type ReactNode } from 'react';
import { messageOf } from '../../../contract/problem.ts';
import type { LocalizedText } from '../../../contract/text.ts';
import type { Message, MessageContent } from '../../../contract/support.ts';
import { useLocalized } from '../i18n/localized.ts';
import type { OutgoingMessage } from '../realtime.ts';
import { Avatar } from '../ui/avatar.tsx';
import { cx } from '../ui/cx.ts';
import { Time } from '../ui/time.tsx';
import { Attachment } from './attachment.tsx';
import { type CardOption, GuideCard } from './guide-card.tsx';
import type { Card } from '../../../contract/guides.ts';

/** Something support asks of the customer. */
export type RequestContent = Extract<MessageContent, { type: 'verification' | 'consent' }>;

export interface RowActions {
  /** A suggestion or an option was tapped; without it they are shown but can't be. */
  onChoose?: (card: Card, option: CardOption) => void;
  onCitation?: (citation: { kind: 'payment' | 'article'; id: string }) => void;
  /** To the other conversation that an event names. */
  onConversation?: (id: string) => void;
  /** What support asks for, as it stands now; keep the function while nothing changes. */
  renderRequest?: (content: RequestContent) => ReactNode;
  onRetry?: (clientMessageId: string) => void;
  onDiscard?: (clientMessageId: string) => void;
}

export interface MessageRowProps extends RowActions {
  message: Message;
  startsGroup: boolean;
  isLive: boolean;
  isOwn: boolean;
  chosen?: LocalizedText;
  pendingOption?: string;
}

/** One message. Memoised: in a long conversation only what changed is drawn again. */
export const MessageRow = memo(function MessageRow(props: MessageRowProps) {
  const { message, startsGroup, isOwn } = props;
  const { content } = message;
  const localized = useLocalized();
  if (content.type === 'event') {
    const { conversationId } = content;
    return (
      <p className="mx-auto my-3 max-w-[85%] text-center text-caption text-muted">
        {localized(content.text)}
        {conversationId && props.onConversation && (
          <button
            type="button"
            onClick={() => props.onConversation?.(conversationId)}
            className="mx-auto block min-h-target px-3 text-accent-ink"
          >
            <Trans>去看那个会话</Trans>
          </button>
        )}
        {content.paymentId && props.onCitation && (
          <PaymentLink id={content.paymentId} onCitation={props.onCitation} />
        )}
      </p>
    );
  }
  if (content.type === 'card') {
    return (
      <div className="mt-3 max-w-xl sm:ml-[calc(var(--avatar-size)+0.625rem)]">
        <GuideCard
          card={content.card}
          isLive={props.isLive}
          chosen={props.chosen}
          onChoose={props.onChoose}
          pendingOption={props.pendingOption}
        />
      </div>
    );
  }
  if (content.type === 'verification' || content.type === 'consent') {
    return (
      <div className="mt-3 max-w-xl sm:ml-[calc(var(--avatar-size)+0.625rem)]">
        {props.renderRequest?.(content)}
      </div>
    );
  }
  if (content.type === 'attachment') {
    return (
      <Line isOwn={isOwn} startsGroup={startsGroup} speaker={!isOwn && <Speaker message={message} />}>
        {startsGroup && !isOwn && <SpeakerName message={message} />}
        <Attachment message={message} content={content} door="customer" />
      </Line>
    );
  }
  const text = content.type === 'statement' ? localized(content.text) : content.text;
  return (
    <Line isOwn={isOwn} startsGroup={startsGroup} speaker={!isOwn && <Speaker message={message} />}>
      {startsGroup && !isOwn && <SpeakerName message={message} />}
      <Bubble isOwn={isOwn} startsGroup={startsGroup} isNote={content.type === 'note'}>
        {text}
      </Bubble>
      {content.type === 'statement' && props.onCitation && (
        <Citations citations={content.citations ?? []} onCitation={props.onCitation} />
      )}
    </Line>
  );
});

/** What this device sent and the server has not given back yet. */
export const OutgoingRow = memo(function OutgoingRow({
  message,
  onRetry,
  onDiscard,
}: RowActions & { message: OutgoingMessage }) {
  const { clientMessageId, state, problem } = message;
  const localized = useLocalized();
  const reason = problem && localized(messageOf(problem.code));
  return (
    <Line isOwn startsGroup={false}>
      <Bubble isOwn startsGroup={false} isNote={message.kind === 'note'}>
        {message.text}
      </Bubble>
      {state === 'sending' && (
        <span className="mt-1 inline-flex items-center gap-1 text-caption text-muted">
          <Clock3 aria-hidden="true" className="size-3" />
          <Trans>发送中…</Trans>
        </span>
      )}
      {state === 'failed' && (
        <span className="mt-1 flex flex-wrap items-center justify-end gap-x-1 text-right text-caption text-danger-ink">
          <CircleAlert aria-hidden="true" className="size-3.5" />
          <span role="alert">{reason ? <Trans>没有发出去：{reason}</Trans> : <Trans>没有发出去</Trans>}</span>
          <SmallCommand onClick={() => onRetry?.(clientMessageId)}>
            <Trans>重发</Trans>
          </SmallCommand>
          <SmallCommand onClick={() => onDiscard?.(clientMessageId)}>
            <Trans>删除</Trans>
          </SmallCommand>
        </span>
      )}
    </Line>
  );
});

export function TimeRow({ at }: { at: string }) {
  return (
    <p className="mt-5 mb-1 text-center text-caption text-muted first:mt-1">
      <Time value={at} />
    </p>
  );
}

/** Somebody at the other side is writing. */
export function TypingRow({ who }: { who: 'customer' | 'agent' | 'assistant' }) {
  const { t } = useLingui();
  const label =
    who === 'customer' ? t`客户正在输入` : who === 'agent' ? t`客服正在输入` : t`智能助手正在输入`;
  return (
    <Line isOwn={false} startsGroup={false}>
      <span className="inline-flex h-10 items-center gap-1 rounded-card bg-surface px-4 shadow-card">
        <span className="sr-only">{label}</span>
        {['', '[animation-delay:200ms]', '[animation-delay:400ms]'].map((delay) => (
          <span
            key={delay}
            aria-hidden="true"
            className={cx('size-1.5 animate-breathe rounded-full bg-muted', delay)}
          />
        ))}
      </span>
    </Line>
  );
}

function Line(props: { isOwn: boolean; startsGroup: boolean; speaker?: ReactNode; children: ReactNode }) {
  const { isOwn, startsGroup, speaker, children } = props;
  return (
    <div
      className={cx('flex gap-2.5 compact:gap-2', startsGroup ? 'mt-3.5' : 'mt-1.5', isOwn && 'justify-end')}
    >
      {!isOwn && <span className="w-avatar shrink-0">{startsGroup && speaker}</span>}
      <div className={cx('flex min-w-0 max-w-[82%] flex-col', isOwn ? 'items-end' : 'items-start')}>
        {children}
      </div>
    </div>
  );
}

function Bubble(props: { isOwn: boolean; startsGroup: boolean; isNote: boolean; children: ReactNode }) {
  const { isOwn, startsGroup, isNote, children } = props;
  return (
    <p
      className={cx(
        'w-fit max-w-full whitespace-pre-wrap rounded-[1.125rem] px-3.5 py-2 text-body wrap-anywhere',
        isNote
          ? 'border border-warning-ink/30 border-dashed bg-warning-soft text-ink'
          : isOwn
            ? 'bg-accent text-on-accent'
            : 'bg-surface text-ink shadow-card',
        startsGroup && (isOwn ? 'rounded-tr-sm' : 'rounded-tl-sm'),
      )}
    >
      {children}
    </p>
  );
}

function Speaker({ message: { sender } }: { message: Message }) {
  if (sender.kind === 'agent') return <Avatar name={sender.name ?? '客'} />;
  if (sender.kind === 'customer') return <Avatar name={sender.name ?? '·'} />;
  return (
    <span
      aria-hidden="true"
      className="grid size-avatar place-items-center rounded-full bg-accent font-semibold text-label text-on-accent"
    >
      U
    </span>
  );
}

function SpeakerName({ message: { sender } }: { message: Message }) {
  return (
    <span className="mb-1 text-caption text-muted">
      {sender.kind === 'agent' &&
        (sender.name ? <Trans>{sender.name} · 人工客服</Trans> : <Trans>人工客服</Trans>)}
      {sender.kind === 'customer' && (sender.name ?? <Trans>客户</Trans>)}
      {(sender.kind === 'assistant' || sender.kind === 'system') && <Trans>智能助手</Trans>}
    </span>
  );
}

function Citations(props: {
  citations: ReadonlyArray<{ kind: 'payment' | 'article'; id: string }>;
  onCitation: NonNullable<RowActions['onCitation']>;
}) {
  if (props.citations.length === 0) return null;
  return (
    <span className="mt-1 flex flex-wrap gap-x-3">
      {props.citations.map((citation) => (
        <SmallCommand key={citation.id} onClick={() => props.onCitation(citation)}>
          {citation.kind === 'payment' ? <Trans>依据：这笔付款</Trans> : <Trans>依据：帮助文章</Trans>}
        </SmallCommand>
      ))}
    </span>
  );
}

/** To the line in the bills that an event made or changed. */
function PaymentLink({ id, onCitation }: { id: string; onCitation: NonNullable<RowActions['onCitation']> }) {
  return (
    <SmallCommand onClick={() => onCitation({ kind: 'payment', id })}>
      <Trans>看这笔账单</Trans>
    </SmallCommand>
  );
}

function SmallCommand({ onClick, children }: { onClick: () => void; children: ReactNode }) {
  return (
    <button
      type="button"
      onClick={onClick}
      className="-my-2 inline-flex min-h-target items-center rounded-button px-1.5 text-caption text-accent-ink underline-offset-2 hover:underline"
    >
      {children}
    </button>
  );
}

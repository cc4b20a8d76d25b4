import { Trans, useLingui } from '@lingui/react/macro';
import { Link } from '@tanstack/react-router';
import { Lock } from 'lucide-react';
import { memo, type ReactNode } from 'react';
import type { GuideRun } from '../../../contract/guides.ts';
import type { Message } from '../../../contract/support.ts';
import type { LocalizedText } from '../../../contract/text.ts';
import { Attachment } from '../../shared/chat/attachment.tsx';
import { GuideCard } from '../../shared/chat/guide-card.tsx';
import { useLocalized } from '../../shared/i18n/localized.ts';
import { Badge } from '../../shared/ui/badge.tsx';
import { cx } from '../../shared/ui/cx.ts';
import { DeskRequest } from './desk-request.tsx';
import { RUN_NAMES, RUN_TONES } from '../context/guide-words.ts';

export interface DeskMessageProps {
  message: Message;
  customerName: string;
  startsGroup: boolean;
  /** Of a card: the customer can still answer it. */
  isLive: boolean;
  /** Of a card: the run it belongs to. */
  run: GuideRun | undefined;
  chosen: LocalizedText | undefined;
  onPayment: (paymentId: string) => void;
}

/** One message. Who speaks is told by side, colour and name: customer, assistant, agent, or a note between agents. */
export const DeskMessage = memo(function DeskMessage(props: DeskMessageProps) {
  const { message, customerName, startsGroup, isLive, run, chosen, onPayment } = props;
  const localized = useLocalized();
  const { content, sender } = message;
  switch (content.type) {
    case 'event':
      return (
        <p className="mx-auto my-3 max-w-[85%] text-center text-caption text-muted">
          {localized(content.deskText ?? content.text)}
          {content.conversationId && (
            <Link
              to="/conversations/$conversationId"
              params={{ conversationId: content.conversationId }}
              className="ml-1.5 text-accent-ink hover:underline"
            >
              <Trans>打开那个会话</Trans>
            </Link>
          )}
          {content.paymentId && (
            <PaymentButton id={content.paymentId} onPayment={onPayment}>
              <Trans>查看付款</Trans>
            </PaymentButton>
          )}
        </p>
      );
    case 'note':
      return <Note author={sender.name}>{content.text}</Note>;
    case 'card':
      return (
        <div className="mt-3 flex flex-col items-end">
          <SenderName sender={sender} customerName={customerName} />
          <div className="w-full max-w-md">
            <GuideCard card={content.card} isLive={isLive} chosen={chosen} />
            {run && run.status !== 'active' && run.card?.step === content.card.step && (
              <p className="mt-1 text-right">
                <RunBadge status={run.status} />
              </p>
            )}
          </div>
        </div>
      );
    case 'attachment':
      return (
        <div className={cx('mt-3 flex flex-col', sender.kind === 'customer' ? 'items-start' : 'items-end')}>
          {startsGroup && <SenderName sender={sender} customerName={customerName} />}
          <div className="max-w-[82%]">
            <Attachment message={message} content={content} door="desk" />
          </div>
        </div>
      );
    case 'verification':
    case 'consent':
      return (
        <div className="mt-3 flex flex-col items-end">
          <SenderName sender={sender} customerName={customerName} />
          <div className="w-full max-w-md">
            <DeskRequest conversationId={message.conversationId} content={content} />
          </div>
        </div>
      );
    case 'text':
    case 'statement': {
      const fromCustomer = sender.kind === 'customer';
      return (
        <div
          className={cx(
            'flex flex-col',
            fromCustomer ? 'items-start' : 'items-end',
            startsGroup ? 'mt-3.5' : 'mt-1',
          )}
        >
          {startsGroup && <SenderName sender={sender} customerName={customerName} />}
          <p
            className={cx(
              'w-fit max-w-[82%] whitespace-pre-wrap rounded-2xl px-3.5 py-2 text-body wrap-anywhere',
              fromCustomer && 'bg-surface text-ink shadow-card',
              sender.kind === 'agent' && 'bg-accent text-on-accent',
              (sender.kind === 'assistant' || sender.kind === 'system') && 'bg-accent-soft text-ink',
              startsGroup && (fromCustomer ? 'rounded-tl-sm' : 'rounded-tr-sm'),
            )}
          >
            {content.type === 'statement' ? localized(content.text) : content.text}
          </p>
          {content.type === 'statement' &&
            content.citations?.map(({ kind, id }) =>
              kind === 'payment' ? (
                <PaymentButton key={id} id={id} onPayment={onPayment}>
                  <Trans>依据：这笔付款</Trans>
                </PaymentButton>
              ) : (
                <span key={id} className="mt-1 px-1 text-caption text-muted">
                  <Trans>依据：帮助文章</Trans>
                </span>
              ),
            )}
        </div>
      );
    }
  }
});

function PaymentButton(props: { id: string; onPayment: DeskMessageProps['onPayment']; children: ReactNode }) {
  return (
    <button
      type="button"
      onClick={() => props.onPayment(props.id)}
      className="min-h-target rounded px-1 text-accent-ink text-caption hover:underline"
    >
      {props.children}
    </button>
  );
}

export function Note({ author, faint, children }: { author?: string; faint?: boolean; children: ReactNode }) {
  return (
    <div
      className={cx(
        'mt-3 ml-auto w-fit max-w-[82%] rounded-lg border border-warning-ink/40 border-dashed bg-warning-soft px-3.5 py-2',
        faint && 'opacity-70',
      )}
    >
      <p className="mb-0.5 flex items-center gap-1 font-medium text-caption text-warning-ink">
        <Lock aria-hidden="true" className="size-3" />
        {author ? <Trans>{author} 的内部备注 · 客户看不到</Trans> : <Trans>内部备注 · 客户看不到</Trans>}
      </p>
      <p className="whitespace-pre-wrap text-body wrap-anywhere">{children}</p>
    </div>
  );
}

function RunBadge({ status }: { status: GuideRun['status'] }) {
  const { t } = useLingui();
  return <Badge tone={RUN_TONES[status]}>{t(RUN_NAMES[status])}</Badge>;
}

function SenderName({ sender, customerName }: { sender: Message['sender']; customerName: string }) {
  return (
    <span className="mb-1 px-1 text-caption text-muted">
      {sender.kind === 'customer' && customerName}
      {sender.kind === 'agent' && (sender.name ?? <Trans>客服</Trans>)}
      {sender.kind === 'assistant' && <Trans>智能助手</Trans>}
      {sender.kind === 'system' && <Trans>系统</Trans>}
    </span>
  );
}

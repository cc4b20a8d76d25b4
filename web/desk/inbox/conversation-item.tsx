import { Trans, useLingui } from '@lingui/react/macro';
import { Link } from '@tanstack/react-router';
import { AlarmClock, Bot, Star } from 'lucide-react';
import type { DeskConversation } from '../../../contract/support.ts';
import { useLocalized } from '../../shared/i18n/localized.ts';
import { Badge } from '../../shared/ui/badge.tsx';
import { cx } from '../../shared/ui/cx.ts';
import { Time } from '../../shared/ui/time.tsx';
import { useStaff } from '../session/session.ts';
import { clockOf, owesReply } from './clock.ts';
import { MessagePreview } from './message-preview.tsx';
import type { InboxSearch } from './search.ts';
import { WaitingClock } from './waiting-clock.tsx';

/** One conversation in the list: who, what was said last, what about, and how long they have been waiting. */
export function ConversationItem({
  conversation,
  selected,
}: {
  conversation: DeskConversation;
  selected: boolean;
}) {
  const { t } = useLingui();
  const staff = useStaff();
  const { customer, lastMessage, status, agentId } = conversation;
  const unanswered = agentId === staff.id && owesReply(conversation);
  return (
    <Link
      to="/conversations/$conversationId"
      params={{ conversationId: conversation.id }}
      search={(search: InboxSearch) => ({ ...search, panel: undefined })}
      preload={false}
      data-conversation={conversation.id}
      aria-current={selected ? 'true' : undefined}
      className={cx(
        'relative block px-3.5 py-2.5 -outline-offset-2 transition-colors compact:py-2',
        selected
          ? 'bg-accent-soft before:absolute before:inset-y-0 before:left-0 before:w-[3px] before:bg-accent'
          : 'hover:bg-pressed/60',
      )}
    >
      <span className="flex items-baseline gap-2">
        {unanswered && (
          <span
            className="size-2 shrink-0 self-center rounded-full bg-accent"
            role="img"
            aria-label={t`等待您回复`}
          />
        )}
        <span className={cx('min-w-0 flex-1 truncate text-body', unanswered ? 'font-bold' : 'font-semibold')}>
          {customer.name}
          <span className="tabular ml-1.5 font-normal text-caption text-muted">{customer.maskedContact}</span>
        </span>
        <Time
          value={lastMessage?.sentAt ?? conversation.closedAt ?? conversation.openedAt}
          format="relative"
          className="shrink-0 text-caption text-muted"
        />
      </span>
      <span className={cx('mt-0.5 block truncate text-label', unanswered ? 'text-ink' : 'text-muted')}>
        {lastMessage ? (
          <MessagePreview message={lastMessage} />
        ) : (
          <span className="italic">
            {status === 'assistant' ? <Trans>智能助手正在接待</Trans> : <Trans>内容仅接待的客服可见</Trans>}
          </span>
        )}
      </span>
      <Marks conversation={conversation} />
    </Link>
  );
}

/** What about, how urgent, in whose hands, and the clock; nothing when there is nothing to say. */
function Marks({ conversation }: { conversation: DeskConversation }) {
  const { t } = useLingui();
  const localized = useLocalized();
  const staff = useStaff();
  const { topic, priority, status, agentId, agentName, rating, snoozedUntil } = conversation;
  const clock = clockOf(conversation);
  const colleague = status === 'assigned' && agentId !== staff.id ? agentName : undefined;
  const stars = status === 'closed' ? rating?.score : undefined;
  if (
    !topic &&
    !clock &&
    !colleague &&
    !stars &&
    !snoozedUntil &&
    priority === 'normal' &&
    status !== 'assistant'
  )
    return null;
  return (
    <span className="mt-1.5 flex min-h-[1.5rem] items-center gap-1.5">
      {priority === 'urgent' && (
        <Badge tone="danger">
          <Trans>紧急</Trans>
        </Badge>
      )}
      {topic && (
        <Badge tone="info" className="min-w-0 shrink">
          <span className="truncate">{localized(topic)}</span>
        </Badge>
      )}
      {status === 'assistant' && (
        <Badge>
          <Bot aria-hidden="true" />
          <Trans>智能助手</Trans>
        </Badge>
      )}
      {colleague && (
        <Badge className="min-w-0 shrink">
          <span className="truncate">{colleague}</span>
        </Badge>
      )}
      {stars !== undefined && (
        <Badge tone={stars >= 4 ? 'success' : 'warning'}>
          <Star aria-hidden="true" className="fill-current" />
          <span className="sr-only">
            <Trans>评分</Trans>{' '}
          </span>
          {stars}
        </Badge>
      )}
      {snoozedUntil && (
        <Badge className="ml-auto shrink-0">
          <AlarmClock role="img" aria-label={t`稍后`} />
          <Time value={snoozedUntil} />
        </Badge>
      )}
      {clock && <WaitingClock clock={clock} priority={priority} className="ml-auto shrink-0" />}
    </span>
  );
}

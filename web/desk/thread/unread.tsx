import { Plural, Trans, useLingui } from '@lingui/react/macro';
import { Bot, Headset, UserRound } from 'lucide-react';
import type { ReactNode } from 'react';
import type { DeskConversation } from '../../../contract/support.ts';
import { useLocalized } from '../../shared/i18n/localized.ts';
import { Avatar } from '../../shared/ui/avatar.tsx';
import { Button } from '../../shared/ui/button.tsx';
import { EmptyState } from '../../shared/ui/empty-state.tsx';
import { Facts } from '../../shared/ui/list.tsx';
import { Time } from '../../shared/ui/time.tsx';
import { clockOf } from '../inbox/clock.ts';
import { MessagePreview } from '../inbox/message-preview.tsx';
import type { InboxPlace } from '../inbox/use-inbox.ts';
import { maskedInitial } from '../masked-initial.ts';
import { WaitingClock } from '../inbox/waiting-clock.tsx';
import { useAction } from '../keyboard/actions.tsx';
import { Kbd } from '../shell/kbd.tsx';
import { ThreadHeader } from './thread-header.tsx';
import { useTake } from './use-take.ts';

/** A conversation this agent may not read: waiting to be taken, with the assistant, or in a colleague's hands. */
export function Unread({ conversation, inbox }: { conversation: DeskConversation; inbox: InboxPlace }) {
  const { status, agentName } = conversation;
  return (
    <main id="thread" className="flex min-w-0 flex-1 flex-col bg-page">
      <ThreadHeader conversation={conversation} inbox={inbox} />
      <div className="grid flex-1 place-items-center overflow-y-auto p-4">
        {status === 'queued' ? (
          <Waiting conversation={conversation} inbox={inbox} />
        ) : status === 'assistant' ? (
          <EmptyState
            icon={<Bot />}
            title={<Trans>智能助手正在接待</Trans>}
            detail={<Trans>客户需要人工时会进入“未分配”，那时就可以接待。</Trans>}
          />
        ) : (
          <EmptyState
            icon={<UserRound />}
            title={
              status === 'closed' ? (
                <Trans>这个会话由 {agentName ?? '—'} 接待，已结束</Trans>
              ) : (
                <Trans>{agentName ?? '—'} 正在接待</Trans>
              )
            }
            detail={<Trans>只有接待的客服和主管可以查看内容和客户资料。</Trans>}
          />
        )}
      </div>
    </main>
  );
}

function Waiting({ conversation, inbox }: { conversation: DeskConversation; inbox: InboxPlace }) {
  const { t } = useLingui();
  const localized = useLocalized();
  const { customer, topic, queue, lastMessage, openedAt, language, priority } = conversation;
  const clock = clockOf(conversation);
  const facts: { label: ReactNode; value: ReactNode }[] = [
    ...(topic ? [{ label: t`问题`, value: localized(topic) }] : []),
    ...(clock ? [{ label: t`已等待`, value: <WaitingClock clock={clock} priority={priority} /> }] : []),
    ...(queue ? [{ label: t`队列位置`, value: <Plural value={queue.position} other="第 # 位" /> }] : []),
    { label: t`客户语言`, value: language === 'zh' ? t`中文` : t`英文` },
    { label: t`开始于`, value: <Time value={openedAt} /> },
  ];
  return (
    <section className="w-full max-w-md rounded-card border border-line bg-surface p-5 shadow-card">
      <div className="flex items-center gap-3">
        <Avatar name={maskedInitial(customer.name)} />
        <div>
          <p className="font-semibold text-title">{customer.name}</p>
          <p className="tabular text-caption text-muted">{customer.maskedContact}</p>
        </div>
      </div>
      {lastMessage && lastMessage.content.type !== 'event' && (
        <blockquote className="mt-4 rounded-2xl rounded-tl-md bg-sunken px-3.5 py-2.5 text-body">
          <MessagePreview message={lastMessage} />
        </blockquote>
      )}
      <Facts facts={facts} className="mt-4" />
      <TakeButton conversation={conversation} inbox={inbox} wide />
      <p className="mt-3 text-center text-caption text-muted">
        <Trans>接待后可以看到完整会话、客户资料和付款记录，查看会留下审计记录。</Trans>
      </p>
    </section>
  );
}

/** Takes the conversation; the T key does too. */
export function TakeButton({
  conversation,
  inbox,
  wide,
}: {
  conversation: DeskConversation;
  inbox: InboxPlace;
  wide?: boolean;
}) {
  const take = useTake(inbox);
  const run = () => {
    if (!take.isPending) take.mutate(conversation);
  };
  useAction('take', run);
  return (
    <Button
      icon={<Headset />}
      wide={wide}
      loading={take.isPending}
      onClick={run}
      aria-keyshortcuts="T"
      className={wide ? 'mt-5' : undefined}
    >
      <span className="inline-flex items-center gap-2">
        <Trans>接待</Trans>
        <Kbd onAccent>T</Kbd>
      </span>
    </Button>
  );
}

import { useLingui } from '@lingui/react/macro';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useMatch } from '@tanstack/react-router';
import { useEffect, useEffectEvent, useRef } from 'react';
import type { Mention } from '../../../contract/agent-hands.ts';
import type { DeskConversation } from '../../../contract/support.ts';
import { toast } from '../../shared/ui/toast.tsx';
import { mentionsQuery } from '../mentions/queries.ts';
import { usePresenceLost } from '../routing/use-presence.ts';
import { useStaff } from '../session/session.ts';
import { notify } from '../session/notifications.ts';
import { owesReply } from './clock.ts';
import { belongsTo } from './live-updates.ts';
import { listQuery } from './queries.ts';
import { useInbox } from './use-inbox.ts';
import { useLiveInbox } from './use-live-inbox.ts';

/** In every room: keeps the lists current, calls the agent to who waits for them, and says when nobody comes any more. */
export function LiveInbox() {
  useLiveInbox(useCall());
  useMentionCall();
  usePresenceLost();
  return null;
}

/**
 * Who is elsewhere hears of a conversation that has become theirs, and of a customer's word in one: in another room on the
 * screen, in another window by the system, where they let it. In the inbox the list shows it.
 */
function useCall(): (conversation: DeskConversation) => void {
  const { t } = useLingui();
  const queryClient = useQueryClient();
  const staff = useStaff();
  const inbox = useInbox();
  const inInbox = useMatch({ from: '/desk/inbox', shouldThrow: false }) !== undefined;

  return (conversation) => {
    const mine = queryClient.getQueryData(listQuery('mine', '').queryKey)?.conversations;
    if (mine === undefined || !belongsTo('mine', conversation, staff) || !owesReply(conversation)) return;
    const before = mine.find(({ id }) => id === conversation.id);
    if (before && owesReply(before) && before.lastMessage?.id === conversation.lastMessage?.id) return;
    const { customer, id } = conversation;
    const words = before === undefined ? t`${customer.name} 由您接待` : t`${customer.name} 在等您回复`;
    if (document.hidden || !inInbox) tell(words, t`打开`, () => inbox.open(id, 'mine'));
  };
}

/** A colleague who names somebody in a note waits for them. */
function useMentionCall(): void {
  const { t } = useLingui();
  const inbox = useInbox();
  const mentions = useQuery(mentionsQuery).data;
  const known = useRef<ReadonlySet<string>>(undefined);
  const hear = useEffectEvent(({ by, conversationId }: Mention) =>
    tell(t`${by} 在备注里提到您`, t`打开`, () => inbox.open(conversationId)),
  );
  useEffect(() => {
    if (mentions === undefined) return;
    const fresh = mentions.find(({ messageId, seen }) => !seen && known.current?.has(messageId) === false);
    known.current = new Set(mentions.map(({ messageId }) => messageId));
    if (fresh) hear(fresh);
  }, [mentions]);
}

/** On the screen, or by the system while the window is hidden. */
function tell(words: string, label: string, onClick: () => void): void {
  if (document.hidden) notify(words, onClick);
  else toast(words, { action: { label, onClick }, durationMs: 10_000 });
}

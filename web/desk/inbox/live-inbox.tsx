import { useLingui } from '@lingui/react/macro';
import { useQueryClient } from '@tanstack/react-query';
import { useMatch } from '@tanstack/react-router';
import type { DeskConversation } from '../../../contract/support.ts';
import { toast } from '../../shared/ui/toast.tsx';
import { usePresenceLost } from '../routing/use-presence.ts';
import { useStaff } from '../session/session.ts';
import { notify } from '../session/notifications.ts';
import { owesReply } from './clock.ts';
import { belongsTo } from './live-updates.ts';
import { listQuery } from './queries.ts';
import { useInbox } from './use-inbox.ts';
import { useLiveInbox } from './use-live-inbox.ts';

/** In every room: keeps the lists current, calls the agent to a customer who waits, and says when none comes any more. */
export function LiveInbox() {
  useLiveInbox(useCall());
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
    const open = () => inbox.open(id, 'mine');
    if (document.hidden) notify(words, open);
    else if (!inInbox) toast(words, { action: { label: t`打开`, onClick: open }, durationMs: 10_000 });
  };
}

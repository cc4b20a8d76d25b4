import { useLingui } from '@lingui/react/macro';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type DeskConversation, takeConversation } from '../../../contract/support.ts';
import { ApiProblem, call } from '../../shared/api.ts';
import { toast } from '../../shared/ui/toast.tsx';
import { applyToLists } from '../inbox/live-updates.ts';
import { detailQuery, listQuery } from '../inbox/queries.ts';
import type { InboxPlace } from '../inbox/use-inbox.ts';
import { useStaff } from '../session/session.ts';

/** Takes a waiting conversation. When somebody else was faster it says who, and moves on to the next one waiting. */
export function useTake(inbox: InboxPlace) {
  const { t } = useLingui();
  const queryClient = useQueryClient();
  const staff = useStaff();

  async function afterLoss(lost: DeskConversation) {
    const [all, waiting] = await Promise.all(
      (['all', 'unassigned'] as const).map((view) =>
        queryClient.fetchQuery({ ...listQuery(view, ''), staleTime: 0 }).catch(() => undefined),
      ),
    );
    const name = lost.customer.name;
    const winner = all?.conversations.find(({ id }) => id === lost.id)?.agentName;
    const next = waiting?.conversations.find(({ id }) => id !== lost.id);
    const said = winner ? t`${name} 的会话已由 ${winner} 接待` : t`${name} 的会话已由其他同事接待`;
    toast(next ? t`${said}，已为您转到下一位` : said);
    if (next) inbox.open(next.id, 'unassigned');
    else inbox.leave();
    void queryClient.invalidateQueries({ queryKey: ['conversations'] });
  }

  return useMutation({
    mutationFn: (conversation: DeskConversation) =>
      call(takeConversation, { params: { id: conversation.id } }),
    onSuccess: (detail) => {
      queryClient.setQueryData(detailQuery(detail.conversation.id).queryKey, detail);
      applyToLists(queryClient, detail.conversation, staff);
      void queryClient.invalidateQueries({ queryKey: ['conversations'] });
      inbox.open(detail.conversation.id, 'mine');
    },
    onError: (error, conversation) => {
      if (!(error instanceof ApiProblem)) {
        toast(t`没有连上服务器，不确定是否已接待。列表恢复后请再看一眼。`, { tone: 'danger' });
        return undefined;
      }
      if (error.code === 'already_taken') return afterLoss(conversation);
      toast(error.code === 'conflict' ? t`客户已离开队列，智能助手继续接待` : error.message, {
        tone: 'danger',
      });
      return queryClient.invalidateQueries({ queryKey: ['conversations'] });
    },
  });
}

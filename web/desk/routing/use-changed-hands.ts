import { useQueryClient } from '@tanstack/react-query';
import type { DeskConversation } from '../../../contract/support.ts';
import { applyToLists } from '../inbox/live-updates.ts';
import { useStaff } from '../session/session.ts';
import { presenceQuery } from './queries.ts';

/** Takes in that a conversation takes a place of mine now, or takes none any more: in the lists, their counts and my load. */
export function useChangedHands(): (changed: DeskConversation) => void {
  const queryClient = useQueryClient();
  const staff = useStaff();
  return (changed) => {
    applyToLists(queryClient, changed, staff);
    void queryClient.invalidateQueries({ queryKey: ['conversations'] });
    void queryClient.invalidateQueries({ queryKey: presenceQuery.queryKey });
  };
}

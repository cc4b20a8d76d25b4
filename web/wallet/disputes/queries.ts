import { queryOptions } from '@tanstack/react-query';
import { type Dispute, getDispute } from '../../../contract/disputes.ts';
import { call } from '../../shared/api.ts';

export const isOpen = ({ status }: Pick<Dispute, 'status'>) =>
  status === 'needs_response' || status === 'under_review';

/** One dispute; asked again now and then while somebody may answer. */
export const disputeQuery = (id: string) =>
  queryOptions({
    queryKey: ['disputes', id],
    queryFn: ({ signal }) => call(getDispute, { params: { id }, signal }),
    refetchInterval: ({ state }) => (state.data && isOpen(state.data) ? 15_000 : false),
  });

import { queryOptions } from '@tanstack/react-query';
import { listApprovals } from '../../../contract/staff.ts';
import { call } from '../../shared/api.ts';

/** A colleague stands waiting for it, so it is looked for often. */
const REFRESH_MS = 20_000;

const approvalsQuery = (view: 'waiting' | 'mine') =>
  queryOptions({
    queryKey: ['approvals', view],
    queryFn: ({ signal }) => call(listApprovals, { query: { view }, signal }),
    refetchInterval: REFRESH_MS,
  });

export const waitingApprovalsQuery = approvalsQuery('waiting');
export const myApprovalsQuery = approvalsQuery('mine');

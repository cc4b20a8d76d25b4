import { queryOptions } from '@tanstack/react-query';
import { createPayerCode, getReceiveCode, listWaitingCheckouts } from '../../../contract/payer-codes.ts';
import { ApiProblem, call } from '../../shared/api.ts';

/** A code to show, made anew when its minute is over; none is kept for later. */
export const payerCodeQuery = queryOptions({
  queryKey: ['payer-code'],
  queryFn: ({ signal }) => call(createPayerCode, { signal }),
  staleTime: 0,
  gcTime: 0,
  retry: (failures, error) => failures < 2 && !(error instanceof ApiProblem),
  refetchInterval: ({ state }) =>
    state.data ? Math.max(1_000, Date.parse(state.data.renewAt) - Date.now()) : false,
});

/** What merchants asked for by a scanned code and waits for the payment password; refreshed with whatever shows money. */
export const waitingCheckoutsQuery = queryOptions({
  queryKey: ['payments', 'waiting-checkouts'],
  queryFn: async ({ signal }) => (await call(listWaitingCheckouts, { signal })).sessions,
});

export const receiveCodeQuery = (code: string) =>
  queryOptions({
    queryKey: ['payments', 'receive-code', code],
    queryFn: ({ signal }) => call(getReceiveCode, { params: { code }, signal }),
    retry: false,
  });

import { queryOptions } from '@tanstack/react-query';
import { getReconciliation } from '../../../contract/reconciliation.ts';
import { listSuspense } from '../../../contract/suspense.ts';
import { call } from '../../shared/api.ts';

const REFRESH_MS = 30_000;

export const reconciliationQuery = queryOptions({
  queryKey: ['reconciliation'],
  queryFn: ({ signal }) => call(getReconciliation, { signal }),
  refetchInterval: REFRESH_MS,
});

export const suspenseQuery = queryOptions({
  queryKey: ['suspense'],
  queryFn: ({ signal }) => call(listSuspense, { signal }),
  refetchInterval: REFRESH_MS,
});

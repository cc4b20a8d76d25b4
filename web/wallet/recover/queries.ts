import { queryOptions } from '@tanstack/react-query';
import { getMyLocks, getRecovery, type Recovery } from '../../../contract/recovery.ts';
import { getRecoverySupport } from '../../../contract/recovery-support.ts';
import { call } from '../../shared/api.ts';

/** The recovery this browser is in; null when there is none, or it is over. */
export const recoveryQuery = queryOptions({
  queryKey: ['recovery'],
  queryFn: async ({ signal }): Promise<Recovery | null> =>
    (await call(getRecovery, { signal })).recovery ?? null,
});

/** What support asks of who is in a recovery; asked again while the page is open, as they can't be told. */
export const recoverySupportQuery = queryOptions({
  queryKey: ['recovery', 'support'],
  queryFn: ({ signal }) => call(getRecoverySupport, { signal }),
  refetchInterval: 4000,
});

/** What is locked in the account of whoever is logged in. */
export const locksQuery = queryOptions({
  queryKey: ['me', 'locks'],
  queryFn: ({ signal }) => call(getMyLocks, { signal }),
});

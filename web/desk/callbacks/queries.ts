import { queryOptions } from '@tanstack/react-query';
import { listDeskCallbacks } from '../../../contract/callbacks.ts';
import { call } from '../../shared/api.ts';

/** Somebody waits by the phone, so it is looked at often. */
const REFRESH_MS = 15_000;

export const callbacksQuery = (view: 'open' | 'closed') =>
  queryOptions({
    queryKey: ['callbacks', view],
    queryFn: async ({ signal }) => (await call(listDeskCallbacks, { query: { view }, signal })).callbacks,
    refetchInterval: REFRESH_MS,
  });

import { queryOptions } from '@tanstack/react-query';
import { getPresence, listAgents } from '../../../contract/routing.ts';
import { call } from '../../shared/api.ts';

/** Changes of conversations refresh it; this is for what time does, such as a connection lost for too long. */
const PRESENCE_REFRESH_MS = 15_000;

/** Myself as routing sees me. */
export const presenceQuery = queryOptions({
  queryKey: ['presence'],
  queryFn: ({ signal }) => call(getPresence, { signal }),
  refetchInterval: PRESENCE_REFRESH_MS,
});

/** Everybody who answers customers: who is there, and who has room. */
export const agentsQuery = queryOptions({
  queryKey: ['agents'],
  queryFn: async ({ signal }) => (await call(listAgents, { signal })).agents,
  refetchInterval: 5_000,
});

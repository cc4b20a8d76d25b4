import { queryOptions } from '@tanstack/react-query';
import { listMentions } from '../../../contract/agent-hands.ts';
import { call } from '../../shared/api.ts';

/** A colleague waits for an answer. */
const REFRESH_MS = 20_000;

export const mentionsQuery = queryOptions({
  queryKey: ['mentions'],
  queryFn: async ({ signal }) => (await call(listMentions, { signal })).mentions,
  refetchInterval: REFRESH_MS,
});

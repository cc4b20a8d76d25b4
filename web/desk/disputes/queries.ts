import { queryOptions } from '@tanstack/react-query';
import { listDeskDisputes } from '../../../contract/disputes.ts';
import { call } from '../../shared/api.ts';

export const disputesQuery = (view: 'open' | 'closed') =>
  queryOptions({
    queryKey: ['disputes', view],
    queryFn: async ({ signal }) => (await call(listDeskDisputes, { query: { view }, signal })).disputes,
    refetchInterval: 30_000,
  });

import {
  infiniteQueryOptions,
  keepPreviousData,
  type QueryClient,
  queryOptions,
} from '@tanstack/react-query';
import { getPayment, listPayments } from '../../../contract/payments.ts';
import { call } from '../../shared/api.ts';
import type { BillFilter } from './bill-filters.tsx';

const PAGE = 20;

/** One payment with every attempt; asked again by itself while its outcome is out. */
export const paymentQuery = (id: string) =>
  queryOptions({
    queryKey: ['payments', 'one', id],
    queryFn: ({ signal }) => call(getPayment, { params: { id }, signal }),
    refetchInterval: (query) => (query.state.data?.status === 'processing' ? 4_000 : false),
  });

/** The newest few, for the home screen. */
export const recentPaymentsQuery = queryOptions({
  queryKey: ['payments', 'recent'],
  queryFn: async ({ signal }) => (await call(listPayments, { query: { limit: 8 }, signal })).payments,
});

/** The bills that fit, page after page by the last id seen. */
export const billsQuery = (filter: BillFilter) =>
  infiniteQueryOptions({
    queryKey: ['payments', 'bills', filter],
    placeholderData: keepPreviousData,
    queryFn: ({ pageParam, signal }) =>
      call(listPayments, { query: { before: pageParam, ...filter, limit: PAGE }, signal }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.before,
  });

/** Whatever shows money or payments asks again. */
export function refreshMoney(client: QueryClient): Promise<unknown> {
  return Promise.all([
    client.invalidateQueries({ queryKey: ['payments'] }),
    client.invalidateQueries({ queryKey: ['wallet'] }),
  ]);
}

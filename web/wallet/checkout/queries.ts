import { queryOptions } from '@tanstack/react-query';
import { getCheckoutSession } from '../../../contract/checkout.ts';
import { call } from '../../shared/api.ts';

/** An order to be paid, and this customer's payment of it. Under 'payments', so that whatever refreshes money asks again. */
export const checkoutSessionQuery = (id: string) =>
  queryOptions({
    queryKey: ['payments', 'checkout', id],
    queryFn: ({ signal }) => call(getCheckoutSession, { params: { id }, signal }),
    refetchInterval: ({ state }) => (state.data?.payment?.status === 'processing' ? 4_000 : false),
  });

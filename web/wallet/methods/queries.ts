import { queryOptions } from '@tanstack/react-query';
import { listPaymentMethods } from '../../../contract/payments.ts';
import { call } from '../../shared/api.ts';

/** Stored cards and bank accounts, the default first. */
export const methodsQuery = queryOptions({
  queryKey: ['payment-methods'],
  queryFn: async ({ signal }) => (await call(listPaymentMethods, { signal })).methods,
  staleTime: 30_000,
});

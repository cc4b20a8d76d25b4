import { queryOptions } from '@tanstack/react-query';
import { listHeldPayments } from '../../../contract/held-payments.ts';
import { call } from '../../shared/api.ts';

/** A customer's money waits, so it is looked for often. */
const REFRESH_MS = 20_000;

export const heldPaymentsQuery = queryOptions({
  queryKey: ['held-payments'],
  queryFn: async ({ signal }) => (await call(listHeldPayments, { signal })).payments,
  refetchInterval: REFRESH_MS,
});

import { queryOptions } from '@tanstack/react-query';
import { getMe } from '../../../contract/identity.ts';
import { getWallet } from '../../../contract/payments.ts';
import { call } from '../../shared/api.ts';

/** The customer who is logged in. */
export const meQuery = queryOptions({
  queryKey: ['me'],
  queryFn: ({ signal }) => call(getMe, { signal }),
  staleTime: 60_000,
});

/** Balances, one for each currency the customer has used. */
export const walletQuery = queryOptions({
  queryKey: ['wallet'],
  queryFn: ({ signal }) => call(getWallet, { signal }),
});

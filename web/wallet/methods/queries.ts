import { queryOptions } from '@tanstack/react-query';
import { getPaymentSettings } from '../../../contract/payment-settings.ts';
import { listPaymentMethods } from '../../../contract/payments.ts';
import { call } from '../../shared/api.ts';

/** Stored cards and bank accounts, the default first. */
export const methodsQuery = queryOptions({
  queryKey: ['payment-methods'],
  queryFn: async ({ signal }) => (await call(listPaymentMethods, { signal })).methods,
  staleTime: 30_000,
});

/** The order of methods, and small payments without the payment password. */
export const paymentSettingsQuery = queryOptions({
  queryKey: ['payment-settings'],
  queryFn: ({ signal }) => call(getPaymentSettings, { signal }),
  staleTime: 30_000,
});

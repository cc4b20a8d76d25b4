import { queryOptions } from '@tanstack/react-query';
import { listMerchantKeys, listMerchants } from '../../../contract/merchants.ts';
import { listDeskWebhooks } from '../../../contract/webhooks.ts';
import { call } from '../../shared/api.ts';

export const merchantsQuery = queryOptions({
  queryKey: ['merchants'],
  queryFn: async ({ signal }) => (await call(listMerchants, { query: { limit: 100 }, signal })).merchants,
});

export const keysQuery = (id: string) =>
  queryOptions({
    queryKey: ['merchants', id, 'keys'],
    queryFn: async ({ signal }) => (await call(listMerchantKeys, { params: { id }, signal })).keys,
  });

export const webhooksQuery = (id: string) =>
  queryOptions({
    queryKey: ['merchants', id, 'webhooks'],
    queryFn: ({ signal }) => call(listDeskWebhooks, { params: { id }, signal }),
    refetchInterval: 10_000,
  });

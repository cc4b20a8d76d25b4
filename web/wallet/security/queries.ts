import { queryOptions, type QueryClient } from '@tanstack/react-query';
import { getCheckUp, getContacts } from '../../../contract/contacts.ts';
import { getDocument } from '../../../contract/identity-document.ts';
import { getFactors, listDevices } from '../../../contract/security.ts';
import { call } from '../../shared/api.ts';
import { meQuery } from '../me/queries.ts';

export const checkUpQuery = queryOptions({
  queryKey: ['security', 'check-up'],
  queryFn: ({ signal }) => call(getCheckUp, { signal }),
});

export const factorsQuery = queryOptions({
  queryKey: ['security', 'factors'],
  queryFn: ({ signal }) => call(getFactors, { signal }),
});

export const devicesQuery = queryOptions({
  queryKey: ['security', 'devices'],
  queryFn: ({ signal }) => call(listDevices, { signal }),
});

export const contactsQuery = queryOptions({
  queryKey: ['security', 'contacts'],
  queryFn: ({ signal }) => call(getContacts, { signal }),
});

export const documentQuery = queryOptions({
  queryKey: ['security', 'document'],
  queryFn: ({ signal }) => call(getDocument, { signal }),
});

/** Something about the account's security has changed. */
export async function refreshSecurity(client: QueryClient): Promise<void> {
  await Promise.all([
    client.invalidateQueries({ queryKey: ['security'] }),
    client.invalidateQueries({ queryKey: meQuery.queryKey }),
  ]);
}

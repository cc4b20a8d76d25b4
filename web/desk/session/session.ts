import { queryOptions, useSuspenseQuery } from '@tanstack/react-query';
import { getStaffMe } from '../../../contract/identity.ts';
import { call } from '../../shared/api.ts';

/** The member of staff who is logged in. */
export const staffQuery = queryOptions({
  queryKey: ['staff'],
  queryFn: ({ signal }) => call(getStaffMe, { signal }),
  staleTime: Number.POSITIVE_INFINITY,
  gcTime: Number.POSITIVE_INFINITY,
});

/** Below the inbox's guard, where somebody is logged in. */
export function useStaff() {
  return useSuspenseQuery(staffQuery).data;
}

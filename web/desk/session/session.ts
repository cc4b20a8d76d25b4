import { queryOptions, useSuspenseQuery } from '@tanstack/react-query';
import { getStaffMe, type StaffSession } from '../../../contract/identity.ts';
import { call } from '../../shared/api.ts';

/** The member of staff who is logged in. */
export const staffQuery = queryOptions({
  queryKey: ['staff'],
  queryFn: ({ signal }) => call(getStaffMe, { signal }),
  staleTime: Number.POSITIVE_INFINITY,
  gcTime: Number.POSITIVE_INFINITY,
});

/** Whether the server would let this member of staff; `permission` as in server/identity/permissions.ts: 'customer.unmask'. */
export function may(staff: StaffSession, permission: string): boolean {
  return staff.may.includes(permission);
}

/** Below the desk's guard, where somebody is logged in. */
export function useStaff() {
  return useSuspenseQuery(staffQuery).data;
}

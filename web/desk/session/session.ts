import { queryOptions, useSuspenseQuery } from '@tanstack/react-query';
import { getStaffMe, type StaffSession } from '../../../contract/identity.ts';
import { call } from '../../shared/api.ts';
import { chooseLocale, pageLocale } from '../../shared/i18n/i18n.ts';

/** The member of staff who is logged in. */
export const staffQuery = queryOptions({
  queryKey: ['staff'],
  queryFn: async ({ signal }) => {
    const staff = await call(getStaffMe, { signal });
    await showInLanguageOf(staff);
    return staff;
  },
  staleTime: Number.POSITIVE_INFINITY,
  gcTime: Number.POSITIVE_INFINITY,
});

/** The desk as they chose it, on whatever device they sit. */
export async function showInLanguageOf({ language }: StaffSession): Promise<void> {
  if (language === undefined) return;
  const locale = language === 'en' ? 'en' : 'zh-CN';
  if (locale !== pageLocale()) await chooseLocale(locale);
}

/** Whether the server would let this member of staff; `permission` as in server/identity/permissions.ts: 'customer.unmask'. */
export function may(staff: StaffSession, permission: string): boolean {
  return staff.may.includes(permission);
}

/** Below the desk's guard, where somebody is logged in. */
export function useStaff() {
  return useSuspenseQuery(staffQuery).data;
}

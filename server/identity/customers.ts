import type { Queryable } from '../platform/database/database.ts';
import type { CustomerProfile } from './identity.ts';
import { codeAddressOf, maskAddress } from './address.ts';
import { endOf } from './locks.ts';
import { isLocked } from './log-in.ts';
import { maskName } from './masking.ts';
import { parseEmail } from './email.ts';
import { parsePhone } from './phone.ts';
import { type CustomerRow, selectCustomerByAddress, selectCustomers } from './queries/customers.ts';

/** By id; ids nobody has are left out. */
export async function readCustomers(
  q: Queryable,
  now: Date,
  ids: readonly string[],
): Promise<Map<string, CustomerProfile>> {
  const rows = ids.length === 0 ? [] : await selectCustomers(q, ids);
  return new Map(rows.map((row) => [row.id, profileOf(row, now)]));
}

/** Whoever knows one address of a customer learns nothing of the other. */
export async function findCustomer(
  q: Queryable,
  now: Date,
  named: { phone: string } | { email: string },
): Promise<CustomerProfile | undefined> {
  const address = 'phone' in named ? parsePhone(named.phone) : parseEmail(named.email);
  if (address === undefined) return undefined;
  const row = await selectCustomerByAddress(q, address);
  return row && { ...profileOf(row, now), maskedContact: maskAddress(address) };
}

export function profileOf(row: CustomerRow, now: Date): CustomerProfile {
  const locked = isLocked(row.locked_until, now);
  return {
    id: row.id,
    name: row.name,
    // Masked when asked for: most readers of a profile, every payment among them, never look.
    get maskedName() {
      return row.closed ? row.name : maskName(row.name);
    },
    phone: row.phone ?? undefined,
    get maskedContact() {
      return row.closed ? '—' : maskAddress(codeAddressOf(row));
    },
    language: row.language,
    status: locked ? 'locked' : 'active',
    lockedUntil: locked ? endOf(row.locked_until) : undefined,
    lockReason: locked ? (row.lock_reason ?? undefined) : undefined,
    reducedLimitsUntil: isLocked(row.reduced_limits_until, now) ? row.reduced_limits_until : undefined,
    dailyLimit: dailyLimitOf(row, now),
    hasPaymentPassword: row.has_payment_password,
    registeredAt: row.registered_at,
    lastSignInAt: row.last_sign_in_at ?? undefined,
  };
}

function dailyLimitOf({ daily_limit: limit, daily_limit_until: until }: CustomerRow, now: Date) {
  return limit === null || (until !== null && until <= now) ? undefined : limit;
}

import { redirect } from '@tanstack/react-router';
import type { Customer } from '../../../contract/identity.ts';
import { ApiProblem } from '../../shared/api.ts';
import { queryClient } from '../../shared/app.tsx';
import { meQuery } from '../me/queries.ts';
import { forgetUnsettled } from '../pay/unsettled.ts';
import { recoveryQuery } from '../recover/queries.ts';

const HERE = 'upay.here';
const ADDRESS = 'upay.address';

function store(key: string, value: string | null): void {
  try {
    if (value === null) localStorage.removeItem(key);
    else localStorage.setItem(key, value);
  } catch {
    // Storage is forbidden: the server is asked instead.
  }
}

function stored(key: string): string | null {
  try {
    return localStorage.getItem(key);
  } catch {
    return null;
  }
}

/**
 * Before a customer's screen. Where somebody was logged in the screen shows at once and the first refusal leads to the
 * log-in; elsewhere the server is asked first, so that nobody sees an empty wallet flash by.
 */
export async function requireCustomer({ location }: { location: { href: string } }): Promise<void> {
  if (stored(HERE) !== null) return;
  try {
    await queryClient.ensureQueryData(meQuery);
    store(HERE, '1');
  } catch (error) {
    if (error instanceof ApiProblem && error.code === 'not_signed_in') {
      throw redirect({ to: '/login', search: { returnTo: location.href } });
    }
    // No network: each part of the screen says so and offers to try again.
  }
}

/** Somebody has just logged in or registered. The phone or email, as typed, fills in the next log-in. */
export function enter(customer: Customer, address: string): void {
  queryClient.removeQueries();
  queryClient.setQueryData(meQuery.queryKey, customer);
  store(HERE, '1');
  store(ADDRESS, address);
}

/** Nobody is logged in any more: what was theirs is forgotten here. */
export function forgetCustomer(): void {
  store(HERE, null);
  forgetUnsettled();
  // The recovery is this browser's and not the customer's, and its screen may be open: it would wait for ever for what is removed.
  queryClient.removeQueries({ predicate: ({ queryKey }) => queryKey[0] !== recoveryQuery.queryKey[0] });
}

/** The phone (E.164) or email of whoever logged in on this device last, '' when not known. */
export function rememberedAddress(): string {
  return stored(ADDRESS) ?? '';
}

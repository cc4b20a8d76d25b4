import type { CheckUp, CheckUpItem } from '../../contract/contacts.ts';
import type { Queryable } from '../platform/database/database.ts';
import { selectCheckUpFacts } from './queries/check-up.ts';

const day = 24 * 60 * 60_000;
/** Reminded of after a year, never forced: NIST SP 800-63B-4, 3.1.1.2. */
export const passwordAgeMilliseconds = 365 * day;
/** A device not used for so long is better forgotten. */
const unusedMilliseconds = 60 * day;
const fewRecoveryCodes = 3;

type State = 'good' | 'improve' | 'risk';

/** How well an account is protected. What matters most against a takeover weighs most; all together are 100. */
export async function checkUp(
  q: Queryable,
  customerId: string,
  now: Date,
  caution?: 'new_network' | 'new_device',
): Promise<CheckUp> {
  const facts = await selectCheckUpFacts(q, customerId, {
    now,
    unusedSince: new Date(now.getTime() - unusedMilliseconds),
  });
  const items: CheckUp['items'] = [];
  const add = (item: CheckUpItem, most: number, state: State, count?: number): void => {
    const points = state === 'good' ? most : state === 'improve' ? Math.floor(most / 2) : 0;
    items.push({ item, state, points, most, ...(count === undefined ? {} : { count }) });
  };

  const strong = facts.totp || facts.passkeys > 0;
  const age = now.getTime() - facts.password_changed_at.getTime();
  add('second_factor', 30, strong ? 'good' : 'risk');
  add('payment_password', 20, facts.has_payment_password ? 'good' : 'risk');
  // One of the two there always is; without a phone codes go by email, which alone is a weak second factor.
  if (facts.has_phone) add('email', 15, facts.has_email ? 'good' : 'improve');
  else add('phone', 15, strong ? 'improve' : 'risk');
  add('password_age', 10, age < passwordAgeMilliseconds ? 'good' : 'improve', Math.floor(age / day));
  add('devices', 10, facts.unused_devices === 0 ? 'good' : 'improve', facts.unused_devices);
  add(
    'recovery_codes',
    5,
    !facts.totp || facts.recovery_codes >= fewRecoveryCodes ? 'good' : 'improve',
    facts.totp ? facts.recovery_codes : undefined,
  );
  add('network', 5, caution === 'new_network' ? 'risk' : 'good');
  add('locks', 5, facts.locked ? 'risk' : 'good');
  return { score: items.reduce((sum, { points }) => sum + points, 0), items };
}

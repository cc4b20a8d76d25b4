import { expect, test } from 'vitest';
import { compare, type OurMovement, type TheirMovement, type Verdict } from './compare.ts';

const ours: OurMovement = {
  reference: '01935c00-0000-7000-8000-000000000001',
  paymentId: '01935c00-0000-7000-8000-000000000002',
  railId: 'a',
  operation: 'charge',
  amount: 1000n,
  currency: 'CNY',
  state: 'succeeded',
};
const theirs: TheirMovement = { operation: 'charge', amount: 1000n, currency: 'CNY' };

test.each<[string, Partial<TheirMovement>, Partial<OurMovement> | undefined, Verdict]>([
  ['the same on both sides', {}, {}, 'matched'],
  ['still open with us', {}, { state: 'open' }, 'settle'],
  ['unknown to us', {}, undefined, 'missing_with_us'],
  ['known to us at another rail', {}, { railId: 'b' }, 'missing_with_us'],
  ['never sent to a rail', {}, { railId: null }, 'missing_with_us'],
  ['more with them', { amount: 1001n }, {}, 'amount_differs'],
  ['less with them, and open with us', { amount: 999n }, { state: 'open' }, 'amount_differs'],
  ['another currency', { currency: 'USD' }, {}, 'amount_differs'],
  ['sent the other way', { operation: 'payout' }, {}, 'state_differs'],
  ['a refund between banks', { operation: 'payout' }, { operation: 'refund' }, 'matched'],
  [
    'a refund that we gave to the balance',
    { operation: 'refund' },
    { operation: 'refund', state: 'elsewhere' },
    'state_differs',
  ],
])('%s', (_, their, our, verdict) => {
  const known = our === undefined ? undefined : { ...ours, ...our };
  expect(compare('a', { ...theirs, ...their }, known)).toBe(verdict);
});

import { expect, test } from 'vitest';
import type { FailureCode } from '../../contract/failure.ts';
import { failureCodeOf, outcomeOfRefusal } from './failure-codes.ts';

/** From the table of failures in the field's own codes. */
const cards: Record<string, FailureCode> = {
  '05': 'do_not_honor',
  '14': 'incorrect_number',
  '1A': 'authentication_required',
  '41': 'lost_or_stolen',
  '43': 'lost_or_stolen',
  '46': 'account_closed',
  '51': 'insufficient_funds',
  '54': 'expired_card',
  '57': 'transaction_not_allowed',
  '59': 'fraudulent',
  '61': 'amount_limit_exceeded',
  '62': 'account_blocked',
  '65': 'velocity_exceeded',
  '91': 'issuer_not_available',
  '94': 'duplicate_transaction',
  '96': 'processing_error',
};
const bank: Record<string, FailureCode> = {
  AB05: 'network_timeout',
  AB06: 'network_timeout',
  AB07: 'network_unreachable',
  AB08: 'issuer_not_available',
  AC01: 'invalid_bank_account',
  AC04: 'account_closed',
  AC06: 'account_blocked',
  AG01: 'transaction_not_allowed',
  AM02: 'amount_limit_exceeded',
  AM03: 'currency_not_supported',
  AM04: 'insufficient_funds',
  AM05: 'duplicate_transaction',
  FRAD: 'fraudulent',
};

test.each(Object.entries(cards))('%s from a card network is %s', (code, unified) => {
  for (const network of ['visa', 'unionpay', 'amex']) expect(failureCodeOf({ network, code })).toBe(unified);
});

test.each(Object.entries(bank))('%s from a bank is %s', (code, unified) => {
  expect(failureCodeOf({ network: 'bank', code })).toBe(unified);
});

test('65 asks for authentication at one network only', () => {
  expect(failureCodeOf({ network: 'mastercard', code: '65' })).toBe('authentication_required');
  expect(failureCodeOf({ network: 'mastercard', code: '51' })).toBe('insufficient_funds');
  expect(failureCodeOf({ network: 'visa', code: '65' })).toBe('velocity_exceeded');
});

test('09 and 68 from a card network decide nothing; a bank’s rejection for a timeout and a decline with 96 do', () => {
  for (const network of ['visa', 'mastercard', 'unionpay', 'amex'])
    for (const code of ['09', '68'])
      expect(outcomeOfRefusal({ network, code })).toMatchObject({
        status: 'unknown',
        raw: { network, code },
      });
  for (const [network, code] of [
    ['bank', 'AB05'],
    ['bank', 'AB06'],
    ['bank', '68'],
    ['visa', '96'],
  ] as const)
    expect(outcomeOfRefusal({ network, code })).toMatchObject({ status: 'declined' });
});

test('a card’s PIN is not our payment password', () => {
  for (const network of ['visa', 'mastercard', 'unionpay', 'amex'])
    for (const code of ['55', '75']) expect(failureCodeOf({ network, code })).toBe('do_not_honor');
});

test('a bank’s code means nothing at a card network, nor the other way round', () => {
  expect(failureCodeOf({ network: 'visa', code: 'AM04' })).toBe('do_not_honor');
  expect(failureCodeOf({ network: 'bank', code: '51' })).toBe('do_not_honor');
});

test.each(['', 'toString', '__proto__', 'constructor', 'ZZ', '00'])(
  'an unknown code, %j, declines in general',
  (code) => {
    for (const network of ['visa', 'bank', 'mastercard', '__proto__', 'constructor'])
      expect(failureCodeOf({ network, code })).toBe('do_not_honor');
  },
);

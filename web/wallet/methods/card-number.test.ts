import { expect, test } from 'vitest';
import { formatCardNumber, formatExpiry, isPast, networkOf, parseExpiry, passesLuhn } from './card-number.ts';

test('numbers are grouped as they are printed', () => {
  expect(formatCardNumber('4242424242424242')).toBe('4242 4242 4242 4242');
  expect(formatCardNumber('378282246310005')).toBe('3782 822463 10005');
  expect(formatCardNumber('6222021234567890123')).toBe('6222 0212 3456 7890 123');
  expect(formatCardNumber('４２４２ abc 42')).toBe('4242 42');
});

test('the network is known from the first digits', () => {
  expect(['4', '34', '62', '5555', '2221', '2720', '2721', '60'].map(networkOf)).toEqual([
    'visa',
    'amex',
    'unionpay',
    'mastercard',
    'mastercard',
    'mastercard',
    undefined,
    undefined,
  ]);
});

test('a slip of one digit, and two neighbours swapped, do not pass', () => {
  expect(passesLuhn('4242 4242 4242 4242')).toBe(true);
  expect(passesLuhn('4242 4242 4242 4243')).toBe(false);
  expect(passesLuhn('2442 4242 4242 4242')).toBe(false);
  expect(passesLuhn('0000')).toBe(false);
});

test('an expiry is typed with or without its slash', () => {
  expect(formatExpiry('5')).toBe('05');
  expect(formatExpiry('1229')).toBe('12 / 29');
  expect(parseExpiry('12 / 29')).toEqual({ month: 12, year: 2029 });
  expect(parseExpiry('1329')).toBeUndefined();
  expect(parseExpiry('12')).toBeUndefined();
});

test('a card is good until its month has ended', () => {
  expect(isPast({ month: 11, year: 2026 }, new Date(2026, 10, 30, 23, 59))).toBe(false);
  expect(isPast({ month: 11, year: 2026 }, new Date(2026, 11, 1))).toBe(true);
});

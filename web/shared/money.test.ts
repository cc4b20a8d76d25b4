import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decimalToMinor, formatMoney, minorToDecimal } from './money.ts';

describe('decimalToMinor', () => {
  it.each([
    ['35', '3500'],
    ['35.5', '3550'],
    ['35.', '3500'],
    ['.5', '50'],
    ['0.01', '1'],
    ['007', '700'],
    ['12,846.50', '1284650'],
    ['１２．５', '1250'],
    ['12。5', '1250'],
    ['0', '0'],
  ])('reads %s as %s fen', (text, minor) => {
    expect(decimalToMinor(text, 'CNY')).toBe(minor);
  });

  it.each(['', '.', '-1', '+1', '1e3', '0.001', 'NaN', '1.2.3', '９９９９９９９９９９９９９９９９', '12元'])(
    'refuses %j',
    (text) => {
      expect(decimalToMinor(text, 'CNY')).toBeNull();
    },
  );

  it('follows the decimals of the currency', () => {
    expect(decimalToMinor('1200', 'JPY')).toBe('1200');
    expect(decimalToMinor('1200.5', 'JPY')).toBeNull();
    expect(decimalToMinor('1.234', 'KWD')).toBe('1234');
  });

  it('gives back every amount that minorToDecimal writes', () => {
    fc.assert(
      fc.property(fc.bigInt(0n, 10n ** 15n - 1n), fc.constantFrom('CNY', 'JPY', 'KWD'), (minor, currency) => {
        expect(decimalToMinor(minorToDecimal(minor, currency), currency)).toBe(minor.toString());
      }),
    );
  });
});

describe('formatMoney', () => {
  it('groups, signs and names the currency', () => {
    expect(formatMoney('1284650', 'CNY', { locale: 'zh-CN' })).toBe('¥12,846.50');
    expect(formatMoney('1284650', 'CNY', { locale: 'en' })).toBe('¥12,846.50');
    expect(formatMoney('-8650', 'CNY', { locale: 'zh-CN' })).toBe('-¥86.50');
    expect(formatMoney('50000', 'CNY', { locale: 'zh-CN', sign: 'always', symbol: false })).toBe('+500.00');
    expect(formatMoney('0', 'CNY', { locale: 'zh-CN', sign: 'always', symbol: false })).toBe('0.00');
    expect(formatMoney('1200', 'JPY', { locale: 'en' })).toBe('JPY\u00a01,200');
  });

  it('is exact beyond the range of a float', () => {
    expect(formatMoney('900719925474099301', 'CNY', { locale: 'en', symbol: false })).toBe(
      '9,007,199,254,740,993.01',
    );
  });
});

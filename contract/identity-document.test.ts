import { expect, test } from 'vitest';
import { isDocumentNumber, plainNumber } from './identity-document.ts';

const today = new Date('2026-11-29');

// The example of GB 11643-1999.
test('a resident identity number ends in its one check character', () => {
  const fitting = [...'0123456789X'].filter((last) =>
    isDocumentNumber('resident_id', `11010519491231002${last}`, today),
  );
  expect(fitting).toEqual(['X']);
});

test.each([
  ['of no region', '99010519491231002X'],
  ['of no day', '110105194902310027'],
  ['of the future', '110105202812310020'],
  ['with a letter in it', '1101051949123100A0'],
])('a number %s is none, whatever it ends in', (_, number) => {
  for (const last of '0123456789X')
    expect(isDocumentNumber('resident_id', number.slice(0, 17) + last, today)).toBe(false);
});

test('numbers are read as people write them; passports have six to nine letters and digits', () => {
  expect(plainNumber(' １１０１０５ 19491231-002x')).toBe('11010519491231002X');
  expect(isDocumentNumber('passport', plainNumber('e 1234 5678'), today)).toBe(true);
  for (const number of ['ABCDEFGH', 'E1234', 'E123456789'])
    expect(isDocumentNumber('passport', number, today)).toBe(false);
});

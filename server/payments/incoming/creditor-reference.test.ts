import { expect, test } from 'vitest';
import { findCreditorReferences, isCreditorReference, newCreditorReference } from './creditor-reference.ts';

test('the standard’s own examples, and slips of the pen', () => {
  for (const right of ['RF18539007547034', 'RF712348231']) expect(isCreditorReference(right)).toBe(true);
  for (const wrong of [
    'RF18539007547043',
    'RF19539007547034',
    'RF18',
    'rf18539007547034',
    '18539007547034',
    '',
  ])
    expect(isCreditorReference(wrong)).toBe(false);
});

test('one that was made is found however the payer typed it, and nothing else is', () => {
  for (let times = 0; times < 200; times++) {
    const reference = newCreditorReference();
    expect(isCreditorReference(reference)).toBe(true);
    const spaced = reference.toLowerCase().replace(/(.{4})/g, '$1 ');
    expect(findCreditorReferences(undefined, `充值 ${spaced}，谢谢`)).toEqual([reference]);
    expect(findCreditorReferences(reference, reference)).toEqual([reference]);
    // Any one digit or letter mistaken for another names nobody.
    const place = 4 + (times % 10);
    const [one, another] = /\d/.test(reference[place] ?? '') ? ['7', '8'] : ['P', 'Q'];
    const other = reference[place] === one ? another : one;
    expect(findCreditorReferences(reference.slice(0, place) + other + reference.slice(place + 1))).toEqual(
      [],
    );
  }
  expect(findCreditorReferences('RF', 'RF00', null, '工资 RFRFRF')).toEqual([]);
});

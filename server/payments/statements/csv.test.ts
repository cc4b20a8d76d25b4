import { expect, test } from 'vitest';
import { amountIn } from './bill-queries.ts';
import { csvCell, csvLine } from '../../../contract/csv.ts';
import { monthRange } from '../calendar.ts';

test.each([
  ['=HYPERLINK("http://evil.test","x")', `"'=HYPERLINK(""http://evil.test"",""x"")"`],
  ['+8613800138000', `"'+8613800138000"`],
  ['-2+3', `"'-2+3"`],
  ['@SUM(A1)', `"'@SUM(A1)"`],
  ['\t=1', `"'\t=1"`],
  [' =1', `"' =1"`],
  ['　＝1', `"'　＝1"`],
  ['午饭, "好"', `"午饭, ""好"""`],
  ['a=b', '"a=b"'],
  ['', '""'],
])('%j is the cell %s', (text, cell) => {
  expect(csvCell(text)).toBe(cell);
});

test('a line ends as RFC 4180 says', () => {
  expect(csvLine(['a', '1.00'])).toBe('"a","1.00"\r\n');
});

test.each([
  ['35', 3500n],
  ['35.5', 3550n],
  ['¥1,035.05', 103505n],
  ['0.01', 1n],
  ['35.555', undefined],
  ['午饭', undefined],
  ['-35', undefined],
])('%s is the amount %s', (text, amount) => {
  expect(amountIn(text)).toBe(amount);
});

test('a month is that of Shanghai, also at the turn of the year', () => {
  const { from, to } = monthRange('2026-12');
  expect([from.toISOString(), to.toISOString()]).toEqual([
    '2026-11-30T16:00:00.000Z',
    '2026-12-31T16:00:00.000Z',
  ]);
});

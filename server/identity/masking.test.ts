import { expect, test } from 'vitest';
import { maskName, maskPhone } from './masking.ts';

test.each([
  ['张三', '*三'],
  ['欧阳娜娜', '***娜'],
  ['张', '*'],
  ['𠮷田', '*田'],
  ['John Smith', 'J** S**'],
  ['Li', 'L**'],
])('%s is shown as %s', (name, masked) => {
  expect(maskName(name)).toBe(masked);
});

test.each([
  ['+8613800138000', '138****8000'],
  ['+14155550123', '+1 ****0123'],
])('%s is shown as %s', (phone, masked) => {
  expect(maskPhone(phone)).toBe(masked);
});

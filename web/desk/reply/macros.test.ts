import { expect, test } from 'vitest';
import type { Macro } from '../../../contract/agent-hands.ts';
import { fillIn, matchMacros, slashQuery } from './macros.ts';

const macro = (shortcut: string, zh: string, en: string): Macro => ({
  id: shortcut,
  shortcut,
  title: { zh, en },
  text: { zh, en },
  actions: [],
  changedAt: '2026-01-01T00:00:00Z',
});
const macros = [
  macro('processing', '处理中', 'Still processing'),
  macro('topup', '余额不足', 'Balance too low'),
];

test('only a slash that begins the text asks for macros', () => {
  expect(slashQuery('/')).toBe('');
  expect(slashQuery('/余额')).toBe('余额');
  expect(slashQuery('您好 /hello')).toBeUndefined();
  expect(slashQuery('/hello ')).toBeUndefined();
  expect(slashQuery('https://upay.example')).toBeUndefined();
});

test('macros are found by shortcut and by title in either language', () => {
  const shortcuts = (query: string) => matchMacros(macros, query).map(({ shortcut }) => shortcut);
  expect(shortcuts('')).toEqual(['processing', 'topup']);
  expect(shortcuts('PRO')).toEqual(['processing']);
  expect(shortcuts('余额')).toEqual(['topup']);
  expect(shortcuts('too low')).toEqual(['topup']);
  expect(shortcuts('zzz')).toEqual([]);
});

test('variables are filled in, and what is not known is not made up', () => {
  expect(fillIn('您好{customer}，{payment}', { customer: '*明' })).toBe('您好*明，{payment}');
});

import { expect, test } from 'vitest';
import { readPress } from './shortcuts.ts';

const free = { typing: false, singleKeys: true, pending: undefined };
const press = (key: string, modifiers = {}) => ({
  key,
  ctrlKey: false,
  metaKey: false,
  altKey: false,
  ...modifiers,
});

test('a single key acts, in either case', () => {
  expect(readPress(press('j'), free)).toEqual({ action: 'next' });
  expect(readPress(press('E'), free)).toEqual({ action: 'close' });
  expect(readPress(press('y'), free)).toEqual({ action: 'suggestion' });
  expect(readPress(press('?'), free)).toEqual({ action: 'help' });
});

test('never while typing, and never when switched off', () => {
  for (const key of ['j', 't', 'e', 'g', '?']) {
    expect(readPress(press(key), { ...free, typing: true })).toEqual({});
    expect(readPress(press(key), { ...free, singleKeys: false })).toEqual({});
  }
});

test('the palette opens from everywhere, on Windows and on a Mac', () => {
  const typing = { typing: true, singleKeys: false, pending: undefined };
  expect(readPress(press('k', { ctrlKey: true }), typing)).toEqual({ action: 'palette' });
  expect(readPress(press('k', { metaKey: true }), typing)).toEqual({ action: 'palette' });
});

test('G then I is a pair; I alone is something else', () => {
  expect(readPress(press('g'), free)).toEqual({ pending: 'G' });
  expect(readPress(press('i'), { ...free, pending: 'G' })).toEqual({ action: 'inbox' });
  expect(readPress(press('i'), free)).toEqual({ action: 'context' });
});

test("the browser's own combinations are left alone", () => {
  expect(readPress(press('r', { ctrlKey: true }), free)).toEqual({});
  expect(readPress(press('e', { altKey: true }), free)).toEqual({});
  expect(readPress(press('t', { metaKey: true }), free)).toEqual({});
});

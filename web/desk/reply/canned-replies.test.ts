import { expect, test } from 'vitest';
import { CANNED_REPLIES, matchReplies, slashQuery } from './canned-replies.ts';

test('only a slash that begins the text asks for replies', () => {
  expect(slashQuery('/')).toBe('');
  expect(slashQuery('/余额')).toBe('余额');
  expect(slashQuery('您好 /hello')).toBeUndefined();
  expect(slashQuery('/hello ')).toBeUndefined();
  expect(slashQuery('https://upay.example')).toBeUndefined();
});

test('replies are found by shortcut and by title in either language', () => {
  const shortcuts = (query: string) => matchReplies(query).map(({ shortcut }) => shortcut);
  expect(matchReplies('')).toHaveLength(CANNED_REPLIES.length);
  expect(shortcuts('pro')).toEqual(['processing']);
  expect(shortcuts('余额')).toEqual(['topup']);
  expect(shortcuts('GOODBYE')).toEqual(['bye']);
  expect(shortcuts('zzz')).toEqual([]);
});

test('every shortcut is one, and every reply is short enough to send', () => {
  expect(new Set(CANNED_REPLIES.map(({ shortcut }) => shortcut)).size).toBe(CANNED_REPLIES.length);
  for (const { shortcut, text } of CANNED_REPLIES) {
    expect(slashQuery(`/${shortcut}`)).toBe(shortcut);
    expect(Math.max(text.zh.length, text.en.length)).toBeLessThan(4000);
  }
});

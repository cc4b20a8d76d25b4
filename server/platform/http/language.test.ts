import { expect, test } from 'vitest';
import { languageOf } from './language.ts';

test.each<[string | undefined, string]>([
  [undefined, 'zh'],
  ['', 'zh'],
  ['en', 'en'],
  ['EN-us', 'en'],
  ['zh-CN,en;q=0.9', 'zh'],
  ['en;q=0.8,zh;q=0.9', 'zh'],
  ['fr,de;q=0.9,en;q=0.1', 'en'],
  ['fr', 'zh'],
  ['*', 'zh'],
  ['en;q=0,zh;q=0.1', 'zh'],
  ['en;q=0', 'zh'],
  ['english', 'zh'],
  ['en;q=x, zh', 'zh'],
  [`${'x,'.repeat(10_000)}en`, 'zh'],
])('Accept-Language %j is answered in %s', (header, language) => {
  expect(languageOf(header)).toBe(language);
});

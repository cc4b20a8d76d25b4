import { describe, expect, it } from 'vitest';
import { formatMoment, formatRelative } from './time.ts';

const at = (text: string) => new Date(text).getTime();
const now = at('2026-11-23T14:30:00');

describe('formatMoment', () => {
  it.each([
    ['2026-11-23T14:22:00', '今天 14:22', 'today 14:22'],
    ['2026-11-22T23:59:00', '昨天 23:59', 'yesterday 23:59'],
    ['2026-11-24T09:00:00', '明天 09:00', 'tomorrow 09:00'],
    ['2026-11-20T10:02:00', '11月20日 10:02', 'Nov 20 10:02'],
    ['2025-11-20T00:05:00', '2025年11月20日 00:05', 'Nov 20, 2025 00:05'],
  ])('says %s as %s', (moment, zh, en) => {
    expect(formatMoment(at(moment), 'zh-CN', now)).toBe(zh);
    expect(formatMoment(at(moment), 'en', now)).toBe(en);
  });
});

describe('formatRelative', () => {
  it('uses the largest whole unit, both ways', () => {
    expect(formatRelative(now - 119_000, 'zh-CN', now)).toBe('1分钟前');
    expect(formatRelative(now + 3 * 3_600_000, 'en', now)).toBe('in 3 hr.');
    expect(formatRelative(now - 5_000, 'zh-CN', now)).toBe('现在');
  });
});

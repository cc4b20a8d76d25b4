import { expect, test } from 'vitest';
import {
  callbackWords,
  cameFrom,
  complaintOpened,
  event,
  mergedFrom,
  queuedUntil,
  rated,
  words,
} from './words.ts';

test('what addresses the customer is worded for staff at the desk', () => {
  const at = new Date('2026-01-05T01:00:00Z');
  const told = [
    ...Object.values(words),
    ...Object.values(callbackWords).map((word) => word(at, at)),
    cameFrom('home'),
    cameFrom('elsewhere'),
    complaintOpened('CP1'),
    mergedFrom(at),
    queuedUntil(at),
    rated(3),
  ];
  const addresses = ({ zh, en }: { zh: string; en: string }) => /您|\byou/i.test(`${zh} ${en}`);
  expect(told.filter(addresses).length).toBeGreaterThan(10);
  for (const each of told) {
    const content = event('opened', each);
    if (content.type !== 'event') throw new Error('not an event');
    expect(addresses(content.deskText ?? content.text), content.text.en).toBe(false);
  }
});

import { afterAll, beforeAll, expect, test } from 'vitest';
import type { DeskDetail } from '../../contract/support.ts';
import { newId } from '../platform/ids.ts';
import { startDesk, take, type TestDesk, transcript } from './testing.ts';

let desk: TestDesk;
beforeAll(async () => {
  desk = await startDesk();
}, 60_000);
afterAll(() => desk.stop());

const diagnostics = {
  build: 'index-abc.js',
  browser: 'Mozilla/5.0 (iPhone)',
  languages: 'zh-CN, en',
  timeZone: 'Asia/Shanghai',
  screen: '390×844 @3',
  installed: true,
  online: true,
  network: 'slow',
  serviceWorker: 'active',
  crashes: [
    {
      at: '2026-11-28T08:00:00.000Z',
      page: '/payments/:id',
      message: 'Cannot read properties of undefined',
      frames: ['at Row (assets/bills.js:1:20)'],
    },
  ],
};

test('what a customer agreed to send is the agents’ to read, once, and the customer is told', async () => {
  const [customer, agent] = [await desk.customer(), await desk.staff()];
  const body = { id: newId(), language: 'zh', diagnostics };
  const { status, body: sent } = await customer.call('POST', '/diagnostics', body);
  expect(status).toBe(201);
  expect((await customer.call('POST', '/diagnostics', body)).body).toEqual(sent);
  const seen = await transcript(customer, sent.conversationId);
  expect(
    seen.filter(({ content }) => content.type === 'event' && content.event === 'diagnostics'),
  ).toHaveLength(1);
  expect(JSON.stringify(seen)).not.toContain('iPhone');

  await customer.call('POST', `/conversations/${sent.conversationId}/handoff`);
  const { messages } = (await take(agent, sent.conversationId)).body as DeskDetail;
  const notes = messages.filter(({ content }) => content.type === 'note');
  expect(notes).toHaveLength(1);
  expect(JSON.stringify(notes)).toMatch(/network: slow.*crash 2026-11-28.*Cannot read properties/);
});

test.each([
  ['something of the account', { ...diagnostics, balance: '100' }],
  ['too many crashes', { ...diagnostics, crashes: Array.from({ length: 6 }, () => diagnostics.crashes[0]) }],
  ['hidden characters', { ...diagnostics, build: 'a\u202Eb' }],
])('%s is refused', async (_, wrong) => {
  const customer = await desk.customer();
  const { body } = await customer.call('POST', '/diagnostics', {
    id: newId(),
    language: 'en',
    diagnostics: wrong,
  });
  expect(body.code).toBe('invalid_request');
});

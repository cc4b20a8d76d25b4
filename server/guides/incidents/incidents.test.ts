import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { v7 } from 'uuid';
import fastify, { type FastifyInstance } from 'fastify';
import type { DeskReportedIncident, ReportedIncident } from '../../../contract/incidents.ts';
import { eventually, startHouse, type TestHouse } from '../../../tests/support/scripted-house.ts';
import { failedPayment } from '../../../tests/support/scripted-payments.ts';
import { replyWithProblem } from '../../platform/http/problem-reply.ts';
import { createServe } from '../../platform/http/serve.ts';
import { newId } from '../../platform/ids.ts';

let house: TestHouse;
let app: FastifyInstance;
const staff = {
  staffId: newId(),
  sessionId: newId(),
  name: '王主管',
  role: 'supervisor' as 'agent' | 'supervisor',
};
/** Who was sent a notice. */
const noticed: string[] = [];
beforeAll(async () => {
  house = await startHouse();
  house.identity.notify = async (_tx, customerId, notice) => void noticed.push(`${customerId} ${notice}`);
  app = fastify();
  app.setErrorHandler((error, request, reply) => replyWithProblem(error, request, reply));
  house.guides.routes(
    createServe(app, {
      authenticators: {
        customer: async ({ headers }) => ({
          customerId: String(headers.customer),
          sessionId: newId(),
          deviceId: newId(),
          language: 'zh',
        }),
        staff: async () => staff,
        merchant: () => Promise.reject(new Error('no merchant here')),
      },
      checkResults: true,
    }),
  );
  await house.platform.jobs.start();
  // Something was reported a fortnight ago: since then is known how much is usual.
  await house.platform.db.query(
    `insert into guides.report (id, cause, title, customer_id, reported_at)
     values ($1, 'guide:app-crash', '{"zh": "闪退", "en": "crashes"}', $1, now() - interval '14 days 3 hours')`,
    [newId()],
  );
});
// What a test before reported is no longer looked at.
beforeEach(() => house.pass(3 * 3_600_000));
afterAll(async () => {
  await app.close();
  await house.stop();
});

const bankOf = (zh: string, en: string) => ({ type: 'card', network: 'visa', bank: { zh, en } }) as const;

/** The id of somebody who has been a customer for so long. */
const customerSince = (days: number) =>
  v7({ msecs: house.platform.clock.now().getTime() - days * 86_400_000 });

/** A customer whose payment with a card of this bank failed asks why. */
async function reports(bank: { zh: string; en: string }, inChat = false, customerId = customerSince(60)) {
  const payment = failedPayment([{ code: 'do_not_honor', method: bankOf(bank.zh, bank.en) }]);
  house.payments.put(customerId, payment);
  const conversationId = inChat ? await house.open(customerId) : undefined;
  await house.platform.db.transaction((tx) =>
    house.guides.start(tx, {
      guide: 'payment-failed',
      customerId,
      subject: { paymentId: payment.id },
      door: inChat ? 'chat' : 'help_centre',
      ...(conversationId === undefined ? {} : { conversationId }),
    }),
  );
  return { customerId, conversationId: conversationId ?? '' };
}
const count = async (cause: string) =>
  (
    await house.platform.db.query('select from guides.report where cause = $1 and reported_at > $2', [
      cause,
      new Date(house.platform.clock.now().getTime() - 7_200_000),
    ])
  ).length;
async function look(): Promise<void> {
  await house.platform.jobs.add(house.platform.db, [
    { task: 'guides.watch_reports', payload: {}, key: 'look' },
  ]);
  await done('look');
}
/** When the job of this key is done. */
const done = (key: string) =>
  eventually(async () =>
    expect(await house.platform.db.query('select from graphile_worker.jobs where key = $1', [key])).toEqual(
      [],
    ),
  );
const told = async (): Promise<ReportedIncident[]> =>
  (await app.inject('/api/reported-incidents')).json().incidents;
const desk = async (): Promise<{ current: DeskReportedIncident[]; past: DeskReportedIncident[] }> =>
  (await app.inject('/api/desk/reported-incidents')).json();

const merchants = { zh: '招商银行', en: 'China Merchants Bank' };
const build = { zh: '建设银行', en: 'China Construction Bank' };

test('many with the same bank: proposed, announced and worded by a supervisor, over and told to who reported it', async () => {
  const elsewhere: string[] = [];
  for (let customer = 0; customer < 4; customer++) elsewhere.push((await reports(merchants)).customerId);
  await eventually(async () => expect(await count('bank:招商银行')).toBe(4));
  await look();
  expect((await desk()).current, 'four are few').toEqual([]);

  const one = await reports(merchants, true);
  for (let customer = 0; customer < 4; customer++) elsewhere.push((await reports(merchants)).customerId);
  // Somebody with another bank explains nothing and is explained by nothing.
  await reports(build);
  await eventually(async () => expect(await count('guide:payment-failed')).toBe(10));
  await look();
  const [proposed, ...others] = (await desk()).current;
  // The narrowest and rarest of its causes is the one: not Visa, not failed payments.
  expect(others).toEqual([]);
  expect(proposed).toMatchObject({
    state: 'proposed',
    title: { zh: '招商银行的卡或账户的问题' },
    customers: 9,
  });
  expect(await told(), 'not before a person has looked').toEqual([]);

  const id = proposed?.id ?? '';
  const text = {
    zh: '招商银行的卡暂时付不了，请换一张卡。',
    en: 'Cards of CMB do not work now; use another.',
  };
  const announce = {
    method: 'PUT',
    url: `/api/desk/reported-incidents/${id}/announcement`,
    payload: { text },
  } as const;
  staff.role = 'agent';
  expect((await app.inject(announce)).statusCode).toBe(403);
  staff.role = 'supervisor';
  const end = (outcome: string) =>
    app.inject({ method: 'POST', url: `/api/desk/reported-incidents/${id}/end`, payload: { outcome } });
  expect((await end('over')).json().code, 'nobody was told that it began').toBe('conflict');
  expect((await app.inject(announce)).statusCode).toBe(204);
  expect(await told()).toMatchObject([{ id, text }]);
  expect(await house.guides.knownIncident(house.platform.db)).toEqual(text);

  // Another customer sees it and says that they have it, too; twice is once.
  const other = newId();
  const conversation = await house.open(other);
  const tap = {
    method: 'POST',
    url: `/api/reported-incidents/${id}/reports`,
    headers: { customer: other },
  } as const;
  expect((await app.inject(tap)).statusCode).toBe(204);
  expect((await app.inject(tap)).statusCode).toBe(204);
  expect((await end('over')).statusCode).toBe(204);
  expect((await end('over')).statusCode).toBe(404);
  expect(await told()).toMatchObject([{ id, endedAt: expect.any(String) }]);
  expect((await desk()).past).toContainEqual(expect.objectContaining({ id, customers: 10 }));
  for (const where of [one.conversationId, conversation])
    await eventually(async () => {
      const over = (await house.contents(where)).filter(
        (content) => content.type === 'event' && content.event === 'incident_over',
      );
      expect(over).toMatchObject([{ deskText: { zh: expect.stringMatching(/^已告知客户/) } }]);
    });
  // The others hear of it where they are reached, once, however often it is told.
  const untold = () =>
    house.platform.db.query('select from guides.report where incident_id = $1 and told_at is null', [id]);
  await eventually(async () => expect(await untold()).toEqual([]));
  await house.platform.jobs.add(house.platform.db, [
    { task: 'guides.tell_incident_over', payload: { incidentId: id, words: text }, key: 'again' },
  ]);
  await done('again');
  const reporters = [...elsewhere, one.customerId, other];
  expect(noticed.filter((notice) => reporters.some((id) => notice.startsWith(id))).toSorted()).toEqual(
    elsewhere.map((id) => `${id} reported_incident_over`).toSorted(),
  );
  // What was reported before it was over proposes nothing again.
  await look();
  expect((await desk()).current).toEqual([]);
});

test('very many at once are announced without waiting for a person, and it ends by itself when nobody reports it any more', async () => {
  const all = await Promise.all(
    Array.from({ length: 24 }, (_, index) => reports({ zh: `银行${index}`, en: `Bank ${index}` })),
  );
  await eventually(async () => expect(await count('network:visa')).toBe(24));
  await look();
  const [incident, ...others] = await told();
  expect(others).toEqual([]);
  expect(all).toHaveLength(24);
  expect(incident?.text.zh).toMatch(/^现在不少客户反映(付款失败|Visa 卡的问题)。/);
  expect((await desk()).current).toMatchObject([{ state: 'announced', customers: 24 }]);
  house.pass(20 * 60_000);
  await look();
  expect(await told(), 'twenty minutes are no end').toMatchObject([{ id: incident?.id }]);
  house.pass(15 * 60_000);
  await look();
  expect(await told()).toMatchObject([{ id: incident?.id, endedAt: expect.any(String) }]);
  house.pass(3 * 3_600_000);
  expect(await told()).toEqual([]);
});

test('any number of new accounts is proposed to a person and announced by nobody else, until those of old say it, too', async () => {
  const bank = { zh: '山下银行', en: 'Hillside Bank' };
  const report = (many: number, days: number) =>
    Promise.all(Array.from({ length: many }, () => reports(bank, false, customerSince(days))));
  await report(40, 13);
  await eventually(async () => expect(await count('bank:山下银行')).toBe(40));
  await look();
  expect((await desk()).current).toMatchObject([{ state: 'proposed', customers: 40 }]);
  await report(19, 15);
  await eventually(async () => expect(await count('bank:山下银行')).toBe(59));
  await look();
  expect(await told()).toEqual([]);
  await report(1, 15);
  await eventually(async () => expect(await count('bank:山下银行')).toBe(60));
  await look();
  expect(await told()).toHaveLength(1);
  house.pass(40 * 60_000);
  await look();
  expect((await desk()).current).toEqual([]);
});

test('what a supervisor dismissed is not proposed again while its reports go on', async () => {
  for (let round = 0; round < 2; round++) {
    for (let customer = 0; customer < 6; customer++) await reports(build);
    await eventually(async () => expect(await count('bank:建设银行')).toBe(6 + 6 * round));
    await look();
    const { current } = await desk();
    expect(current).toHaveLength(round === 0 ? 1 : 0);
    if (round === 0) {
      const url = `/api/desk/reported-incidents/${current[0]?.id}/end`;
      expect((await app.inject({ method: 'POST', url, payload: { outcome: 'dismissed' } })).statusCode).toBe(
        204,
      );
    }
    house.pass(10 * 60_000);
  }
  expect(await told()).toEqual([]);
  house.pass(40 * 60_000);
  await look();
  expect((await desk()).past[0]).toMatchObject({ state: 'dismissed', customers: 12 });
});

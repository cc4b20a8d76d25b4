import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { PaymentMethod } from '../../contract/payments.ts';
import { getMessages, listConversations } from '../../contract/support.ts';
import { type RunningPostgres, startPostgres } from '../../scripts/postgres.ts';
import { isAlive } from '../../scripts/processes.ts';
import { migrate } from '../../server/platform/database/migrate.ts';
import { type PaymentsLab, startPayments, type TestCustomer } from '../support/payments.ts';
import { temporaryFolder } from '../support/process.ts';
import { testSeed } from '../support/seed.ts';
import { raise, send, type Storm, type Wish } from './storm.ts';

const folder = temporaryFolder();
const startingMoney = 100_000n;
let postgres: RunningPostgres;
let lab: PaymentsLab;
let people: Array<{ customer: TestCustomer; card: PaymentMethod }>;
let storm: Storm;
/** The server, right after its database was killed and started again. */
let afterDatabase: { alive: boolean; ready: number };

/** A PostgreSQL of its own, for it is killed too, and one that keeps its promises. */
const startOwnPostgres = (port?: number) =>
  startPostgres({ dataFolder: folder.path, settings: { shared_buffers: '64MB' }, ...(port ? { port } : {}) });

/** Faults of the world outside, from a seeded sequence. */
async function setWeather(seed: number): Promise<void> {
  const rates = {
    drop_before: 0.04,
    drop_after: 0.04,
    error: 0.03,
    duplicate_callback: 0.05,
    late_callback: 0.03,
  };
  const response = await fetch(`${lab.system.sandbox.url}/faults/random`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ seed, rates, delayMs: 300 }),
  });
  if (!response.ok) throw new Error(await response.text());
}

/** Waits until so many more wishes have been answered: every kill meets a storm and not a silence. */
async function moreAnswers(count: number): Promise<void> {
  const answered = () => storm.wishes.filter(({ answers }) => answers.length > 0).length;
  const goal = answered() + count;
  for (const end = Date.now() + 40_000; answered() < goal; await sleep(20))
    if (Date.now() > end) throw new Error('the storm has died down');
}

async function killServer(): Promise<void> {
  await lab.system.server.kill();
  await lab.system.restartServer();
}

beforeAll(async () => {
  const seed = testSeed();
  postgres = await startOwnPostgres();
  await migrate(postgres.url);
  lab = await startPayments({}, { ...postgres, drop: async () => undefined });
  people = await Promise.all(
    Array.from({ length: 6 }, async () => {
      const customer = await lab.richCustomer(String(startingMoney));
      return { customer, card: await customer.addCard('5555555555554444') };
    }),
  );
  await setWeather(seed);
  storm = raise(people, { seed, mostEach: 400 });

  await moreAnswers(40);
  await killServer();
  await moreAnswers(40);
  await lab.system.sandbox.kill();
  await moreAnswers(20);
  await lab.system.sandbox.restart();
  await moreAnswers(40);
  await killServer();
  await moreAnswers(40);

  process.kill(postgres.pid, 'SIGQUIT');
  await postgres.exited;
  await sleep(300);
  postgres = await startOwnPostgres(postgres.port);
  await moreAnswers(40);
  const { status } = await fetch(`${lab.system.server.url}/readyz`);
  afterDatabase = { alive: isAlive(lab.system.server.pid), ready: status };

  await killServer();
  await moreAnswers(20);
  await storm.calm();
  await lab.system.sandbox.clearFaults();
}, 120_000);
afterAll(async () => {
  await lab.stop();
  await postgres.stop();
  folder.remove();
});

const paymentWishes = () =>
  storm.wishes.filter(
    (wish): wish is Wish & { ask: { kind: 'transfer' | 'top_up' } } => wish.ask.kind !== 'message',
  );
const conversationOf = async (customer: TestCustomer) =>
  (await customer.call(listConversations)).conversations[0]?.id as string;

/** Every payment, as it stands once nothing is under way any more. */
async function settledPayments() {
  return Promise.all(
    people.map(async ({ customer }) => {
      const rows = await lab.db.query<{ id: string }>(
        'select id from payments.payment where customer_id = $1',
        [customer.customer.id],
      );
      return Promise.all(rows.map(({ id }) => customer.settled(id, 60_000)));
    }),
  ).then((each) => each.flat());
}

test('the storm was one: enough was asked, and some of it more than once', () => {
  expect(storm.wishes.length).toBeGreaterThan(240);
  expect(storm.wishes.every(({ answers }) => answers.length > 0)).toBe(true);
  const statuses = new Set(paymentWishes().map(({ answers }) => answers[0]?.status));
  expect([...statuses].toSorted((a = 0, b = 0) => a - b)).toEqual(expect.arrayContaining([201, 202]));
});

test('the server outlived its database, and goes on serving', () => {
  expect(afterDatabase).toEqual({ alive: true, ready: 200 });
});

test('every payment under way settles', async () => {
  const payments = await settledPayments();
  expect(payments.length).toBeGreaterThan(150);
  for (const payment of payments) expect(['succeeded', 'requires_payment_method']).toContain(payment.status);
}, 90_000);

test('every acknowledged payment exists exactly as it was acknowledged', async () => {
  const payments = new Map((await settledPayments()).map((payment) => [payment.id, payment]));
  for (const { ask, answers } of paymentWishes()) {
    const told = answers[0]?.payment;
    const kept = payments.get(told?.id as string);
    expect(kept).toMatchObject({ kind: ask.kind, amount: ask.body.amount, createdAt: told?.createdAt });
    expect(kept?.attempts).toHaveLength(1);
    // What was final stays final; only what was under way may have gone either way.
    if (told?.status !== 'processing') expect(kept?.status).toBe(told?.status);
  }
  // Nor is there any that nobody asked for.
  const asked = paymentWishes().length + people.length;
  expect(payments.size).toBe(asked);
}, 90_000);

test('every key asked again gives the same payment', async () => {
  for (const { customer } of people) {
    const own = paymentWishes().filter((wish) => wish.customer === customer);
    for (let place = 0; place < own.length; place += 10) {
      const some = own.slice(place, place + 10);
      const again = await Promise.all(some.map((wish) => send(wish, '')));
      expect(again.map((answer) => answer?.id)).toEqual(some.map(({ answers }) => answers[0]?.id));
    }
  }
});

test('no money appeared or vanished, in all and for each customer', async () => {
  const payments = await settledPayments();
  await lab.expectRightBooks();
  const day = (time: Date) => time.toISOString().slice(0, 10);
  const days = [...new Set([day(new Date(Date.now() - 3_600_000)), day(new Date())])];
  const reports = await Promise.all(
    days.map(async (each) => {
      const response = await fetch(`${lab.system.sandbox.url}/settlements?day=${each}`, {
        headers: { authorization: `Bearer ${lab.system.sandbox.key}` },
      });
      return (await response.text()).trim().split('\n').slice(1);
    }),
  );
  // What the card network says that it collected is what the wallets hold.
  const collected = reports.flat().reduce((sum, line) => sum + BigInt(line.split(',')[2] as string), 0n);
  const succeeded = payments.filter(({ status }) => status === 'succeeded');
  const sumOf = (chosen: typeof payments) => chosen.reduce((sum, { amount }) => sum + BigInt(amount), 0n);
  expect(sumOf(succeeded.filter(({ kind }) => kind === 'top_up'))).toBe(collected);
  const money = await Promise.all(people.map(({ customer }) => customer.money()));
  for (const each of money) expect(each).toMatch(/\+0$/);
  expect(money.reduce((sum, each) => sum + BigInt(each.split('+')[0] as string), 0n)).toBe(collected);

  const transfers = new Map(paymentWishes().map(({ ask, answers }) => [answers[0]?.id, ask.body.payeeId]));
  for (const [place, { customer }] of people.entries()) {
    const received = sumOf(succeeded.filter(({ id }) => transfers.get(id) === customer.customer.id));
    const own = await lab.db.query<{ id: string }>('select id from payments.payment where customer_id = $1', [
      customer.customer.id,
    ]);
    const mine = succeeded.filter(({ id }) => own.some((row) => row.id === id));
    const toppedUp = sumOf(mine.filter(({ kind }) => kind === 'top_up'));
    const sent = sumOf(mine.filter(({ kind }) => kind === 'transfer'));
    expect(money[place]).toBe(`${toppedUp + received - sent}+0`);
  }
}, 90_000);

test('every acknowledged message exists once, in the order in which it was sent', async () => {
  const messages = storm.wishes.filter(({ ask }) => ask.kind === 'message');
  expect(messages.length).toBeGreaterThan(20);
  for (const { customer } of people) {
    const id = await conversationOf(customer);
    const kept = (await customer.call(getMessages, { params: { id } })).messages;
    const own = messages.filter((wish) => wish.customer === customer);
    const texts = kept.flatMap(({ content, sender }) =>
      sender.kind === 'customer' && content.type === 'text' ? [content.text] : [],
    );
    expect(texts).toEqual(own.map(({ ask }) => (ask.kind === 'message' ? ask.text : '')));
    for (const { answers } of own)
      expect(kept.find((message) => message.id === answers[0]?.id)?.sequence).toBe(answers[0]?.sequence);
    expect(kept.map(({ sequence }) => sequence)).toEqual(kept.map((_, place) => place + 1));
  }
});

test('events and jobs go on: everybody has heard everything, and what nobody asks about is settled', async () => {
  const customer = await lab.customer();
  const card = await customer.addCard('4242424242424242');
  await lab.system.sandbox.setFault({ operation: 'card.charge', fault: 'drop_before' });
  // After such a storm the rail may be left alone for a while, and takes nothing.
  const pay = async () => (await customer.pay('top_up', card, '7', {}, randomUUID())).result;
  let result: Awaited<ReturnType<typeof pay>> | undefined;
  for (const end = Date.now() + 60_000; (result = await pay()) === undefined; await sleep(500))
    if (Date.now() > end) throw new Error('the rail is not taken up again');
  expect((await customer.settled(result.id, 20_000)).failure?.code).toBe('network_unreachable');
  const behind = () =>
    lab.db.query(`
      select consumer.name, count(*)::int as events from platform.event_consumer as consumer
      join platform.event on (event.transaction, event.position) > (consumer.transaction, consumer.position)
      group by consumer.name`);
  for (const end = Date.now() + 15_000; (await behind()).length > 0 && Date.now() < end; ) await sleep(100);
  expect(await behind()).toEqual([]);
}, 110_000);

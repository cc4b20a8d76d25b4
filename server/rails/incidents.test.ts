import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { startSandbox, type TestSandbox } from '../../tests/support/sandbox.ts';
import { createPlatform, type Platform } from '../platform/platform.ts';
import { type ScratchDatabase, startDatabase, testConfig } from '../platform/testing.ts';
import { createHealth } from './health.ts';
import { createRails, type RailOrder, type Rails } from './rails.ts';

let sandbox: TestSandbox;
let database: ScratchDatabase;
let ahead = 0;
const platforms: Platform[] = [];
/** Two servers on one database. */
let here: Rails;
let there: Rails;
let tokens: { card: string; account: string };

function node(): Rails {
  const env = {
    UPAY_DATABASE_URL: database.url,
    UPAY_SANDBOX_URL: sandbox.url,
    UPAY_SANDBOX_KEY: sandbox.key,
    UPAY_RAIL_TIMEOUT: '700',
  };
  const platform = createPlatform(testConfig(env), { now: () => new Date(Date.now() + ahead) });
  platforms.push(platform);
  return createRails(platform);
}

beforeAll(async () => {
  [sandbox, database] = await Promise.all([startSandbox(), startDatabase(4)]);
});
afterAll(async () => {
  await Promise.all(platforms.map((platform) => platform.db.close()));
  await sandbox.stop();
  await database.stop();
});
beforeEach(async () => {
  await sandbox.clearFaults();
  await database.db.query('delete from rails.breaker');
  await database.db.query(
    'update rails.incident set ended_at = greatest(now(), started_at) where ended_at is null',
  );
  [here, there] = [node(), node()];
  const card = {
    number: '4242424242424242',
    expiryMonth: 1,
    expiryYear: 2034,
    cvc: '123',
    holderName: '王芳',
  };
  const account = { accountNumber: '000123456789', holderName: '王芳' };
  const made = [await here.tokenizeCard(card), await here.tokenizeBankAccount(account)];
  const [cardToken, accountToken] = made.map((each) =>
    each.status === 'tokenized' ? each.method.token : '',
  );
  tokens = { card: cardToken as string, account: accountToken as string };
});

const orderOf = (token: string): RailOrder => ({
  reference: randomUUID(),
  token,
  amount: 1000n,
  currency: 'CNY',
  payee: 'UPay',
  description: 'top_up',
});
const charge = (rails: Rails) => rails.forMethod('card').charge(orderOf(tokens.card));
const eventsOf = async (incidentId: string) =>
  (
    await database.db.query<{ topic: string }>(
      'select topic from platform.event where subject_id = $1 order by position',
      [incidentId],
    )
  ).map(({ topic }) => topic);

/** Makes charges of cards fail five times in a row: the fifth opens the breaker. */
async function breakCards(): Promise<string> {
  await sandbox.setFault({ operation: 'card.charge', fault: 'error', times: 5 });
  for (let times = 0; times < 5; times++) expect(await charge(here)).toMatchObject({ status: 'unknown' });
  const [incident] = await here.incidents(database.db);
  return incident?.id as string;
}

test('a rail that fails is left alone by every node, and known as an incident', async () => {
  const incidentId = await breakCards();
  // The fault is over, yet nothing is sent.
  for (const rails of [here, there])
    expect(await charge(rails)).toEqual({ status: 'unreachable', reason: 'suspended', incidentId });
  expect(await there.incidents(database.db)).toEqual([
    { id: incidentId, methodType: 'card', operation: 'charge', slower: false, startedAt: expect.any(String) },
  ]);
  expect(await eventsOf(incidentId)).toEqual(['rail.incident_opened']);
  // What does not fail goes on.
  const bank = here.forMethod('bank_account');
  expect(await bank.payout?.(orderOf(tokens.account))).toMatchObject({ status: 'succeeded' });
  expect(await here.forMethod('card').inquire('charge', randomUUID())).toEqual({ status: 'not_found' });
});

test('after a while exactly one order tries, and when it is answered everything goes on', async () => {
  const incidentId = await breakCards();
  ahead += 6_000;
  await sandbox.setFault({ operation: 'card.charge', fault: 'slow', delayMs: 300 });
  const outcomes = await Promise.all([here, there, here, there, here].map(charge));
  expect(outcomes.map(({ status }) => status).toSorted()).toEqual([
    'succeeded',
    ...Array(4).fill('unreachable'),
  ]);
  expect(await here.incidents(database.db)).toEqual([]);
  expect(await eventsOf(incidentId)).toEqual(['rail.incident_opened', 'rail.incident_closed']);
  expect(await charge(here)).toMatchObject({ status: 'succeeded' });
});

test('a try that fails leaves it alone for longer', async () => {
  const incidentId = await breakCards();
  await sandbox.setFault({ operation: 'card.charge', fault: 'error' });
  ahead += 6_000;
  expect(await charge(here)).toMatchObject({ status: 'unknown' });
  ahead += 6_000;
  expect(await charge(here)).toMatchObject({ status: 'unreachable', incidentId });
  ahead += 6_000;
  expect(await charge(here)).toMatchObject({ status: 'succeeded' });
});

test('an answer is an answer, whatever it says: declined cards open nothing', async () => {
  const details = { expiryMonth: 1, expiryYear: 2034, cvc: '123', holderName: '王芳' };
  const made = await here.tokenizeCard({ number: '4000000000009995', ...details });
  const token = made.status === 'tokenized' ? made.method.token : '';
  for (let times = 0; times < 8; times++)
    expect(await here.forMethod('card').charge(orderOf(token))).toMatchObject({ status: 'declined' });
  expect(await here.incidents(database.db)).toEqual([]);
});

test('with nobody trying, the rail is asked by ourselves, and one that does not answer stays alone', async () => {
  const incidentId = await breakCards();
  const health = createHealth(platforms.at(-2) as Platform);
  await health.probe(async () => true);
  // Somebody may still try: it is too soon.
  expect(await here.incidents(database.db)).toHaveLength(1);
  ahead += 130_000;
  await health.probe(async () => false);
  expect(await here.incidents(database.db)).toMatchObject([{ id: incidentId }]);
  await health.probe(async (railId) => {
    expect(railId).toBe('sandbox-card');
    return true;
  });
  expect(await here.incidents(database.db)).toEqual([]);
});

test('without a database an order is sent all the same', async () => {
  const blind = createRails(
    createPlatform(testConfig({ UPAY_SANDBOX_URL: sandbox.url, UPAY_SANDBOX_KEY: sandbox.key }), {
      now: () => new Date(),
    }),
  );
  expect(await charge(blind)).toMatchObject({ status: 'succeeded' });
  await sandbox.setFault({ operation: 'card.charge', fault: 'error' });
  expect(await charge(blind)).toMatchObject({ status: 'unknown' });
});

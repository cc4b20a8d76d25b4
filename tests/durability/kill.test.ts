import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import * as payments from '../../contract/payments.ts';
import type { BodyOf } from '../../contract/route.ts';
import * as support from '../../contract/support.ts';
import { CustomerClient, codeReader } from '../../scripts/api-client.ts';
import { createLedger } from '../../server/ledger/ledger.ts';
import { openDatabase } from '../../server/platform/database/database.ts';
import { createLog } from '../../server/platform/log.ts';
import { startSystem, type TestSystem } from '../support/system.ts';

const people = 6;
const kills = 3;
const paymentPassword = '246810';
const funds = 1_000_000n;

let system: TestSystem;
const customers: Array<CustomerClient & { card: payments.PaymentMethod; conversationId: string }> = [];

beforeAll(async () => {
  system = await startSystem({ env: { UPAY_RATE_LIMIT_FACTOR: '100000', UPAY_RAIL_TIMEOUT: '1000' } });
  for (let index = 0; index < people; index++) {
    const client = new CustomerClient(system.server.url);
    const phone = `1370000${1000 + index}`;
    await client.register(
      { phone, name: '周涛', password: 'Kestrel over the harbour 7', paymentPassword },
      codeReader(system.sandbox.url),
    );
    const card = await client.addCard('4242424242424242');
    await client.topUp(card, funds.toString());
    const { id } = await client.call(support.openConversation, {
      body: { context: { screen: 'home' }, language: 'zh' },
    });
    customers.push(Object.assign(client, { card, conversationId: id }));
  }
}, 120_000);
afterAll(() => system.stop());

interface Asked {
  client: (typeof customers)[number];
  body: BodyOf<typeof payments.createPayment>;
  idempotencyKey: string;
  /** What was acknowledged, if an answer came. */
  acknowledged?: payments.Payment;
}

test(`the server is killed ${kills} times in the middle of payments and messages: nothing acknowledged is lost, no money moves twice`, async () => {
  const asked: Asked[] = [];
  const sent: Array<{
    client: (typeof customers)[number];
    text: string;
    acknowledged: boolean;
    clientMessageId: string;
  }> = [];

  for (let round = 0; round < kills; round++) {
    let alive = true;
    async function storm(client: (typeof customers)[number], index: number): Promise<void> {
      for (let turn = 0; alive; turn++) {
        const payee = customers[(index + 1 + (turn % (people - 1))) % people] as CustomerClient;
        const topsUp = turn % 4 === 3;
        const body: Asked['body'] = topsUp
          ? {
              kind: 'top_up',
              amount: '700',
              currency: 'CNY',
              method: { type: 'card', id: client.card.id },
              paymentPassword,
            }
          : {
              kind: 'transfer',
              payeeId: payee.customer.id,
              amount: '100',
              currency: 'CNY',
              method: { type: 'balance' },
              paymentPassword,
            };
        const request: Asked = { client, body, idempotencyKey: randomUUID() };
        asked.push(request);
        const message = {
          client,
          text: `${round} ${index} ${turn}`,
          acknowledged: false,
          clientMessageId: randomUUID(),
        };
        sent.push(message);
        // A connection that is cut tells nothing: neither that it was done nor that it was not.
        const [payment, kept] = await Promise.allSettled([
          client.send(payments.createPayment, { body, idempotencyKey: request.idempotencyKey }),
          client.send(support.sendMessage, {
            params: { id: client.conversationId },
            body: { clientMessageId: message.clientMessageId, text: message.text },
          }),
        ]);
        if (payment.status === 'fulfilled' && payment.value.problem === undefined)
          request.acknowledged = payment.value.result;
        message.acknowledged = kept.status === 'fulfilled' && kept.value.problem === undefined;
      }
    }
    const storms = customers.map(storm);
    await sleep(400 + Math.random() * 800);
    await system.server.kill();
    alive = false;
    await Promise.all(storms);
    await system.restartServer();
  }
  const acknowledged = asked.filter((request) => request.acknowledged !== undefined);
  console.log(
    `${asked.length} payments asked, ${acknowledged.length} acknowledged, ${sent.length} messages sent`,
  );
  expect(acknowledged.length).toBeGreaterThan(people * kills);
  expect(acknowledged.length, 'at least one was cut off by a kill').toBeLessThan(asked.length);

  // Every key, acknowledged or not, is asked again: it gives the first payment, or makes it now, once.
  for (const request of asked) {
    const { status, result, problem } = await request.client.send(payments.createPayment, {
      body: request.body,
      idempotencyKey: request.idempotencyKey,
    });
    // A charge that the kill kept from the bank has failed by now; a transfer inside the wallet never has.
    const cutOff = request.body.kind === 'top_up' && problem?.code === 'network_unreachable';
    expect(cutOff ? 201 : status).toBeOneOf([201, 202]);
    const payment = cutOff ? (problem?.payment as payments.Payment) : result;
    if (request.acknowledged !== undefined) expect(payment.id).toBe(request.acknowledged.id);
    if (request.acknowledged?.status === 'succeeded') expect(payment.status).toBe('succeeded');
    request.acknowledged = payment;
  }

  const unsettled = async (): Promise<number> => {
    const pages = await Promise.all(
      customers.map((client) => client.call(payments.listPayments, { query: { status: 'processing' } })),
    );
    return pages.reduce((count, page) => count + page.payments.length, 0);
  };
  const deadline = Date.now() + 45_000;
  while ((await unsettled()) > 0 && Date.now() < deadline) await sleep(500);
  expect(await unsettled()).toBe(0);

  // A top-up that was cut off before it reached the bank ends as failed; each that succeeded brought its money once.
  const paid = await Promise.all(
    asked.map((request) =>
      request.client.call(payments.getPayment, { params: { id: request.acknowledged?.id ?? '' } }),
    ),
  );
  const brought = paid.filter(
    (payment) => payment.kind === 'top_up' && payment.status === 'succeeded',
  ).length;
  expect(
    paid.filter((payment) => payment.kind === 'transfer').every((payment) => payment.status === 'succeeded'),
  ).toBe(true);
  const wallets = await Promise.all(customers.map((client) => client.call(payments.getWallet)));
  const total = wallets.reduce((sum, { balances }) => sum + BigInt(balances[0]?.total ?? '0'), 0n);
  expect(total).toBe(funds * BigInt(people) + 700n * BigInt(brought));
  expect(wallets.every(({ balances }) => balances[0]?.held === '0')).toBe(true);

  for (const client of customers) {
    const { messages } = await client.call(support.getMessages, {
      params: { id: client.conversationId },
      query: {},
    });
    const texts = messages.flatMap(({ content }) => (content.type === 'text' ? [content.text] : []));
    const own = sent.filter((message) => message.client === client);
    expect(new Set(texts).size, 'none is there twice').toBe(texts.length);
    for (const message of own.filter((candidate) => candidate.acknowledged))
      expect(texts).toContain(message.text);
    expect(messages.map(({ sequence }) => sequence)).toEqual(messages.map((_, index) => index + 1));
  }

  const db = openDatabase(system.database.url, 2, createLog('error'));
  try {
    expect(await createLedger(db).violations(db)).toEqual([]);
  } finally {
    await db.close();
  }
}, 180_000);

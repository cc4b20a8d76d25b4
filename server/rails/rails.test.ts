import { randomUUID } from 'node:crypto';
import { createServer, type Server } from 'node:net';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { freePort } from '../../scripts/processes.ts';
import { startSandbox, type TestSandbox } from '../../tests/support/sandbox.ts';
import { systemClock } from '../platform/clock.ts';
import { createPlatform, type Platform } from '../platform/platform.ts';
import { testConfig } from '../platform/testing.ts';
import { createRails, type Rail, type RailOrder, type Rails } from './rails.ts';

let sandbox: TestSandbox;
const platforms: Platform[] = [];
let rails: Rails;
let card: Rail;
let bank: Rail;

/** The rails of a server with this configuration, impatient as tests are. */
function railsTo(url: string, key: string): Rails {
  const env = { UPAY_SANDBOX_URL: url, UPAY_SANDBOX_KEY: key, UPAY_RAIL_TIMEOUT: '500' };
  const platform = createPlatform(testConfig(env), systemClock);
  platforms.push(platform);
  return createRails(platform);
}

beforeAll(async () => {
  sandbox = await startSandbox();
  rails = railsTo(sandbox.url, sandbox.key);
  [card, bank] = [rails.forMethod('card'), rails.forMethod('bank_account')];
});
afterAll(async () => {
  await Promise.all(platforms.map((platform) => platform.db.close()));
  await sandbox.stop();
});
afterEach(() => sandbox.clearFaults());

async function orderOf(accountOrCard: string): Promise<RailOrder> {
  const isCard = accountOrCard.length === 16;
  const made = isCard
    ? await rails.tokenizeCard({
        number: accountOrCard,
        expiryMonth: 12,
        expiryYear: 2034,
        cvc: '123',
        holderName: '王芳',
      })
    : await rails.tokenizeBankAccount({ accountNumber: accountOrCard, holderName: '王芳' });
  if (made.status !== 'tokenized') throw new Error(`no token: ${made.status}`);
  return {
    reference: randomUUID(),
    token: made.method.token,
    amount: 1000n,
    currency: 'CNY',
    payee: 'UPay',
    description: 'top_up',
  };
}

test('the vaults keep a number and give a token, and what may be shown of it', async () => {
  expect(
    await rails.tokenizeCard({
      number: '4000 0566 5566 5556',
      expiryMonth: 1,
      expiryYear: 2030,
      cvc: '123',
      holderName: '王芳',
    }),
  ).toEqual({
    status: 'tokenized',
    method: {
      railId: 'sandbox-card',
      token: expect.stringMatching(/^card_/),
      network: 'visa',
      bank: { zh: '沙盒银行', en: 'Sandbox Bank' },
      last4: '5556',
      funding: 'debit',
      expiryMonth: 1,
      expiryYear: 2030,
    },
  });
  expect(
    await rails.tokenizeBankAccount({ accountNumber: '0001 2345 6789', holderName: '王芳' }),
  ).toMatchObject({
    status: 'tokenized',
    method: { network: 'bank', last4: '6789' },
  });
});

test.each([
  ['4242424242424242', { status: 'succeeded', raw: { network: 'visa', code: '00' } }],
  [
    '4000000000009995',
    { status: 'declined', raw: { network: 'visa', code: '51' }, failureCode: 'insufficient_funds' },
  ],
  ['4000002500003155', { status: 'requires_action', raw: { network: 'visa', code: '1A' } }],
  ['4000000000680001', { status: 'unknown', reason: expect.stringMatching(/timeout/i) }],
])('a charge of card %s: %o', async (number, outcome) => {
  const order = await orderOf(number);
  expect(await card.charge(order)).toMatchObject(outcome);
  const found = await card.inquire('charge', order.reference);
  expect(found.status).toBe(outcome.status === 'unknown' ? 'succeeded' : outcome.status);
});

test.each([
  ['000123456789', { status: 'succeeded', raw: { network: 'bank', code: 'ACSC' } }],
  ['000000000009', { status: 'pending', raw: { network: 'bank', code: 'ACSP' } }],
  [
    '000111111113',
    { status: 'declined', raw: { network: 'bank', code: 'AC04' }, failureCode: 'account_closed' },
  ],
])('a debit from and a payout to account %s: %o', async (number, outcome) => {
  const [debit, payout] = [await orderOf(number), await orderOf(number)];
  expect(await bank.charge(debit)).toEqual(outcome);
  expect(await bank.inquire('charge', debit.reference)).toEqual(outcome);
  expect(await bank.payout?.(payout)).toEqual(outcome);
  expect(await bank.inquire('payout', payout.reference)).toEqual(outcome);
  // A debit is no payout, though the reference be the same.
  expect(await bank.inquire('payout', debit.reference)).toEqual({ status: 'not_found' });
});

test('the same order twice is one charge', async () => {
  const order = await orderOf('4242424242424242');
  expect(await card.charge(order)).toEqual(await card.charge(order));
});

test('an authorised amount is captured once, in part, and what was captured is given back, never more', async () => {
  const order = await orderOf('4242424242424242');
  const approved = { status: 'authorized', raw: { network: 'visa', code: '00' } };
  expect(await card.authorize?.(order)).toMatchObject(approved);
  expect(await card.inquire('charge', order.reference)).toMatchObject(approved);
  expect(await card.capture?.(order.reference, 700n)).toMatchObject({ status: 'succeeded' });
  expect(await card.capture?.(order.reference, 300n)).toMatchObject({ status: 'declined' });
  const refund = (amount: bigint, reference: string = randomUUID()) =>
    card.refund({ ...order, reference, charge: order.reference, amount });
  const reference = randomUUID();
  expect(await refund(500n, reference)).toEqual({ status: 'succeeded', raw: approved.raw });
  expect(await refund(500n, reference)).toEqual({ status: 'succeeded', raw: approved.raw });
  expect(await card.inquire('refund', reference)).toEqual({ status: 'succeeded', raw: approved.raw });
  expect(await refund(201n)).toMatchObject({ status: 'declined', raw: { code: '13' } });
  expect(await refund(200n)).toMatchObject({ status: 'succeeded' });
  expect(await card.inquire('refund', randomUUID())).toEqual({ status: 'not_found' });
});

test.each(['drop_before', 'drop_after', 'error'] as const)(
  'a refund struck by %s is unknown until it is asked about or sent again',
  async (fault) => {
    const order = await orderOf('4242424242424242');
    await card.charge(order);
    const refund = {
      ...order,
      reference: randomUUID(),
      charge: order.reference,
      amount: 400n,
    };
    await sandbox.setFault({ operation: 'card.refund', fault });
    expect(await card.refund(refund)).toMatchObject({ status: 'unknown' });
    const processed = fault === 'drop_after';
    expect((await card.inquire('refund', refund.reference)).status).toBe(
      processed ? 'succeeded' : 'not_found',
    );
    expect(await card.refund(refund)).toMatchObject({ status: 'succeeded' });
  },
);

test('each rail reports what it settled in a day, with its fees, and nothing of the other', async () => {
  const [charge, debit] = [await orderOf('4242424242424242'), await orderOf('000123456789')];
  const declined = await orderOf('4000000000009995');
  await Promise.all([card.charge(charge), card.charge(declined), bank.charge(debit)]);
  const refund = {
    ...charge,
    reference: randomUUID(),
    charge: charge.reference,
    amount: 1n,
  };
  await card.refund(refund);
  const today = new Date().toISOString().slice(0, 10);
  const lines = async (rail: Rail) => {
    const report = await rail.settlementReport(today);
    if (report.status !== 'available') throw new Error(report.reason);
    const wanted = new Set([charge.reference, debit.reference, declined.reference, refund.reference]);
    return report.lines.filter(({ reference }) => wanted.has(reference));
  };
  const line = { currency: 'CNY', processedAt: expect.any(Date) };
  expect(await lines(card)).toEqual([
    { ...line, operation: 'charge', reference: charge.reference, amount: 1000n, fee: 6n },
    { ...line, operation: 'refund', reference: refund.reference, amount: 1n, fee: 0n },
  ]);
  expect(await lines(bank)).toEqual([
    { ...line, operation: 'charge', reference: debit.reference, amount: 1000n, fee: 10n },
  ]);
  expect(await card.settlementReport('yesterday')).toMatchObject({ status: 'unavailable' });
});

test('an order that is reversed before it arrives is never processed; a charge that was made cannot be reversed', async () => {
  const order = await orderOf('4242424242424242');
  await card.reverse?.(order.reference);
  expect(await card.inquire('charge', order.reference)).toMatchObject({
    status: 'declined',
    failureCode: 'network_unreachable',
  });
  expect(await card.charge(order)).toMatchObject({
    status: 'declined',
    failureCode: 'duplicate_transaction',
  });
  const made = await orderOf('4242424242424242');
  await card.charge(made);
  await card.reverse?.(made.reference);
  expect(await card.inquire('charge', made.reference)).toMatchObject({ status: 'succeeded' });
});

test.each([
  ['drop_before', 'unknown', 'not_found'],
  ['refuse', 'unknown', 'not_found'],
  ['error', 'unknown', 'not_found'],
  ['drop_after', 'unknown', 'succeeded'],
] as const)('%s: the charge is %s, the inquiry says %s', async (fault, outcome, truth) => {
  const order = await orderOf('4242424242424242');
  await sandbox.setFault({ operation: 'card.charge', fault });
  expect(await card.charge(order)).toMatchObject({ status: outcome });
  expect(await card.inquire('charge', order.reference)).toMatchObject({ status: truth });
});

test.each(['drop_before', 'error', 'refuse'] as const)(
  'an inquiry struck by %s knows nothing',
  async (fault) => {
    const order = await orderOf('4242424242424242');
    await card.charge(order);
    await sandbox.setFault({ operation: 'card.inquiry', fault });
    expect(await card.inquire('charge', order.reference)).toMatchObject({ status: 'unknown' });
  },
);

test('where nobody listens the charge surely did not arrive', async () => {
  const nowhere = railsTo(`http://127.0.0.1:${await freePort()}`, 'key');
  const order = await orderOf('4242424242424242');
  expect(await nowhere.forMethod('card').charge(order)).toEqual({
    status: 'unreachable',
    reason: 'ECONNREFUSED',
  });
  expect(await nowhere.tokenizeBankAccount({ accountNumber: '000123456789', holderName: '王芳' })).toEqual({
    status: 'unavailable',
  });
  await expect(
    nowhere.sendSms({ reference: randomUUID(), to: '+8613800138000', text: 'x' }),
  ).rejects.toMatchObject({
    code: 'service_unavailable',
  });
});

test('a refusal to tell us anything decides nothing about money that may have moved', async () => {
  const [charge, debit] = [await orderOf('4242424242424242'), await orderOf('000123456789')];
  await Promise.all([card.charge(charge), bank.charge(debit)]);
  const stranger = railsTo(sandbox.url, 'not the key');
  expect(await stranger.forMethod('card').inquire('charge', charge.reference)).toMatchObject({
    status: 'unknown',
  });
  expect(await stranger.forMethod('bank_account').inquire('charge', debit.reference)).toMatchObject({
    status: 'unknown',
  });
});

test.each([
  ['no HTTP', 'hello\r\n'],
  ['no JSON', 'HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: 3\r\n\r\n<p>'],
  [
    'half an answer',
    'HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: 300\r\n\r\n{"status":',
  ],
  ['JSON of no shape', 'HTTP/1.1 200 OK\r\ncontent-length: 4\r\n\r\nnull'],
  ['a status nobody knows', 'HTTP/1.1 200 OK\r\ncontent-length: 20\r\n\r\n{"status":"perhaps"}'],
  ['a way elsewhere', 'HTTP/1.1 302 Found\r\nlocation: http://127.0.0.1:9/\r\ncontent-length: 0\r\n\r\n'],
  ['an error', 'HTTP/1.1 502 Bad Gateway\r\ncontent-length: 0\r\n\r\n'],
])('%s leaves the outcome of a charge unknown', async (_, bytes) => {
  const server: Server = createServer((socket) => {
    socket.on('error', () => undefined);
    socket.once('data', () => socket.end(bytes));
  });
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as { port: number };
  const broken = railsTo(`http://127.0.0.1:${port}`, 'key');
  const order = await orderOf('4242424242424242');
  for (const rail of [broken.forMethod('card'), broken.forMethod('bank_account')]) {
    expect(await rail.charge(order)).toMatchObject({ status: 'unknown' });
    expect(await rail.inquire('charge', order.reference)).toMatchObject({ status: 'unknown' });
  }
  server.close();
});

test('a message is sent once under its reference', async () => {
  const message = { reference: randomUUID(), to: '+8613800138111', text: '验证码 123456' };
  await rails.sendSms(message);
  await rails.sendSms(message);
  expect((await sandbox.messages(message.to)).map(({ text }) => text)).toEqual([message.text]);
});

test('X10: a mail is plain text, as written, once under its reference', async () => {
  const text = '<img src="http://tracker.example/x.png"><script>alert(1)</script>';
  const mail = { reference: randomUUID(), to: 'li@example.com', subject: 'UPay', text };
  await rails.sendMail(mail);
  await rails.sendMail(mail);
  const kept = await fetch(`${sandbox.url}/mail/messages?to=${encodeURIComponent(mail.to)}`, {
    headers: { authorization: `Bearer ${sandbox.key}` },
  });
  const { messages } = (await kept.json()) as { messages: Array<Record<string, unknown>> };
  expect(messages).toEqual([{ ...mail, sentAt: expect.any(String) }]);
});

test('rails are found by the name under which payments keep them', () => {
  expect(rails.byId(card.id)).toBe(card);
  expect(rails.byId(bank.id)).toBe(bank);
  expect(() => rails.byId('nobody')).toThrow('no rail nobody');
});

import { randomInt, randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import type { LocalizedText } from '../../contract/text.ts';
import { createIdentity } from '../identity/identity.ts';
import { createLedger, type Ledger } from '../ledger/ledger.ts';
import { systemClock } from '../platform/clock.ts';
import { newId } from '../platform/ids.ts';
import { createPlatform, type Platform } from '../platform/platform.ts';
import { type ScratchDatabase, startDatabase, testConfig } from '../platform/testing.ts';
import { createRails, type RailOutcome } from '../rails/rails.ts';
import type { PaymentsContext } from './context.ts';
import { expireAttempts } from './expire-attempts.ts';
import { movementOf, walletAccount } from './movement.ts';
import { insertAttempts, insertPayments, readAttempts, readPayments } from './queries/attempts.ts';
import type { AttemptRow, PaymentRow } from './rows.ts';
import { settleAttempts, type Settlement } from './settle-attempts.ts';

let scratch: ScratchDatabase;
let platform: Platform;
let ledger: Ledger;
let context: PaymentsContext;
let scheduled: string[];
beforeAll(async () => {
  scratch = await startDatabase();
  platform = createPlatform(testConfig({ UPAY_DATABASE_URL: scratch.url }), systemClock);
  ledger = createLedger(platform.db);
  context = {
    ...platform,
    ledger,
    identity: createIdentity(platform, { sendSms: async () => undefined, sendMail: async () => undefined }),
    rails: createRails(platform),
    scheduleReviewEnds: async () => undefined,
    scheduleInquiries: async (_tx, attempts) => void scheduled.push(...attempts.map(({ id }) => id)),
  };
});
afterAll(async () => {
  const violations = await ledger.violations(scratch.db);
  await platform.db.close();
  await scratch.stop();
  if (violations.length > 0) throw new Error(JSON.stringify(violations));
});
beforeEach(() => {
  scheduled = [];
});

const bank: LocalizedText = { zh: '沙盒银行', en: 'Sandbox Bank' };

/** A transfer by card that waits for its rail under a hold, as beginning leaves it. */
async function processing(): Promise<{ payment: PaymentRow; attempt: AttemptRow; payee: string }> {
  const [customerId, payee, attemptId, paymentId] = [newId(), newId(), newId(), newId()];
  const movement = movementOf(
    { kind: 'transfer', currency: 'CNY', customerId, payeeCustomerId: payee, merchantId: null },
    'card',
    'sandbox-card',
  );
  if (movement === undefined) throw new Error('a transfer can be paid by card');
  const [debit, credit] = await ledger.accounts([
    movement.debit,
    movement.credit,
    walletAccount(customerId, 'CNY'),
  ]);
  const methodId = randomUUID();
  const now = new Date();
  const payment: PaymentRow = {
    id: paymentId,
    customer_id: customerId,
    kind: 'transfer',
    status: 'processing',
    amount: BigInt(randomInt(1, 1_000)),
    currency: 'CNY',
    payee_customer_id: payee,
    merchant_id: null,
    checkout_session_id: null,
    note: null,
    method_type: 'card',
    method_id: methodId,
    failure_code: null,
    attempts: 1,
    under_review: false,
    created_at: now,
    completed_at: null,
  };
  const attempt: AttemptRow = {
    id: attemptId,
    payment_id: paymentId,
    customer_id: customerId,
    number: 1,
    idempotency_key: randomUUID(),
    fingerprint: Buffer.alloc(32),
    status: 'processing',
    method_type: 'card',
    method_id: methodId,
    failure_code: null,
    rail_id: 'sandbox-card',
    raw_network: null,
    raw_code: null,
    action_url: null,
    hold_id: attemptId,
    trace: [],
    started_at: now,
    completed_at: null,
  };
  await platform.db.transaction(async (tx) => {
    await tx.query(
      `insert into payments.method (id, customer_id, type, rail_id, token, network, bank, last4)
       values ($1, $2, 'card', 'sandbox-card', 'none', 'visa', $3, '4242')`,
      [methodId, customerId, JSON.stringify(bank)],
    );
    insertPayments(tx, [payment]);
    insertAttempts(tx, [attempt]);
    const hold = { kind: 'hold', id: attemptId, debit: debit as bigint, credit: credit as bigint } as const;
    await ledger.post(tx, [[{ ...hold, amount: payment.amount, reference: paymentId }]]);
  });
  return { payment, attempt, payee };
}

const raw = { network: 'visa', code: '00' };
const words = {
  succeeded: { status: 'succeeded', raw },
  declined: { status: 'declined', raw: { ...raw, code: '51' }, failureCode: 'insufficient_funds' },
  unknown: { status: 'unknown', reason: 'timeout' },
  unreachable: { status: 'unreachable', reason: 'ECONNREFUSED' },
  pending: { status: 'pending', raw },
  requires_action: { status: 'requires_action', raw: { ...raw, code: '1A' }, actionUrl: 'http://bank.test' },
} satisfies Record<string, RailOutcome>;
type Word = keyof typeof words;

const settlement = (attempt: AttemptRow, word: Word): Settlement => ({
  attemptId: attempt.id,
  outcome: words[word],
  source: 'callback',
  milliseconds: 1,
});
const settle = (...settlements: Settlement[]) =>
  platform.db.transaction((tx) => settleAttempts(context, tx, settlements));

async function stateOf({ payment, attempt, payee }: Awaited<ReturnType<typeof processing>>) {
  const [paymentNow] = await readPayments(scratch.db, [payment.id]);
  const [attemptNow] = await readAttempts(scratch.db, [attempt.id]);
  const [hold] = await scratch.db.query('select state from ledger.hold where id = $1', [attempt.id]);
  const [received] = await ledger.accounts([walletAccount(payee, 'CNY')]);
  const balance = (await ledger.balances(scratch.db, [received as bigint])).get(received as bigint);
  return {
    payment: paymentNow?.status,
    attempt: attemptNow?.status,
    hold: hold?.state,
    received: balance?.total === payment.amount ? 'once' : String(balance?.total),
  };
}

const done = { payment: 'succeeded', attempt: 'succeeded', hold: 'posted', received: 'once' };
const failed = { payment: 'requires_payment_method', attempt: 'failed', hold: 'voided', received: '0' };
const open = { payment: 'processing', attempt: 'processing', hold: 'open', received: '0' };
const waits = { ...open, payment: 'requires_action', attempt: 'requires_action' };
/** Given up and then paid after all: by a transfer of its own, for the hold was gone. */
const late = { ...done, hold: 'voided' };

test.each<[Word[], object]>([
  [['succeeded'], done],
  [['declined'], failed],
  [['unreachable'], failed],
  [['unknown'], open],
  [['pending'], open],
  [['requires_action'], waits],
  [['succeeded', 'succeeded'], done],
  [['succeeded', 'declined'], done],
  [['unknown', 'succeeded'], done],
  [['pending', 'declined'], failed],
  [['requires_action', 'unknown'], waits],
  [['requires_action', 'succeeded', 'requires_action'], done],
  [['declined', 'requires_action'], failed],
  [['declined', 'declined'], failed],
  [['declined', 'succeeded'], late],
  [['declined', 'succeeded', 'declined', 'succeeded'], late],
  [['unknown', 'declined', 'unknown', 'succeeded'], late],
])('told %j, it comes to the same one at a time and all in one batch', async (told, expected) => {
  const [one, all] = [await processing(), await processing()];
  for (const word of told) await settle(settlement(one.attempt, word));
  await settle(...told.map((word) => settlement(all.attempt, word)));
  expect(await stateOf(one)).toEqual(expected);
  expect(await stateOf(all)).toEqual(expected);
});

test('a batch about several attempts settles each by its own word', async () => {
  const several = await Promise.all(Array.from({ length: 6 }, processing));
  const told: Word[] = ['succeeded', 'declined', 'unknown', 'succeeded', 'unreachable', 'requires_action'];
  const results = await settle(
    ...told.map((word, place) => settlement(several[place]?.attempt as AttemptRow, word)),
    { ...settlement(several[0]?.attempt as AttemptRow, 'succeeded'), attemptId: newId() },
  );
  expect(await Promise.all(several.map(stateOf))).toEqual([done, failed, open, done, failed, waits]);
  expect(results.map((result) => ('value' in result ? result.value.attempt.status : 'refused'))).toEqual([
    'succeeded',
    'failed',
    'processing',
    'succeeded',
    'failed',
    'requires_action',
    'refused',
  ]);
});

test('what is not decided is asked about again, what is decided is not', async () => {
  const several = await Promise.all(Array.from({ length: 4 }, processing));
  const told: Word[] = ['succeeded', 'unknown', 'requires_action', 'declined'];
  const each = () =>
    settle(...told.map((word, place) => settlement(several[place]?.attempt as AttemptRow, word)));
  await each();
  await each();
  const [, unknown, action] = several.map(({ attempt }) => attempt.id);
  expect(scheduled).toEqual([unknown, action, unknown, action]);
});

test('two nodes that are told of the same attempts at the same time settle each once', async () => {
  const several = await Promise.all(Array.from({ length: 8 }, processing));
  const settlements = several.map(({ attempt }) => settlement(attempt, 'succeeded'));
  await Promise.all([settle(...settlements), settle(...settlements.toReversed()), settle(...settlements)]);
  expect(await Promise.all(several.map(stateOf))).toEqual(several.map(() => done));
});

test('an attempt whose hold is past its time fails together with it and its payment is canceled, once; a later success still counts', async () => {
  const [waiting, answered] = [await processing(), await processing()];
  await scratch.db.query(
    "update ledger.hold set expires_at = now() - interval '1 second' where id = any($1)",
    [[waiting.attempt.id, answered.attempt.id]],
  );
  const due = [waiting, answered].map(({ attempt, payment }) => ({
    id: attempt.id,
    reference: payment.id,
    expiresAt: new Date(),
  }));
  await settle(settlement(answered.attempt, 'succeeded'));
  for (let times = 0; times < 2; times++) {
    const own = await platform.db.transaction((tx) =>
      expireAttempts(context, tx, [...due, { id: newId(), reference: newId(), expiresAt: new Date() }]),
    );
    expect(own).toEqual(new Set(due.map(({ id }) => id)));
  }
  expect(await stateOf(answered)).toEqual(done);
  expect(await stateOf(waiting)).toEqual({ ...failed, payment: 'canceled' });
  const [{ failure_code } = {}] = await readPayments(scratch.db, [waiting.payment.id]);
  expect(failure_code).toBe('payment_expired');
  // Nobody waits for it any more: the money goes to its payer, once.
  for (let times = 0; times < 2; times++) await settle(settlement(waiting.attempt, 'succeeded'));
  expect(await stateOf(waiting)).toMatchObject({ payment: 'canceled', attempt: 'succeeded', received: '0' });
  const [wallet] = await ledger.accounts([walletAccount(waiting.payment.customer_id, 'CNY')]);
  expect((await ledger.balances(scratch.db, [wallet as bigint])).get(wallet as bigint)?.total).toBe(
    waiting.payment.amount,
  );
});

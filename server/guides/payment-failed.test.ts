import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type FailureCode, failureCodes } from '../../contract/failure.ts';
import type { Card, OptionAction } from '../../contract/guides.ts';
import type { Payment, PaymentDetail, PaymentMethod } from '../../contract/payments.ts';
import { newId } from '../platform/ids.ts';
import type { World } from './definition.ts';
import { paymentFailed } from './payment-failed.ts';
import type { Input, Run } from './run.ts';
import { type AttemptScript, failedPayment, methodOf, processing, succeeded } from './testing.ts';
import { type Surroundings, type Walked, walk } from './walk.ts';

interface Scene {
  payments: PaymentDetail[];
  methods?: PaymentMethod[];
  available?: bigint;
  locked?: boolean;
  inquire?: (payment: PaymentDetail) => PaymentDetail;
}

const now = new Date('2026-11-23T06:10:00.000Z');

function surroundingsOf(scene: Scene): Surroundings {
  const byId = (id: string) => scene.payments.find((payment) => payment.id === id);
  return {
    now: () => now,
    look: (run, read) =>
      read({
        now,
        subject: run.subject,
        customer: async () =>
          ({ status: scene.locked ? 'locked' : 'active' }) as Awaited<ReturnType<World['customer']>>,
        payment: async (id) => byId(id),
        recentPayments: async () => scene.payments,
        methods: async () => scene.methods ?? [],
        availableBalances: async () => ({ CNY: scene.available ?? 0n }),
      }),
    commandsOf: () => ({
      async inquire(id) {
        const found = scene.inquire?.(byId(id) as PaymentDetail) ?? (byId(id) as PaymentDetail);
        scene.payments = scene.payments.map((payment) => (payment.id === id ? found : payment));
        return found;
      },
    }),
  };
}

const fresh = (subject: Run['subject']): Run => ({
  id: newId(),
  guide: 'payment-failed',
  version: paymentFailed.version,
  customerId: newId(),
  door: 'chat',
  conversationId: newId(),
  subject,
  status: 'active',
  stepId: undefined,
  facts: {},
  stepCount: 0,
  cardNumber: 0,
  card: undefined,
  timerAt: undefined,
  pending: [],
  failures: 0,
  topic: undefined,
  priority: undefined,
  startedAt: now,
  endedAt: undefined,
});

/** A customer who walks the guide; the run goes through JSON between steps, as through the database. */
function walker(scene: Scene, subject: Run['subject'] = { paymentId: scene.payments[0]?.id }) {
  const surroundings = surroundingsOf(scene);
  let run = fresh(subject);
  const cards: Card[] = [];
  async function put(input: Input): Promise<Walked> {
    const walked = await walk(paymentFailed, run, [input], surroundings);
    cards.push(...walked.cards);
    run = { ...walked.run, facts: JSON.parse(JSON.stringify(walked.run.facts)) };
    return walked;
  }
  return {
    cards,
    run: () => run,
    start: () => put({ type: 'start', by: 'customer', door: 'chat' }),
    answer: (option: string) => {
      const { card } = run;
      run = { ...run, card: undefined };
      return put({ type: 'answer', card: card?.step ?? 0, option });
    },
    happens: (topic: string) => put({ type: 'event', topic }),
    silence: () => put({ type: 'timer', card: run.cardNumber }),
    put,
  };
}

const card = (type: PaymentMethod['type'], last4: string, more?: Partial<PaymentMethod>) =>
  methodOf(type, last4, more);
const summary = ({ id, type, bank, last4 }: PaymentMethod): Payment['method'] => ({ id, type, bank, last4 });
const actions = (walked: Walked): OptionAction[] =>
  walked.run.card?.options.map(({ action }) => action) ?? [];
const paying = (walked: Walked) =>
  actions(walked).flatMap((action) => (action.type === 'pay' ? [action.method] : []));

/** Which step a failure leads to; every code is here, so that a new one must be thought about. */
const expectedSteps: Record<FailureCode, string> = {
  network_timeout: 'try_again',
  network_unreachable: 'try_again',
  issuer_not_available: 'try_again',
  insufficient_balance: 'top_up',
  insufficient_funds: 'other_method',
  incorrect_payment_password: 'enter_again',
  payment_password_locked: 'password_locked',
  authentication_required: 'try_again',
  incorrect_cvc: 'other_method',
  expired_card: 'other_method',
  incorrect_number: 'other_method',
  lost_or_stolen: 'other_method',
  account_closed: 'other_method',
  account_blocked: 'hand_off',
  invalid_bank_account: 'other_method',
  transaction_not_allowed: 'other_method',
  currency_not_supported: 'other_method',
  do_not_honor: 'other_method',
  fraudulent: 'other_method',
  risk_rejected: 'hand_off',
  kyc_required: 'hand_off',
  amount_limit_exceeded: 'limit',
  velocity_exceeded: 'limit',
  duplicate_transaction: 'see_original',
  processing_error: 'try_again',
};

describe('each failure leads to its step', () => {
  test.each(failureCodes)('%s', async (code) => {
    const used = card('card', '1111');
    const other = card('card', '2222');
    const lockedUntil = '2026-11-23T06:30:00.000Z';
    const failed: AttemptScript['failed'] =
      code === 'payment_password_locked'
        ? { check: 'payment_password', evidence: { lockedUntil } }
        : { check: 'rail', evidence: {} };
    const payment = failedPayment([{ code, method: summary(used), failed }]);
    const walked = await walker({ payments: [payment], methods: [used, other] }).start();
    expect(walked.run.stepId).toBe(expectedSteps[code]);
    if (walked.run.status === 'handed_off') return;

    const shown = walked.run.card as Card;
    expect(shown.badge?.zh).toBe('未扣款');
    expect(shown.facts.map((fact) => fact.value)).toEqual(
      expect.arrayContaining([
        { type: 'money', amount: '3500', currency: 'CNY' },
        { type: 'text', text: { zh: '云朵咖啡', en: 'Cloud Coffee' } },
      ]),
    );
    expect(shown.options.at(-1)).toMatchObject({ id: 'person', label: { zh: '转人工' } });
    expect(shown.options.filter(({ emphasis }) => emphasis === 'primary')).toHaveLength(1);
    // An instrument that must never be tried again is not offered; nor is one the bank has just refused.
    const mayWorkAgain = ['try_again', 'enter_again', 'top_up'].includes(walked.run.stepId as string);
    if (!mayWorkAgain) expect(paying(walked)).not.toContainEqual({ type: 'card', id: used.id });
  });
});

test('insufficient balance: tops up exactly what is missing, from the default method first', async () => {
  const first = card('bank_account', '1111');
  const usual = card('card', '2222', { isDefault: true });
  const payment = failedPayment([{ code: 'insufficient_balance' }]);
  const walked = await walker({ payments: [payment], methods: [first, usual], available: 2000n }).start();
  expect(walked.run.card?.title).toEqual({ zh: '余额不足，还差 ¥15.00', en: '¥15.00 short' });
  expect(walked.run.card?.options[0]).toMatchObject({
    emphasis: 'primary',
    label: { zh: '用招商银行储蓄卡（2222）充值 ¥15.00 并付款' },
    action: {
      type: 'top_up_and_pay',
      paymentId: payment.id,
      topUpAmount: '1500',
      method: { type: 'card', id: usual.id },
    },
  });
  expect(paying(walked)).toEqual([
    { type: 'card', id: usual.id },
    { type: 'bank_account', id: first.id },
  ]);
});

test('insufficient balance that has been filled meanwhile: pay from it', async () => {
  const walked = await walker({
    payments: [failedPayment([{ code: 'insufficient_balance' }])],
    available: 3500n,
  }).start();
  expect(walked.run.card?.options[0]).toMatchObject({
    emphasis: 'primary',
    action: { type: 'pay', method: { type: 'balance' } },
  });
  expect(actions(walked).some(({ type }) => type === 'top_up_and_pay')).toBe(false);
});

test('no stored method: a card can be added, and the customer comes back to look again', async () => {
  const scene: Scene = { payments: [failedPayment([{ code: 'insufficient_balance' }])] };
  const customer = walker(scene);
  const walked = await customer.start();
  expect(actions(walked)[0]).toEqual({ type: 'open', screen: 'add_card' });
  scene.methods = [card('card', '3333')];
  const again = await customer.answer('look_again');
  expect(actions(again)[0]).toMatchObject({ type: 'top_up_and_pay', topUpAmount: '3500' });
});

test('a declined card: the balance if it suffices, then other cards that are not expired', async () => {
  const used = card('card', '1111');
  const expired = card('card', '2222', { expiryMonth: 10, expiryYear: 2026 });
  const good = card('card', '3333', { expiryMonth: 11, expiryYear: 2026 });
  const scene = {
    payments: [failedPayment([{ code: 'do_not_honor', method: summary(used) }])],
    methods: [used, expired, good],
  };
  expect(paying(await walker({ ...scene, available: 3500n }).start())).toEqual([
    { type: 'balance' },
    { type: 'card', id: good.id },
  ]);
  expect(paying(await walker({ ...scene, available: 3499n }).start())).toEqual([
    { type: 'card', id: good.id },
  ]);
});

test('a wrong payment password: the same method again, with the tries left', async () => {
  const used = card('card', '1111');
  const payment = failedPayment([
    {
      code: 'incorrect_payment_password',
      method: summary(used),
      failed: { check: 'payment_password', evidence: { triesLeft: 3 } },
    },
  ]);
  const walked = await walker({ payments: [payment], methods: [used] }).start();
  expect(walked.run.card?.body?.zh).toContain('还可以再试 3 次');
  expect(actions(walked).slice(0, 2)).toEqual([
    { type: 'pay', paymentId: payment.id, method: { type: 'card', id: used.id } },
    { type: 'open', screen: 'reset_payment_password' },
  ]);
});

test('a locked payment password: until when, and no paying before', async () => {
  const locked = (lockedUntil: string) =>
    failedPayment([
      { code: 'payment_password_locked', failed: { check: 'payment_password', evidence: { lockedUntil } } },
    ]);
  const customer = walker({ payments: [locked('2026-11-23T06:30:00.000Z')], available: 9000n });
  const walked = await customer.start();
  expect(walked.run.card?.body?.zh).toContain('锁定到 14:30');
  expect(paying(walked)).toEqual([]);
  expect((await customer.answer('was_reset')).run.stepId).toBe('enter_again');
  const over = await walker({ payments: [locked('2026-11-23T06:09:00.000Z')], available: 9000n }).start();
  expect(paying(over)).toEqual([{ type: 'balance' }]);
});

test('the wallet’s own limit: no other method is offered, for none would work', async () => {
  const other = card('card', '2222');
  const failed = {
    check: 'limits' as const,
    evidence: { limit: 'per_day', remaining: '1000', resetsAt: '2026-11-23T16:00:00.000Z' },
  };
  const payment = failedPayment([{ code: 'amount_limit_exceeded', failed }]);
  const walked = await walker({ payments: [payment], methods: [other], available: 9000n }).start();
  expect(walked.run.card?.body?.zh).toContain('今天还可以付 ¥10.00');
  expect(paying(walked)).toEqual([]);
  const byBank = failedPayment([{ code: 'amount_limit_exceeded', method: summary(card('card', '1111')) }]);
  expect(paying(await walker({ payments: [byBank], methods: [other] }).start())).toHaveLength(1);
});

describe('the outcome is unknown', () => {
  test('it succeeded: paid once, and solved only when the customer says so', async () => {
    const customer = walker({ payments: [processing()], inquire: succeeded });
    const walked = await customer.start();
    expect(walked.run.card).toMatchObject({
      badge: { zh: '已冻结' },
      options: [{ id: 'find_out' }, { id: 'person' }],
    });
    const found = await customer.answer('find_out');
    expect(found.run).toMatchObject({
      stepId: 'fixed',
      status: 'active',
      card: { tone: 'success', badge: { zh: '已扣款' } },
    });
    expect(found.taken.find(({ kind }) => kind === 'do')).toMatchObject({ authority: 'customer' });
    expect((await customer.answer('solved')).run.status).toBe('resolved');
  });

  test('it failed: nothing was taken, and it can be paid again', async () => {
    const held = processing();
    const customer = walker({
      payments: [held],
      available: 9000n,
      inquire: () => ({ ...failedPayment([{ code: 'network_unreachable' }]), id: held.id }),
    });
    await customer.start();
    const found = await customer.answer('find_out');
    expect(found.run).toMatchObject({ stepId: 'try_again', card: { badge: { zh: '未扣款' } } });
    expect(paying(found)).toEqual([{ type: 'balance' }]);
  });

  test('still unknown: waits, and the news comes by itself', async () => {
    const scene: Scene = { payments: [processing()] };
    const customer = walker(scene);
    await customer.start();
    expect((await customer.answer('find_out')).run).toMatchObject({ stepId: 'waiting', status: 'active' });
    expect((await customer.happens('payment.processing')).cards).toEqual([]);
    scene.payments = scene.payments.map(succeeded);
    expect((await customer.happens('payment.succeeded')).run.stepId).toBe('fixed');
  });

  test('a day without an answer: a person takes it up as urgent', async () => {
    const customer = walker({ payments: [processing()] });
    await customer.start();
    await customer.answer('find_out');
    expect((await customer.silence()).run).toMatchObject({ status: 'handed_off', priority: 'urgent' });
  });
});

test('paid meanwhile: told so, and resolved without a question', async () => {
  const { run } = await walker({ payments: [succeeded(failedPayment([]))] }).start();
  expect(run).toMatchObject({
    status: 'resolved',
    stepId: 'already_paid',
    card: { badge: { zh: '已扣款' } },
  });
});

test('fixed by another attempt: asks, and not solved goes to a person', async () => {
  const scene: Scene = { payments: [failedPayment([{ code: 'insufficient_balance' }])] };
  const customer = walker(scene);
  await customer.start();
  scene.payments = scene.payments.map(succeeded);
  expect((await customer.happens('payment.succeeded')).run.card?.title.zh).toBe('付款成功');
  expect((await customer.answer('not_solved')).run).toMatchObject({
    status: 'handed_off',
    priority: 'urgent',
  });
});

test('silence is a resolution only where the payment succeeded', async () => {
  const failed = walker({ payments: [failedPayment([{ code: 'insufficient_balance' }])] });
  await failed.start();
  expect((await failed.silence()).run.status).toBe('abandoned');
  const scene: Scene = { payments: [failedPayment([{ code: 'insufficient_balance' }])] };
  const paid = walker(scene);
  await paid.start();
  scene.payments = scene.payments.map(succeeded);
  await paid.happens('payment.succeeded');
  expect((await paid.silence()).run.status).toBe('resolved');
});

test('several unpaid: asks which, and goes on with the one chosen', async () => {
  const coffee = failedPayment([{ code: 'insufficient_balance' }]);
  const books = failedPayment([{ code: 'do_not_honor', method: { type: 'card' } }], { amount: '8800' });
  const customer = walker({ payments: [books, coffee] }, {});
  const walked = await customer.start();
  expect(walked.run.card?.options.map(({ label }) => label.zh)).toEqual([
    '¥88.00 · 云朵咖啡 · 14:02',
    '¥35.00 · 云朵咖啡 · 14:02',
    '转人工',
  ]);
  const chosen = await customer.answer(`payment:${coffee.id}`);
  expect(chosen.run).toMatchObject({ stepId: 'top_up', subject: { paymentId: coffee.id } });
});

test('nothing unpaid: says so and offers a person', async () => {
  const customer = walker({ payments: [succeeded(failedPayment([]))] }, {});
  expect((await customer.start()).run.stepId).toBe('nothing_found');
  expect((await customer.answer('person')).run).toMatchObject({ status: 'handed_off', priority: 'normal' });
});

test('a locked account: a person at once, and no way to pay is offered', async () => {
  const customer = walker({ payments: [failedPayment([{ code: 'insufficient_balance' }])], locked: true });
  const { run } = await customer.start();
  expect(run.status).toBe('handed_off');
  expect(customer.cards[0]?.options).toEqual([]);
});

test('a lost card or suspected fraud is told as any other refusal', async () => {
  const bodies = await Promise.all(
    (['lost_or_stolen', 'fraudulent'] as const).map(async (code) => {
      const { run } = await walker({
        payments: [failedPayment([{ code, method: { type: 'card' } }])],
      }).start();
      return JSON.stringify([run.card?.title, run.card?.body, run.card?.facts.at(-1)]);
    }),
  );
  expect(bodies[0]).toBe(bodies[1]);
  expect(bodies.join()).not.toMatch(/挂失|盗|欺诈|fraud|lost|stolen/i);
});

test('whatever happened before, no option is offered that cannot work', async () => {
  const methods = [
    card('card', '1111'),
    card('card', '2222', { isDefault: true }),
    card('bank_account', '3333'),
  ];
  const used = [...methods.map(summary), { type: 'balance' as const }];
  const attempt = fc.record({ code: fc.constantFrom(...failureCodes), method: fc.constantFrom(...used) });
  await fc.assert(
    fc.asyncProperty(
      fc.array(attempt, { minLength: 1, maxLength: 4 }),
      fc.constantFrom<Payment['kind']>('purchase', 'transfer', 'top_up', 'withdrawal'),
      fc.bigInt(0n, 6000n),
      async (attempts, kind, available) => {
        const payment = failedPayment(attempts, { kind });
        const walked = await walker({ payments: [payment], methods, available }).start();
        const shown = walked.run.card as Card;
        const ids = shown.options.map(({ id }) => id);
        expect(new Set(ids).size).toBe(ids.length);
        expect(ids.every((id) => id.length <= 64)).toBe(true);
        for (const action of actions(walked)) {
          if (action.type === 'top_up_and_pay') {
            expect(BigInt(action.topUpAmount) + available).toBe(3500n);
            expect(kind === 'purchase' || kind === 'transfer').toBe(true);
          }
          if (action.type !== 'pay') continue;
          const { method } = action;
          if (method?.type === 'balance') expect(available >= 3500n).toBe(true);
          if (kind === 'top_up') expect(method?.type).not.toBe('balance');
          if (kind === 'withdrawal') {
            expect(method?.type).toBe('bank_account');
            expect(available >= 3500n).toBe(true);
          }
          const id = method && 'id' in method ? method.id : undefined;
          const refusals = payment.attempts.filter(
            (made) =>
              made.failure?.next === 'never' && made.method.type === method?.type && made.method.id === id,
          );
          expect(refusals).toEqual([]);
        }
      },
    ),
    { numRuns: 300 },
  );
});

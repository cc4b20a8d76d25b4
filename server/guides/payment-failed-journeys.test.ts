import { describe, expect, test } from 'vitest';
import { failedPayment, processing, succeeded } from '../../tests/support/scripted-payments.ts';
import { actions, card, paying, type Scene, summary, walker } from './testing.ts';

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

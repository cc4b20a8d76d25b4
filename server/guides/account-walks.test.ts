import { describe, expect, test } from 'vitest';
import { failedPayment, succeeded } from '../../tests/support/scripted-payments.ts';
import { customerOf, inWords, minutesAgo, now, type Scene } from './testing.ts';

describe('frozen only when the customer says so', () => {
  test('a lost phone: one answer freezes, under the customer’s authority', async () => {
    const scene: Scene = { payments: [] };
    const customer = customerOf('lost-phone', scene);
    expect((await customer.start()).run.stepId).toBe('freeze_here');
    expect(scene.lockState).toBeUndefined();
    const frozen = await customer.answer('freeze');
    expect(frozen.taken.find(({ kind }) => kind === 'do')).toMatchObject({ authority: 'customer' });
    expect(frozen.run).toMatchObject({ status: 'resolved', stepId: 'frozen' });
    expect(scene.lockState?.locks).toHaveLength(1);
    expect((await customerOf('lost-phone', scene).start()).run.stepId).toBe('frozen');
  });

  test('a charge of somebody else’s: frozen and handed over as urgent', async () => {
    const scene: Scene = { payments: [succeeded(failedPayment([]))] };
    const { run } = await inWords('unrecognised-transaction', scene, 'en', [
      '¥35.00 · Cloud Coffee · at 14:02',
      'It was not me',
      'No',
      'Freeze now',
    ]);
    expect(run).toMatchObject({
      status: 'handed_off',
      priority: 'urgent',
      topic: { zh: expect.stringContaining('已冻结') },
    });
    expect(scene.lockState?.locks).toHaveLength(1);
  });
});

describe('a locked account', () => {
  const until = new Date(now.getTime() + 900_000).toISOString();
  const locked = (reason: 'wrong_password' | 'abnormal_transactions' | 'frozen') => ({
    locks: [{ reason, lockedAt: minutesAgo(1), ...(reason === 'frozen' ? {} : { until }) }],
  });

  test.each([
    ['wrong_password', 'wrong_password'],
    ['abnormal_transactions', 'abnormal'],
    ['frozen', 'frozen'],
  ] as const)('%s is told with its way out', async (reason, step) => {
    const { run } = await customerOf('account-locked', { payments: [], lockState: locked(reason) }).start();
    expect(run.stepId).toBe(step);
    expect(
      run.card?.options.some(({ action }) => action.type === 'open' && action.screen === 'recover'),
    ).toBe(true);
  });

  test('unlocked elsewhere, it goes on by itself', async () => {
    const scene: Scene = { payments: [], lockState: locked('wrong_password') };
    const customer = customerOf('account-locked', scene);
    expect((await customer.start()).run.card?.body?.zh).toContain('14:25 自动解锁');
    scene.lockState = { locks: [] };
    expect((await customer.happens('account.unlocked')).run.stepId).toBe('unlocked');
  });

  test('not locked, or only the payment password', async () => {
    expect((await customerOf('account-locked', { payments: [] }).start()).run.stepId).toBe('not_locked');
    const lockState = { locks: [], paymentPasswordLockedUntil: until };
    expect((await customerOf('account-locked', { payments: [], lockState }).start()).run.stepId).toBe(
      'payment_password',
    );
  });
});

describe('a refund', () => {
  const bought = succeeded(failedPayment([]));
  const refund = (status: 'processing' | 'succeeded') => ({
    id: bought.id,
    amount: '3500',
    currency: 'CNY' as const,
    status,
    reason: 'requested_by_customer' as const,
    destination: { type: 'balance' as const },
    fellBackToBalance: false,
    createdAt: minutesAgo(3),
  });

  test('on its way, then there: told by itself', async () => {
    const scene: Scene = {
      payments: [{ ...bought, refundedAmount: '3500', refunds: [refund('processing')] }],
    };
    const customer = customerOf('refund-where', scene);
    expect((await customer.start()).run.stepId).toBe('on_its_way');
    scene.payments = [{ ...bought, refundedAmount: '3500', refunds: [refund('succeeded')] }];
    const told = await customer.happens('refund.succeeded');
    expect(told.run.card?.title).toEqual({
      zh: '已经退到您的 UPay 余额',
      en: 'It was returned to your UPay balance',
    });
    expect((await customer.answer('solved')).run.status).toBe('resolved');
  });

  test('the merchant refuses: a person, and why', async () => {
    const { run } = await inWords('refund-where', { payments: [bought] }, 'zh', [
      '¥35.00 · 云朵咖啡 · 14:02',
      '不肯退',
      '请客服出面协调',
    ]);
    expect(run).toMatchObject({ status: 'handed_off', topic: { zh: '商家不退款 ¥35.00 · 云朵咖啡' } });
  });
});

test('a complaint’s progress: its number, state and time, or a person', async () => {
  const complaint = {
    id: '01a2247b-5d1b-7000-afb4-2a96f7e64a53',
    number: 'C26-0001',
    category: 'service' as const,
    wish: 'apology' as const,
    description: '…',
    status: 'investigating' as const,
    openedAt: minutesAgo(100),
    decisionBy: minutesAgo(-9000),
  };
  const scene: Scene = { payments: [], complaints: [complaint] };
  const { run } = await inWords('complaint-progress', scene, 'en', ['Too slow, push it on']);
  expect(run.topic?.en).toBe('Complaint C26-0001 · Being looked into');
  expect((await customerOf('complaint-progress', { payments: [] }).start()).run.stepId).toBe('none');
});

test('a security check-up: what is weak, and better once it is mended', async () => {
  const item = (state: 'good' | 'risk') => ({
    item: 'payment_password' as const,
    state,
    points: 0,
    most: 20,
  });
  const scene: Scene = { payments: [], checkUp: { score: 80, items: [item('risk')] } };
  const customer = customerOf('security-checkup', scene);
  const { run } = await customer.start();
  expect(run.card?.title.zh).toBe('安全分 80 / 100');
  expect(run.card?.options[0]?.action).toEqual({ type: 'open', screen: 'reset_payment_password' });
  scene.checkUp = { score: 100, items: [item('good')] };
  expect((await customer.happens('payment_password.set')).run).toMatchObject({
    status: 'resolved',
    stepId: 'all_good',
  });
});

test('a log-in that was not the customer’s: frozen and urgent', async () => {
  const { run } = await inWords('new-device', { payments: [] }, 'zh', ['不是我', '马上冻结']);
  expect(run).toMatchObject({
    status: 'handed_off',
    priority: 'urgent',
    topic: { zh: '非本人登录 · 已冻结' },
  });
});

test('a new login password: done when the form says so', async () => {
  const customer = customerOf('change-password', { payments: [] });
  await customer.start();
  expect((await customer.happens('password.reset')).run.stepId).toBe('done');
});

test('a second factor: missing, then seen to be there', async () => {
  const factor = (state: 'good' | 'risk') => ({
    score: 70,
    items: [{ item: 'second_factor' as const, state, points: 0, most: 30 }],
  });
  const scene: Scene = { payments: [], checkUp: factor('risk') };
  const customer = customerOf('set-up-two-factor', scene);
  expect((await customer.start()).run.stepId).toBe('which');
  scene.checkUp = factor('good');
  expect((await customer.answer('again')).run.stepId).toBe('done');
  expect((await customerOf('set-up-two-factor', scene).start()).run.stepId).toBe('already');
});

test('a complaint: the form’s outcome ends it, with its number', async () => {
  const scene: Scene = { payments: [] };
  const customer = customerOf('complaint', scene);
  expect((await customer.start()).run.card?.options[0]?.action).toEqual({
    type: 'open',
    screen: 'complaint',
  });
  scene.complaints = [
    {
      id: '01a2247b-5d1b-7000-afb4-2a96f7e64a53',
      number: 'C26-0002',
      category: 'service',
      wish: 'apology',
      description: '…',
      status: 'received',
      openedAt: now.toISOString(),
    },
  ];
  const { run } = await customer.happens('complaint.received');
  expect(run).toMatchObject({ status: 'resolved', card: { title: { zh: '投诉 C26-0002 已受理' } } });
});

describe('disputes', () => {
  const bought = succeeded(failedPayment([]));
  test('not the customer’s: disputed in the wallet’s form, and so in hand', async () => {
    const customer = customerOf('unrecognised-transaction', { payments: [bought] });
    await customer.start();
    await customer.answer(`payment:${bought.id}`);
    await customer.answer('not_me');
    const { run } = await customer.answer('no');
    expect(run.card?.options.map(({ action }) => action)).toContainEqual({
      type: 'open',
      screen: 'dispute',
      paymentId: bought.id,
    });
    expect((await customer.happens('dispute.opened')).run).toMatchObject({
      status: 'resolved',
      stepId: 'disputed',
    });
  });

  test('charged twice: the second purchase, or a person', async () => {
    const customer = customerOf('charged-twice', {
      payments: [bought, { ...bought, id: '01a2247b-5d1b-7000-afb4-2a96f7e64a54' }],
    });
    await customer.start();
    const { run } = await customer.answer('mistake');
    expect(run.card?.options.map(({ id }) => id)).toEqual(['person_please', 'dispute', 'person']);
    expect((await customer.answer('person_please')).run).toMatchObject({
      status: 'handed_off',
      priority: 'urgent',
    });
  });
});

test.each<[string, string[], string]>([
  ['change-phone', ['能', '换好了'], 'resolved'],
  ['change-phone', ['不能', '没有，转人工'], 'handed_off'],
  ['new-device', ['是我', '好的'], 'resolved'],
])('%s: %s ends %s', async (id, words, status) => {
  expect((await inWords(id, { payments: [] }, 'zh', words)).run.status).toBe(status);
});

describe('a call asked for', () => {
  test.each([
    ['zh', ['付款和转账', '11月23日周一 14:10–15:40', '中文', '确认预约'], '约好了，我们会打给您'],
    [
      'en',
      ['A complaint', 'Later ones', 'Mon 23 Nov, 23:10–00:40', 'English', 'Yes, call me'],
      'Done, we will call you',
    ],
  ] as const)('%s: about what, when, in which language, and so it is', async (language, words, title) => {
    const scene: Scene = { payments: [] };
    const { run, titles } = await inWords('request-callback', scene, language, words);
    expect(run.status).toBe('resolved');
    expect(titles.at(-1)).toBe(title);
    expect(scene.callback).toMatchObject({ status: 'requested', language });
  });

  test('asked for already: kept, or cancelled and asked for anew', async () => {
    const scene: Scene = { payments: [] };
    await inWords('request-callback', scene, 'zh', ['其他', '11月23日周一 14:10–15:40', '英语', '确认预约']);
    expect((await inWords('request-callback', scene, 'en', ['Fine, I will wait'])).run.stepId).toBe('kept');
    const changed = await inWords('request-callback', scene, 'en', [
      'Cancel it or change the time',
      'Choose another time',
    ]);
    expect(changed.run.stepId).toBe('reason');
    expect(scene.callback?.status).toBe('canceled');
  });

  test('called while the card is looked at, and missed before', async () => {
    const scene: Scene = { payments: [] };
    await inWords('request-callback', scene, 'zh', ['其他', '11月23日周一 14:10–15:40', '中文', '确认预约']);
    const customer = customerOf('request-callback', scene);
    await customer.start();
    if (scene.callback) scene.callback = { ...scene.callback, status: 'calling', missedCalls: 1 };
    const { run } = await customer.happens('callback.changed');
    expect(run.card?.badge?.en).toBe('We are calling you now');
    expect(run.card?.options.map(({ id }) => id)).toEqual(['keep', 'person']);
    if (scene.callback) scene.callback = { ...scene.callback, status: 'missed', missedCalls: 3 };
    expect((await customer.happens('callback.changed')).run.card?.body?.zh).toContain('打了三次都没有打通');
  });

  test('no phone bound: bind one first', async () => {
    const scene: Scene = { payments: [], phone: null };
    const customer = customerOf('request-callback', scene);
    expect((await customer.start()).run.card?.options[0]?.action).toEqual({
      type: 'open',
      screen: 'contacts',
    });
    delete scene.phone;
    expect((await customer.answer('again')).run.stepId).toBe('reason');
  });

  test('a time that has just filled up: another one, or a person', async () => {
    const scene: Scene = { payments: [] };
    const customer = customerOf('request-callback', scene);
    await customer.start();
    await customer.answer('funds');
    await customer.answer(customer.run().card?.options[0]?.id ?? '');
    await customer.answer('zh');
    scene.windows = [];
    expect((await customer.answer('book')).run.stepId).toBe('refused');
    expect((await customer.answer('person_please')).run).toMatchObject({
      status: 'handed_off',
      topic: { zh: '想通电话 · 充值和提现' },
    });
  });
});

test.each([
  ['zh', ['闪退', '不是', '还不行', '还不行', '还没有'], '应用闪退，已试过重开、更新、重装，有诊断信息'],
  [
    'en',
    ['It hangs', 'No', 'Not yet', 'Not yet', 'Not yet'],
    'Hangs; reopened, updated and reinstalled already; diagnostics sent',
  ],
] as const)(
  'a crash that nothing helps against, %s: diagnostics by consent, then a person',
  async (language, words, topic) => {
    const customer = customerOf('app-crash', { payments: [] });
    await customer.start();
    for (const said of words)
      await customer.answer(
        customer.run().card?.options.find(({ label }) => label[language] === said)?.id ?? '',
      );
    expect(customer.run().card?.options[0]?.action).toEqual({ type: 'open', screen: 'diagnostics' });
    const { run } = await customer.happens('diagnostics.sent');
    expect(run).toMatchObject({ status: 'handed_off' });
    expect(run.topic?.[language]).toBe(topic);
  },
);

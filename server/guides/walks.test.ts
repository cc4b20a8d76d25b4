import { describe, expect, test } from 'vitest';
import { failedPayment, processing, succeeded } from '../../tests/support/scripted-payments.ts';
import { card, customerOf, inWords, minutesAgo, now, type Scene } from './testing.ts';
import { voiceMenu } from './voice.ts';

describe('charged twice', () => {
  const first = succeeded(failedPayment([], { createdAt: minutesAgo(8) }));
  const second = succeeded(failedPayment([], { createdAt: minutesAgo(6) }));

  test('two that succeeded: a mistake goes to a person as urgent, with both', async () => {
    const { run, titles } = await inWords('charged-twice', { payments: [second, first] }, 'zh', [
      '重复付了',
      '请客服追回',
    ]);
    expect(titles[0]).toBe('确实成功了两笔');
    expect(run).toMatchObject({
      status: 'handed_off',
      priority: 'urgent',
      topic: { zh: '重复扣款 ¥35.00 × 2 · 云朵咖啡' },
    });
    expect((run.facts as { group: unknown[] }).group).toHaveLength(2);
  });

  test('the first failed and the second succeeded: charged once, and so told', async () => {
    const failed = failedPayment([{ code: 'network_unreachable' }], { createdAt: minutesAgo(8) });
    const { run, titles } = await inWords('charged-twice', { payments: [second, failed] }, 'en', [
      'Yes, solved',
    ]);
    expect(titles[0]).toBe('You were charged once');
    expect(run.status).toBe('resolved');
  });

  test('one is still unknown: the bank is asked, it failed, so charged once', async () => {
    const open = processing({ createdAt: minutesAgo(8) });
    const scene: Scene = {
      payments: [second, open],
      inquire: (payment) => ({
        ...failedPayment([{ code: 'network_unreachable' }]),
        id: payment.id,
        createdAt: payment.createdAt,
      }),
    };
    const { titles } = await inWords('charged-twice', scene, 'zh', ['现在向银行查']);
    expect(titles).toEqual(['有一笔还没有结果', '只扣了一次']);
  });

  test('different amounts are no double', async () => {
    const { titles } = await inWords(
      'charged-twice',
      { payments: [second, { ...first, amount: '9900' }] },
      'zh',
      [],
    );
    expect(titles).toEqual(['没有找到重复的扣款']);
  });
});

test('whoever waits for a payment that failed meanwhile is shown it', async () => {
  const failed = failedPayment([{ code: 'insufficient_balance' }], { createdAt: minutesAgo(8) });
  const { titles } = await inWords('payment-processing', { payments: [failed] }, 'zh', []);
  expect(titles[0]).toContain('余额不足');
});

describe('sent to the wrong person', () => {
  const transfer = (more = {}) =>
    failedPayment([], {
      kind: 'transfer',
      counterparty: { kind: 'customer', name: { zh: '*三', en: '*三' } },
      ...more,
    });

  test('arrived: a person contacts the payee, urgent', async () => {
    const { run, titles } = await inWords(
      'transfer-to-wrong-person',
      { payments: [succeeded(transfer())] },
      'en',
      ['¥35.00 · *三 · at 14:02', 'Have a person contact them'],
    );
    expect(titles).toEqual([
      'Which transfer was wrong?',
      'The money has arrived there',
      'Passing you to a person',
    ]);
    expect(run).toMatchObject({ status: 'handed_off', priority: 'urgent' });
  });

  test('not paid yet: it is canceled only when the customer says so', async () => {
    const scene: Scene = { payments: [transfer()] };
    const customer = customerOf('transfer-to-wrong-person', scene);
    await customer.start();
    await customer.answer(`payment:${scene.payments[0]?.id}`);
    expect(scene.payments[0]?.status).toBe('requires_payment_method');
    const canceled = await customer.answer('cancel');
    expect(canceled.taken.find(({ kind }) => kind === 'do')).toMatchObject({ authority: 'customer' });
    expect(canceled.run.card?.title.zh).toBe('拦住了，钱没有转出去');
    expect((await customer.answer('solved')).run.status).toBe('resolved');
  });

  test('deceived: the police first, then a person', async () => {
    const { titles } = await inWords(
      'transfer-to-wrong-person',
      { payments: [succeeded(transfer())] },
      'zh',
      ['¥35.00 · *三 · 14:02', '我可能被骗了'],
    );
    expect(titles[2]).toContain('报警');
  });
});

describe('not recognised', () => {
  const payment = succeeded(failedPayment([]));
  test('not the customer’s: urgent, and a secret given away is told', async () => {
    const { run } = await inWords('unrecognised-transaction', { payments: [payment] }, 'zh', [
      '¥35.00 · 云朵咖啡 · 14:02',
      '不是我付的',
      '告诉过',
      '先不冻结，转人工',
    ]);
    expect(run).toMatchObject({
      status: 'handed_off',
      priority: 'urgent',
      topic: { zh: expect.stringContaining('泄露过') },
    });
    expect(run.subject.paymentId).toBe(payment.id);
  });
  test('recalled after all', async () => {
    const { run } = await inWords('unrecognised-transaction', { payments: [payment] }, 'en', [
      '¥35.00 · Cloud Coffee · at 14:02',
      'It was me',
    ]);
    expect(run.status).toBe('resolved');
  });
});

describe('a late withdrawal', () => {
  const withdrawal = processing({
    kind: 'withdrawal',
    method: { type: 'bank_account', bank: { zh: '工商银行', en: 'ICBC' }, last4: '6789' },
    counterparty: { kind: 'bank_account', name: { zh: '工商银行(6789)', en: 'ICBC (6789)' } },
  });

  test('the bank has it: told where to look', async () => {
    const { run, titles } = await inWords(
      'withdrawal-late',
      { payments: [withdrawal], inquire: succeeded },
      'en',
      ['Ask the bank now', 'Found it'],
    );
    expect(titles).toEqual([
      'The bank has not confirmed it yet',
      'The bank confirms it has arrived',
      'Glad it is solved',
    ]);
    expect(run.status).toBe('resolved');
  });

  test('the bank does not know: waits, and after a day a person takes it up as urgent', async () => {
    const customer = customerOf('withdrawal-late', { payments: [withdrawal] });
    await customer.start();
    expect((await customer.answer('find_out')).run.card?.title.zh).toBe('银行正在处理，我盯着');
    const { run } = await customer.silence();
    expect(run).toMatchObject({
      status: 'handed_off',
      priority: 'urgent',
      topic: { zh: expect.stringContaining('工商银行') },
    });
  });

  test('it failed: the money is in the balance, and it can be withdrawn again', async () => {
    const failed = failedPayment([{ code: 'account_closed' }], { kind: 'withdrawal' });
    const { run, titles } = await inWords('withdrawal-late', { payments: [failed] }, 'zh', []);
    expect(titles).toEqual(['提现没有成功，钱在余额里']);
    expect(run.card?.options[0]?.action).toEqual({ type: 'open', screen: 'withdraw' });
  });
});

describe('guides through the wallet’s own screens', () => {
  test('top up: a card first, then the screen, and the money arriving ends it', async () => {
    const scene: Scene = { payments: [] };
    const customer = customerOf('top-up', scene);
    const start = await customer.start();
    expect(start.run.card?.options[0]?.action).toEqual({ type: 'open', screen: 'add_card' });
    scene.methods = [card('card', '8821')];
    expect((await customer.answer('look_again')).run.card?.options[0]?.action).toEqual({
      type: 'open',
      screen: 'top_up',
    });
    scene.payments = [
      succeeded(failedPayment([], { kind: 'top_up', direction: 'in', createdAt: now.toISOString() })),
    ];
    expect((await customer.happens('payment.succeeded')).run.card?.title.zh).toBe('充值到账了');
    expect((await customer.silence()).run.status).toBe('resolved');
  });

  test('top up: an older one is not taken for the one being made', async () => {
    const old = succeeded(failedPayment([], { kind: 'top_up', createdAt: minutesAgo(5) }));
    const customer = customerOf('top-up', { payments: [old], methods: [card('card', '8821')] });
    expect((await customer.start()).run.stepId).toBe('top_up');
    expect((await customer.silence()).run.status).toBe('abandoned');
  });

  test('withdraw: a bank account first; without money there is nothing to do', async () => {
    const at = async (scene: Scene) => (await customerOf('withdraw', scene).start()).run.stepId;
    expect(await at({ payments: [] })).toBe('nothing');
    expect(await at({ payments: [], available: 100n, methods: [card('card', '1')] })).toBe('add_account');
    expect(await at({ payments: [], available: 100n, methods: [card('bank_account', '1')] })).toBe(
      'withdraw',
    );
    expect(
      await at({
        payments: [],
        available: 100n,
        methods: [card('bank_account', '1')],
        hasPaymentPassword: false,
      }),
    ).toBe('set_password');
  });

  test.each(['top-up', 'withdraw', 'pay', 'reset-payment-password'])(
    '%s: a locked account goes to a person',
    async (id) => {
      const { run } = await customerOf(id, { payments: [], locked: true }).start();
      expect(run.status).toBe('handed_off');
    },
  );

  test('reset the payment password: the form’s outcome moves it on', async () => {
    const customer = customerOf('reset-payment-password', { payments: [] });
    const { run } = await customer.start();
    expect(run.card?.options[0]).toMatchObject({
      emphasis: 'primary',
      action: { screen: 'reset_payment_password' },
    });
    expect((await customer.happens('payment_password.set')).run.stepId).toBe('done');
    expect((await customer.answer('solved')).run.status).toBe('resolved');
  });

  test('a card that was refused: by what the screen said', async () => {
    const { titles } = await inWords('add-card-or-bank', { payments: [] }, 'zh', [
      '绑不上',
      '这张卡无法添加',
    ]);
    expect(titles.at(-1)).toBe('是发卡银行没有同意');
  });
});

describe('in words of both languages', () => {
  test.each<[string, 'zh' | 'en', string[], string]>([
    ['install-app', 'zh', ['iPhone / iPad', '有了'], 'resolved'],
    ['install-app', 'en', ['Android', 'There is no such entry', 'Not yet'], 'handed_off'],
    ['app-crash', 'zh', ['闪退', '不是', '还不行', '好了'], 'resolved'],
    [
      'app-crash',
      'en',
      ['It hangs', 'No', 'Not yet', 'Not yet', 'Not yet', 'Do not send, get a person'],
      'handed_off',
    ],
    ['network-check', 'zh', ['能打开，很慢', '再测一次', '能打开，很快', '没有了'], 'resolved'],
    ['network-check', 'en', ['Other sites open, UPay does not', 'Still not'], 'handed_off'],
    ['register', 'zh', ['收不到验证码', '收到了'], 'resolved'],
    ['register', 'en', ['It says already registered', 'It was not me'], 'handed_off'],
    ['reset-password', 'zh', ['收不到验证码', '再试一次', '重设好了', '登录上了'], 'resolved'],
    ['reset-password', 'en', ['It wants more, I have none', 'I have none of these'], 'handed_off'],
    ['limits-and-fees', 'zh', ['单笔不够', '好的'], 'resolved'],
    ['limits-and-fees', 'en', ['I need higher limits'], 'handed_off'],
    ['log-in-help', 'zh', ['提示已锁定', '我等一等'], 'resolved'],
    ['log-in-help', 'en', ['I no longer have the number', 'Have a person verify me'], 'handed_off'],
  ])('%s in %s: %s ends %s', async (id, language, words, status) => {
    const { run } = await inWords(id, { payments: [] }, language, words);
    expect(run.status).toBe(status);
  });
});

test('by telephone: what was found, the answers on keys, the rest is for the wallet', async () => {
  const { run } = await customerOf('withdrawal-late', {
    payments: [failedPayment([{ code: 'account_closed' }], { kind: 'withdrawal' })],
  }).start();
  if (run.card === undefined) throw new Error('no card');
  const zh = voiceMenu(run.card, 'zh', now);
  expect(zh.text).toContain('金额：35元。');
  expect(zh.text).toContain('知道了，已解决，请按 1。');
  expect(zh.text).toContain('电话里办不了：重新提现、添加银行账户。');
  expect([...zh.keys]).toEqual([
    ['1', 'solved'],
    ['0', 'person'],
  ]);
  expect(voiceMenu(run.card, 'en', now).text).toContain('For a person, press 0.');
});

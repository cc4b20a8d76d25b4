import { randomInt, randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import * as guides from '../../contract/guides.ts';
import { staffLogIn } from '../../contract/identity.ts';
import * as payments from '../../contract/payments.ts';
import * as support from '../../contract/support.ts';
import { rateConversation } from '../../contract/ratings.ts';
import { ApiClient, CustomerClient, codeReader } from '../../scripts/api-client.ts';
import { DEMO_STAFF } from '../../scripts/demo-logins.ts';
import { staffCredentials } from '../support/authenticator.ts';
import { runScript } from '../support/script.ts';
import { startSystem, type TestSystem } from '../support/system.ts';

let system: TestSystem;

beforeAll(async () => {
  system = await startSystem({ env: { UPAY_RATE_LIMIT_FACTOR: '1000', UPAY_RAIL_TIMEOUT: '700' } });
  await runScript('scripts/demo.ts', { ...system.server.env, UPAY_URL: system.server.url });
});
afterAll(() => system.stop());

async function newCustomer(language: 'zh-CN' | 'en' = 'zh-CN'): Promise<CustomerClient & { phone: string }> {
  const phone = `139${randomInt(10_000_000, 99_999_999)}`;
  const client = new CustomerClient(system.server.url);
  client.language = language;
  await client.register(
    { phone, name: '赵磊', password: 'Kestrel over the harbour 7', paymentPassword: '246810' },
    codeReader(system.sandbox.url),
  );
  return Object.assign(client, { phone });
}

/** A transfer of ¥35.00 from a balance of ¥10.00, refused. */
async function failForWantOfBalance(client: CustomerClient): Promise<payments.Payment> {
  await client.topUp(await client.addCard('4242424242424242'), '1000');
  const { payeeId } = await client.call(payments.lookUpPayee, { body: { phone: '13900139000' } });
  const { problem } = await client.send(payments.createPayment, {
    body: {
      kind: 'transfer',
      payeeId,
      amount: '3500',
      currency: 'CNY',
      method: { type: 'balance' },
      paymentPassword: '246810',
    },
  });
  expect(problem?.code).toBe('insufficient_balance');
  return problem?.payment as payments.Payment;
}

async function messagesUntil(
  client: CustomerClient,
  conversationId: string,
  enough: (messages: support.Message[]) => boolean,
): Promise<support.Message[]> {
  const deadline = Date.now() + 15_000;
  for (;;) {
    const { messages } = await client.call(support.getMessages, {
      params: { id: conversationId },
      query: {},
    });
    if (enough(messages)) return messages;
    if (Date.now() > deadline) throw new Error(`not seen in time: ${JSON.stringify(messages, null, 1)}`);
    await sleep(100);
  }
}

const cards = (messages: support.Message[]): guides.Card[] =>
  messages.flatMap(({ content }) => (content.type === 'card' ? [content.card] : []));
const topUpOption = (messages: support.Message[]) =>
  cards(messages)
    .flatMap((card) => card.options)
    .find((option) => option.action.type === 'top_up_and_pay');

for (const [language, words] of [
  ['zh-CN', '我刚才付款失败了'],
  ['en', 'my payment failed'],
] as const)
  test(`${language}: '${words}' leads to the cause and a fix in one tap; the money is right and the guide ends resolved`, async () => {
    const client = await newCustomer(language);
    const failed = await failForWantOfBalance(client);
    const conversation = await client.call(support.openConversation, {
      body: { context: { screen: 'home' }, language: language === 'en' ? 'en' : 'zh' },
    });
    const { id } = conversation;
    await client.call(support.sendMessage, {
      params: { id },
      body: { clientMessageId: randomUUID(), text: words },
    });
    const messages = await messagesUntil(client, id, (seen) => topUpOption(seen) !== undefined);
    const option = topUpOption(messages);
    expect(option?.action).toMatchObject({
      type: 'top_up_and_pay',
      paymentId: failed.id,
      topUpAmount: '2500',
    });
    const [card] = cards(messages);
    expect(JSON.stringify(card?.facts)).toContain('"3500"');

    const action = option?.action as Extract<guides.OptionAction, { type: 'top_up_and_pay' }>;
    const method = action.method as payments.MethodReference;
    const fixed = await client.call(payments.topUpAndPay, {
      params: { id: failed.id },
      body: { method, topUpAmount: action.topUpAmount, paymentPassword: '246810' },
    });
    expect(fixed.payment.status).toBe('succeeded');
    const after = await messagesUntil(client, id, (seen) =>
      cards(seen).some((shown) => shown.tone === 'success'),
    );
    const success = cards(after).find((shown) => shown.tone === 'success');
    const solved = success?.options.find((choice) => choice.action.type === 'answer');
    const run = await client.call(guides.answerGuide, {
      params: { id: success?.runId ?? '' },
      body: { step: success?.step ?? 0, option: solved?.id ?? '' },
    });
    expect(run.status).toBe('resolved');
    const { balances } = await client.call(payments.getWallet);
    expect(balances).toEqual([{ currency: 'CNY', available: '0', held: '0', total: '0' }]);
  });

test('a person takes over with everything known, answers, closes, and is rated', async () => {
  const client = await newCustomer();
  const failed = await failForWantOfBalance(client);
  const { id } = await client.call(support.openConversation, {
    body: { context: { screen: 'payment', paymentId: failed.id }, language: 'zh' },
  });
  await messagesUntil(client, id, (seen) => cards(seen).length > 0);
  await client.call(support.sendMessage, {
    params: { id },
    body: { clientMessageId: randomUUID(), text: '转人工' },
  });
  await messagesUntil(client, id, (seen) =>
    seen.some(({ content }) => content.type === 'event' && content.event === 'queued'),
  );

  const agent = new ApiClient(system.server.url);
  await agent.call(staffLogIn, { body: await staffCredentials(DEMO_STAFF[0]) });
  const queue = await agent.call(support.listDeskConversations, { query: { view: 'unassigned' } });
  expect(queue.conversations.find((waiting) => waiting.id === id)).toMatchObject({
    awaitsReply: true,
    lastMessage: { content: { type: 'text', text: '转人工' } },
  });
  const detail = await agent.call(support.takeConversation, { params: { id } });
  expect(detail.subjectPayment).toMatchObject({ id: failed.id, failure: { code: 'insufficient_balance' } });
  expect(detail.subjectPayment?.attempts[0]?.trace.find((entry) => entry.check === 'funds')).toMatchObject({
    result: 'failed',
    evidence: { available: '1000' },
  });
  expect(detail.customer.name).not.toContain('赵磊');
  const { runs } = await agent.call(guides.listDeskGuideRuns, { params: { id } });
  expect(runs[0]).toMatchObject({ guide: 'payment-failed', subject: { paymentId: failed.id } });

  await agent.call(support.sendDeskMessage, {
    params: { id },
    body: { clientMessageId: randomUUID(), kind: 'note', text: '客户余额不足' },
  });
  await agent.call(support.sendDeskMessage, {
    params: { id },
    body: { clientMessageId: randomUUID(), kind: 'reply', text: '您好，您可以充值差额后完成付款。' },
  });
  const sent = await agent.call(guides.sendGuide, {
    params: { id },
    body: { guide: 'payment-failed', subject: { paymentId: failed.id } },
  });
  const seen = await messagesUntil(client, id, (messages) =>
    cards(messages).some((card) => card.runId === sent.id),
  );
  expect(JSON.stringify(seen)).toContain('充值差额');
  expect(JSON.stringify(seen)).not.toContain('客户余额不足');

  await agent.call(support.closeConversation, { params: { id }, body: { resolution: 'resolved' } });
  const rated = await client.call(rateConversation, { params: { id }, body: { score: 5 } });
  expect(rated.rating?.score).toBe(5);
});

import { getMessages, listConversations } from '../../contract/support.ts';
import { createPayment, lookUpPayee, type Payment } from '../../contract/payments.ts';
import { DEMO_CUSTOMERS } from '../../scripts/demo-logins.ts';
import { CARDS, type Customer, expect, test } from '../support/journey.ts';
import {
  closeConversation,
  DESK_SCREEN,
  logInAtDesk,
  openFromQueue,
  replyToCustomer,
  takeConversation,
} from '../support/journey-desk.ts';
import { contactSupport, newestCard, tapPaymentPassword, WORDS } from '../support/journey-steps.ts';

const OWN = {
  zh: {
    next: /您是下一位/,
    oneBefore: /前面还有 1 位/,
    // How long, or outside of business hours when people are back.
    wait: /预计 (1 分钟内|\d+ 分钟)|上班，按顺序回复/,
    leave: '取消排队',
    joined: /张敏已接入/,
    typingAgent: /客服正在输入/,
    typingCustomer: /客户正在输入/,
    reply: '您好，我看到您有一笔转账余额不足。我发一个引导给您。',
    answer: '好的，谢谢',
    noteTab: /^内部备注/,
    note: '客户很着急，优先处理',
    saveNote: /^保存备注/,
    payment: '付款',
    guides: /^引导/,
    funds: '资金',
    onlyAvailable: /可用余额只有 ¥10\.00/,
    checked: /没有扣款|未扣款/,
    sendGuide: /^发引导/,
    sendToCustomer: '发送给客户',
    guide: /付款失败/,
    topUp: /充值 ¥25\.00/,
    solved: '解决了',
    resolved: '已解决',
    rate: /评分/,
    stars: '5 星',
    comment: '很快就解决了',
    submit: '提交评价',
    thanks: /感谢/,
  },
  en: {
    next: /You are next/,
    oneBefore: /1 (person|customer)?.*(before|ahead)/,
    wait: /minute|back .* and answer in order/,
    leave: 'Leave the queue',
    joined: /张敏 has joined/,
    typingAgent: /agent is (writing|typing)/i,
    typingCustomer: /customer is (writing|typing)/i,
    reply: 'Hello, your balance was too low for a transfer. I am sending you a guide.',
    answer: 'All right, thank you',
    noteTab: /^Internal note/,
    note: 'In a hurry, please go first',
    saveNote: /^Save note/,
    payment: 'Payment',
    guides: /^Guides/,
    funds: 'Funds',
    onlyAvailable: /Only ¥10\.00 is available/,
    checked: /Not charged/,
    sendGuide: /^Guide/,
    sendToCustomer: 'Send to the customer',
    guide: /payment failed/i,
    topUp: /Top up ¥25\.00/,
    solved: 'Yes, solved',
    resolved: 'Resolved',
    rate: /rate/,
    stars: '5 stars',
    comment: 'Solved in no time',
    submit: 'Send rating',
    thanks: /Thank you/,
  },
} as const;

/** A transfer of ¥35.00 from a balance of ¥10.00. */
async function failForWantOfBalance({ api }: Customer): Promise<Payment> {
  const { payeeId } = await api.call(lookUpPayee, { body: { phone: DEMO_CUSTOMERS[1].phone } });
  const { problem } = await api.send(createPayment, {
    body: {
      kind: 'transfer',
      payeeId,
      amount: '3500',
      currency: 'CNY',
      method: { type: 'balance' },
      paymentPassword: api.paymentPassword,
    },
  });
  return problem?.payment as Payment;
}

test('a person takes over: sees what happened, answers, sends a guide and watches it work, closes, and is rated', async ({
  newCustomer,
  newBrowser,
  language,
}) => {
  const own = OWN[language];
  const words = WORDS[language];
  const customer = await newCustomer({ balance: '1000', cards: [CARDS.good] });
  const other = await newCustomer();
  const { page, phone, name } = customer;
  const failed = await failForWantOfBalance(customer);

  await page.goto(`/payments/${failed.id}`);
  await contactSupport(page, language);
  await expect(newestCard(page)).toContainText('25.00');
  await page.getByRole('main').getByRole('button', { name: words.person }).last().click();
  await expect(page.getByRole('main')).toContainText(own.next);
  await expect(page.getByRole('main')).toContainText(own.wait);

  // Somebody comes after, and thinks better of it.
  await other.page.goto('/');
  await contactSupport(other.page, language);
  await other.page.getByRole('main').getByRole('button', { name: words.person }).last().click();
  await expect(other.page.getByRole('main')).toContainText(own.oneBefore);

  const desk = await newBrowser(DESK_SCREEN);
  await logInAtDesk(desk, language);
  await openFromQueue(desk, language, phone);
  await takeConversation(desk, language);
  await expect(page.getByRole('main')).toContainText(own.joined);
  await expect(other.page.getByRole('main')).toContainText(own.next);
  await other.page.getByRole('button', { name: own.leave }).click();
  await expect(other.page.getByRole('button', { name: own.leave })).toHaveCount(0);

  // What the agent sees without asking: the trace of that payment and what the guide found, and nobody's secrets.
  const context = desk.getByRole('complementary');
  await context.getByRole('tab', { name: own.payment, exact: true }).click();
  await expect(context.getByRole('listitem').filter({ hasText: own.funds }).first()).toContainText(
    own.onlyAvailable,
  );
  await context.getByRole('tab', { name: own.guides }).click();
  await expect(context).toContainText(own.checked);
  await expect(context).toContainText('¥35.00');
  for (const secret of [phone, name]) await expect(desk.locator('body')).not.toContainText(secret);

  const thread = desk.getByRole('region', { name: words.messages });
  // Both write; a note stays among agents.
  const conversation = page.getByRole('region', { name: words.messages });
  const replyField = desk.getByRole('main').getByRole('textbox');
  await replyField.pressSequentially(own.reply.slice(0, 12), { delay: 30 });
  await expect(conversation.getByText(own.typingAgent)).toBeVisible();
  await page.getByRole('textbox', { name: words.write }).pressSequentially(own.answer, { delay: 30 });
  await expect(thread.getByText(own.typingCustomer)).toBeVisible();
  await desk.getByRole('button', { name: own.noteTab }).click();
  await desk.getByRole('main').getByRole('textbox', { name: own.noteTab }).fill(own.note);
  await desk.getByRole('button', { name: own.saveNote }).click();
  await expect(thread.getByText(own.note)).toBeVisible();
  await desk
    .getByRole('main')
    .getByRole('button', { name: language === 'zh' ? /^回复/ : /^Reply/ })
    .click();
  await replyToCustomer(desk, language, own.reply);
  await expect(conversation.getByText(own.reply)).toBeVisible();
  await page.getByRole('button', { name: words.send, exact: true }).click();
  await expect(thread.getByText(own.answer, { exact: true })).toBeVisible();
  await expect(conversation).not.toContainText(own.note);

  // The guide walks at the customer's, its steps complete at the agent's.
  await desk.getByRole('main').getByRole('button', { name: own.sendGuide }).click();
  const dialog = desk.getByRole('dialog');
  await dialog.getByText(own.guide).first().click();
  await dialog.getByRole('button', { name: own.sendToCustomer }).click();
  await expect(dialog).toHaveCount(0);
  await newestCard(page).getByRole('button', { name: own.topUp }).click();
  await tapPaymentPassword(page, language);
  await newestCard(page).getByRole('button', { name: own.solved }).click();
  await expect(context.getByRole('group').first()).toContainText(own.resolved);

  await closeConversation(desk, language);
  await expect(page.getByRole('main')).toContainText(own.rate);
  await page
    .locator('label')
    .filter({ has: page.getByRole('radio', { name: own.stars }) })
    .click();
  await page.getByRole('main').getByRole('textbox').fill(own.comment);
  await page.getByRole('button', { name: own.submit }).click();
  await expect(page.getByRole('main')).toContainText(own.thanks);
  await expect(desk.getByRole('main')).toContainText(own.comment);

  const { conversations } = await customer.api.call(listConversations);
  const { messages } = await customer.api.call(getMessages, {
    params: { id: conversations[0]?.id ?? '' },
    query: {},
  });
  expect(JSON.stringify(messages)).not.toContain(own.note);
});

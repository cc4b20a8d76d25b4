import { CARDS, expect, type Page, test } from '../support/journey.ts';
import { expectState, tapPaymentPassword, WORDS } from '../support/journey-steps.ts';

const OWN = {
  zh: {
    addCard: '添加银行卡',
    addAccount: '添加银行账户',
    number: '卡号',
    expiry: '有效期',
    cvc: '安全码',
    cardHolder: '持卡人姓名',
    account: '银行账号',
    accountHolder: '户名',
    add: '添加',
    card: /4242/,
    bank: /6789/,
    topUp: '充值',
    topUpAmount: '充值金额',
    payee: '收款人的手机号或邮箱',
    payeeName: '顾清和',
    masked: '**和',
    amount: '转账金额',
    note: /附言/,
    transfer: '确认转账',
    reference: '交易号',
    received: /收到/,
    details: '查看详情',
    check: '支付密码',
  },
  en: {
    addCard: 'Add a card',
    addAccount: 'Add a bank account',
    number: 'Card number',
    expiry: 'Expiry',
    cvc: 'Security code',
    cardHolder: 'Name on card',
    account: 'Account number',
    accountHolder: 'Account holder',
    add: 'Add',
    card: /4242/,
    bank: /6789/,
    topUp: 'Top up',
    topUpAmount: 'Amount to top up',
    payee: 'Payee’s phone or email',
    payeeName: 'Clara Gu',
    masked: 'C** G**',
    amount: 'Amount',
    note: /^Note/,
    transfer: 'Confirm transfer',
    reference: 'Reference',
    received: /Received from|Transfer from/,
    details: 'Details',
    check: 'Payment password',
  },
} as const;

/** What an attacker would write: shown as the text it is. */
const NOTE = '<img src=x onerror=alert(1)> & <b>晚餐</b>';

async function expectBalance(page: Page, words: (typeof WORDS)['zh' | 'en'], shown: string): Promise<void> {
  await expect(page.getByRole('main')).toContainText(words.available);
  await expect(page.getByRole('main')).toContainText(shown);
}

test('money in, on to somebody else, and every step of it to read', async ({ newCustomer, language }) => {
  const own = OWN[language];
  const words = WORDS[language];
  const payee = await newCustomer({ name: own.payeeName });
  await payee.page.goto('/');
  await expectBalance(payee.page, words, '0.00');
  const { page, name } = await newCustomer();

  await page.goto('/methods');
  await page.getByRole('link', { name: own.addCard }).click();
  await page.getByRole('textbox', { name: own.number }).fill('4242 4242 4242 4241');
  await page.getByRole('textbox', { name: own.expiry }).fill('1234');
  await page.getByRole('textbox', { name: own.cvc }).fill('123');
  await page.getByRole('textbox', { name: own.cardHolder }).fill(name);
  await page.getByRole('button', { name: own.add, exact: true }).click();
  await expect(page.getByRole('textbox', { name: own.number })).toHaveAttribute('aria-invalid', 'true');
  await page.getByRole('textbox', { name: own.number }).fill(CARDS.good);
  await page.getByRole('button', { name: own.add, exact: true }).click();
  await expect(page.getByRole('listitem').filter({ hasText: own.card })).toBeVisible();

  await page.getByRole('link', { name: own.addAccount }).click();
  await page.getByRole('textbox', { name: own.account }).fill('000123456789');
  await page.getByRole('textbox', { name: own.accountHolder }).fill(name);
  await page.getByRole('button', { name: own.add, exact: true }).click();
  await expect(page.getByRole('listitem').filter({ hasText: own.bank })).toBeVisible();

  await page.goto('/');
  await page.getByRole('main').getByRole('link', { name: own.topUp, exact: true }).first().click();
  await page.getByRole('textbox', { name: own.topUpAmount }).fill('100');
  await page.getByRole('main').getByText(own.card).click();
  await page.getByRole('main').getByRole('button', { name: own.topUp, exact: true }).click();
  await tapPaymentPassword(page, language);
  await expectState(page, words.succeeded);

  await page.goto('/transfer');
  await page.getByRole('textbox', { name: own.payee }).fill(payee.phone);
  await page.getByRole('button', { name: words.next }).click();
  await expect(page.getByRole('main').getByText(own.masked, { exact: true })).toBeVisible();
  await expect(page.getByText(own.payeeName)).toHaveCount(0);
  await page.getByRole('textbox', { name: own.amount }).fill('35.5');
  await page.getByRole('textbox', { name: own.note }).fill(NOTE);
  await page.getByRole('button', { name: own.transfer }).click();
  const sheet = page.getByRole('dialog');
  await expect(sheet).toContainText(own.masked);
  await expect(sheet).toContainText('35.50');
  await tapPaymentPassword(page, language);
  await expectState(page, words.succeeded);
  const facts = page.getByRole('main');
  await expect(facts).toContainText(own.reference);
  await expect(facts, 'the note as it was written').toContainText(NOTE);

  // The other one looks at their home screen all the while.
  await expectBalance(payee.page, words, '35.50');
  await payee.page.getByRole('link', { name: own.received }).click();
  await expect(payee.page.getByRole('main')).toContainText(NOTE);
  await expect(payee.page.getByRole('main').locator('img')).toHaveCount(0);

  await page.getByRole('link', { name: own.details }).click();
  await expect(page.getByRole('main').getByRole('listitem').filter({ hasText: own.check })).toBeVisible();
  await page.goto('/');
  await expectBalance(page, words, '64.50');
});

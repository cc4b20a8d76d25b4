import { getWallet, listPayments } from '../../contract/payments.ts';
import { CARDS, type Customer, expect, test } from '../support/journey.ts';
import {
  contactSupport,
  expectOrderPaid,
  goToCheckout,
  newestCard,
  payAtCheckout,
  say,
  tapPaymentPassword,
  WORDS,
} from '../support/journey-steps.ts';

const OWN = {
  zh: {
    about: /关于：.*35\.00/,
    cameFrom: /收银台.*联系/,
    myPaymentFailed: '我付款失败了',
    tooLow: /余额不足/,
    topUp: /4242.*充值 ¥25\.00/,
    declined: /拒绝|未通过|额度不足/,
    payWithGoodCard: /4242.*付款/,
    payFromBalance: /余额付款/,
    wrongPassword: /支付密码不正确/,
    triesLeft: /还可以再试 \d 次/,
    enterAgain: /重新输入/,
    systemError: /出了?错/,
    solved: '解决了',
    glad: /很高兴/,
  },
  en: {
    about: /About: .*35\.00/,
    cameFrom: /contacted support from .*checkout/i,
    myPaymentFailed: 'my payment failed',
    tooLow: /too low/i,
    topUp: /Top up ¥25\.00 from .*4242/,
    declined: /declined|not enough|insufficient/i,
    payWithGoodCard: /Pay with .*4242/,
    payFromBalance: /from the balance/,
    wrongPassword: /payment password is incorrect/i,
    triesLeft: /\d tries (are )?left/,
    enterAgain: /Enter it again/,
    systemError: /went wrong|system error/i,
    solved: 'Yes, solved',
    glad: /glad/i,
  },
} as const;

test.use({ expectedComplaints: /status of 402 .*\/api\/payments/ });

/** What a customer has in the end: their money, and how often each payment went through. */
async function standing({ api }: Customer) {
  const { balances } = await api.call(getWallet);
  const { payments } = await api.call(listPayments, { query: {} });
  const purchases = payments.filter(({ kind }) => kind === 'purchase');
  return {
    available: balances[0]?.available ?? '0',
    held: balances[0]?.held ?? '0',
    purchases: purchases.map(({ status, amount, method }) => ({ status, amount, with: method.type })),
  };
}

test('too little balance: support knows what happened, and one tap tops up and finishes the same payment', async ({
  newCustomer,
  language,
}) => {
  const own = OWN[language];
  const words = WORDS[language];
  const customer = await newCustomer({ balance: '1000', cards: [CARDS.good] });
  const { page } = customer;
  await goToCheckout(page, language, 'latte');
  await payAtCheckout(page, language, words.balance);
  await expect(page.getByRole('main')).toContainText(words.nothingCharged);
  const checkout = page.url();

  await contactSupport(page, language);
  await expect(page.getByRole('link', { name: own.about })).toBeVisible();
  await expect(page.getByRole('main')).toContainText(own.cameFrom);
  await expect(newestCard(page)).toContainText('25.00');
  await say(page, language, own.myPaymentFailed);
  await expect(page.getByRole('article')).toHaveCount(2);

  const diagnosis = newestCard(page);
  for (const fact of ['云朵咖啡', '¥35.00', own.tooLow, '¥10.00', '¥25.00', words.nothingCharged])
    await expect(diagnosis).toContainText(fact);
  await diagnosis.getByRole('button', { name: own.topUp }).click();
  const sheet = page.getByRole('dialog');
  await expect(sheet).toContainText('¥25.00');
  await expect(sheet).toContainText('4242');
  await tapPaymentPassword(page, language);

  await expect(newestCard(page)).toContainText('¥35.00');
  await newestCard(page).getByRole('button', { name: own.solved }).click();
  await expect(newestCard(page)).toContainText(own.glad);
  expect(await standing(customer)).toEqual({
    available: '0',
    held: '0',
    purchases: [{ status: 'succeeded', amount: '3500', with: 'balance' }],
  });
  await expectOrderPaid(page, language, checkout);
});

test('a declined card: nothing was charged, and another method finishes the same payment', async ({
  newCustomer,
  language,
}) => {
  const own = OWN[language];
  const customer = await newCustomer({ cards: [CARDS.withoutFunds, CARDS.good] });
  const { page } = customer;
  await goToCheckout(page, language, 'latte');
  await payAtCheckout(page, language, /9995/);
  await expect(page.getByRole('main')).toContainText(WORDS[language].nothingCharged);
  const checkout = page.url();

  await contactSupport(page, language);
  await expect(newestCard(page)).toContainText(own.declined);
  await newestCard(page).getByRole('button', { name: own.payWithGoodCard }).click();
  await tapPaymentPassword(page, language);
  await newestCard(page).getByRole('button', { name: own.solved }).click();
  await expect(newestCard(page)).toContainText(own.glad);
  const [purchase, ...more] = (await standing(customer)).purchases;
  expect(purchase).toEqual({ status: 'succeeded', amount: '3500', with: 'card' });
  expect(more).toEqual([]);
  await expectOrderPaid(page, language, checkout);
});

test('a wrong payment password: told at once with the tries left, and again from the conversation', async ({
  newCustomer,
  language,
}) => {
  const own = OWN[language];
  const words = WORDS[language];
  const customer = await newCustomer({ balance: '5000' });
  const { page } = customer;
  await goToCheckout(page, language, 'latte');
  await payAtCheckout(page, language, words.balance, '975310');
  const sheet = page.getByRole('dialog');
  await expect(sheet.getByRole('alert')).toContainText(own.wrongPassword);
  await expect(sheet.getByRole('alert')).toContainText(own.triesLeft);
  await page.keyboard.press('Escape');
  await expect(sheet).toHaveCount(0);
  const checkout = page.url();

  await contactSupport(page, language);
  await expect(newestCard(page)).toContainText(own.triesLeft);
  await expect(newestCard(page)).toContainText(words.nothingCharged);
  await newestCard(page).getByRole('button', { name: own.enterAgain }).click();
  await tapPaymentPassword(page, language, '864209');
  await expect(page.getByRole('dialog').getByRole('alert')).toContainText(own.triesLeft);
  await tapPaymentPassword(page, language);
  await newestCard(page).getByRole('button', { name: own.solved }).click();
  await expect(newestCard(page)).toContainText(own.glad);
  expect(await standing(customer)).toEqual({
    available: '1500',
    held: '0',
    purchases: [{ status: 'succeeded', amount: '3500', with: 'balance' }],
  });
  await expectOrderPaid(page, language, checkout);
});

test('a system error at the bank: said plainly, and the balance finishes the payment', async ({
  newCustomer,
  language,
}) => {
  const own = OWN[language];
  const words = WORDS[language];
  const customer = await newCustomer({ balance: '5000', cards: [CARDS.systemError] });
  const { page } = customer;
  await goToCheckout(page, language, 'latte');
  await payAtCheckout(page, language, /0119/);
  await expect(page.getByRole('main')).toContainText(words.nothingCharged);
  const checkout = page.url();

  await contactSupport(page, language);
  await expect(newestCard(page)).toContainText(own.systemError);
  await expect(newestCard(page)).toContainText(words.nothingCharged);
  await newestCard(page).getByRole('button', { name: own.payFromBalance }).click();
  await tapPaymentPassword(page, language);
  await newestCard(page).getByRole('button', { name: own.solved }).click();
  await expect(newestCard(page)).toContainText(own.glad);
  expect(await standing(customer)).toEqual({
    available: '1500',
    held: '0',
    purchases: [{ status: 'succeeded', amount: '3500', with: 'balance' }],
  });
  await expectOrderPaid(page, language, checkout);
});

import { listPayments } from '../../contract/payments.ts';
import { CARDS, type Customer, expect, test } from '../support/journey.ts';
import {
  contactSupport,
  expectOrderPaid,
  expectState,
  goToCheckout,
  newestCard,
  payAtCheckout,
  tapPaymentPassword,
  WORDS,
} from '../support/journey-steps.ts';

const OWN = {
  zh: {
    doNotPayAgain: /不要(再付|重复付款)/,
    notKnown: /没(有|确定)/,
    mayBeHeld: /¥35\.00/,
    findOut: /查(询)?结果/,
    stillNoResult: /还没有结果/,
    askAgain: /再查一次/,
    paid: /付款成功/,
    solved: '解决了',
    glad: /很高兴/,
    nothingSent: /没有连上银行/,
    tryAgain: /再试一次/,
    withdraw: '提现',
    withdrawAmount: '提现金额',
    onHold: /¥30\.00 处理中/,
  },
  en: {
    doNotPayAgain: /do not pay again/i,
    notKnown: /not known|no result/i,
    mayBeHeld: /¥35\.00/,
    findOut: /Find out now/,
    stillNoResult: /no result yet/i,
    askAgain: /Ask again/,
    paid: /Paid/,
    solved: 'Yes, solved',
    glad: /glad/i,
    nothingSent: /could not be reached/i,
    tryAgain: /Try again/,
    withdraw: 'Withdraw',
    withdrawAmount: 'Amount to withdraw',
    onHold: /¥30\.00 more on hold/,
  },
} as const;

test.use({ expectedComplaints: /status of 402 .*\/api\/payments/ });

/** Every payment of the customer's that went through. */
async function succeeded({ api }: Customer) {
  const { payments } = await api.call(listPayments, { query: { status: 'succeeded' } });
  return payments.map(({ kind, amount }) => ({ kind, amount }));
}

test('the bank never answers: the payment is under way, not failed, until asking finds that it was made once', async ({
  newCustomer,
  sandbox,
  language,
}) => {
  const own = OWN[language];
  const words = WORDS[language];
  const customer = await newCustomer({ cards: [CARDS.neverAnswers] });
  const { page } = customer;
  // Nobody can find out either, until the journey says so.
  await sandbox.setFault({ operation: 'card.inquiry', fault: 'error', times: 1000 });
  await goToCheckout(page, language, 'latte');
  await payAtCheckout(page, language, /0001/);
  await expectState(page, words.processing);
  const checkout = page.url();

  await contactSupport(page, language);
  await expect(newestCard(page)).toContainText(own.doNotPayAgain);
  await expect(newestCard(page)).toContainText(own.mayBeHeld);
  await newestCard(page).getByRole('button', { name: own.findOut }).click();
  await expect(newestCard(page)).toContainText(own.stillNoResult);
  await expect(newestCard(page)).toContainText(own.doNotPayAgain);

  await sandbox.clearFaults();
  await newestCard(page).getByRole('button', { name: own.askAgain }).click();
  await expect(newestCard(page)).toContainText(own.paid);
  await newestCard(page).getByRole('button', { name: own.solved }).click();
  await expect(newestCard(page)).toContainText(own.glad);
  expect(await succeeded(customer)).toEqual([{ kind: 'purchase', amount: '3500' }]);
  await expectOrderPaid(page, language, checkout);
});

test('the answer is cut off, then told by the bank by itself: paid once, with nothing to do', async ({
  newCustomer,
  sandbox,
  language,
}) => {
  const words = WORDS[language];
  const customer = await newCustomer({ cards: [CARDS.good] });
  const { page } = customer;
  await sandbox.setFault({ operation: 'card.charge', fault: 'drop_after' });
  await goToCheckout(page, language, 'latte');
  await payAtCheckout(page, language, /4242/);
  await expectState(page, words.succeeded);
  expect(await succeeded(customer)).toEqual([{ kind: 'purchase', amount: '3500' }]);
  await expectOrderPaid(page, language, page.url());
});

test('the bank answers late: under way at first, then paid on the same screen', async ({
  newCustomer,
  sandbox,
  language,
}) => {
  const words = WORDS[language];
  const customer = await newCustomer({ cards: [CARDS.good] });
  const { page } = customer;
  // Longer than UPay waits for an answer; the callback comes when the bank is done, and nothing can be asked before.
  await sandbox.setFault({ operation: 'card.charge', fault: 'slow', delayMs: 15_000 });
  await sandbox.setFault({ operation: 'card.inquiry', fault: 'error', times: 1000 });
  await goToCheckout(page, language, 'latte');
  await payAtCheckout(page, language, /4242/);
  await expectState(page, words.processing);
  await expectState(page, words.succeeded, { timeout: 40_000 });
  expect(await succeeded(customer)).toEqual([{ kind: 'purchase', amount: '3500' }]);
});

test('the request never arrived: asking finds that nothing was charged, and the same payment is tried again', async ({
  newCustomer,
  sandbox,
  language,
}) => {
  const own = OWN[language];
  const words = WORDS[language];
  const customer = await newCustomer({ cards: [CARDS.good] });
  const { page } = customer;
  await sandbox.setFault({ operation: 'card.charge', fault: 'drop_before' });
  await goToCheckout(page, language, 'latte');
  await payAtCheckout(page, language, /4242/);
  await expectState(page, words.processing);
  const checkout = page.url();

  await contactSupport(page, language);
  const told = expect(newestCard(page)).toContainText(own.nothingSent);
  // The server's own inquiry may be answered before the tap.
  await Promise.race([newestCard(page).getByRole('button', { name: own.findOut }).click(), told]);
  await told;
  await expect(newestCard(page)).toContainText(words.nothingCharged);
  await newestCard(page).getByRole('button', { name: own.tryAgain }).click();
  await tapPaymentPassword(page, language);
  await newestCard(page).getByRole('button', { name: own.solved }).click();
  await expect(newestCard(page)).toContainText(own.glad);
  expect(await succeeded(customer)).toEqual([{ kind: 'purchase', amount: '3500' }]);
  await expectOrderPaid(page, language, checkout);
});

test('a withdrawal without an answer: the money is on hold, in sight, and leaves once', async ({
  newCustomer,
  sandbox,
  language,
}) => {
  const own = OWN[language];
  const words = WORDS[language];
  const customer = await newCustomer({ balance: '10000' });
  const { page, api } = customer;
  await api.addBankAccount('000888888868');
  await sandbox.setFault({ operation: 'bank.inquiry', fault: 'error', times: 1000 });
  await page.goto('/');
  await page.getByRole('main').getByRole('link', { name: own.withdraw, exact: true }).click();
  await page.getByRole('textbox', { name: own.withdrawAmount }).fill('30');
  await page.getByRole('main').getByRole('button', { name: own.withdraw, exact: true }).click();
  await tapPaymentPassword(page, language);
  await expectState(page, words.processing);

  const home = await page.context().newPage();
  await home.goto('/');
  await expect(home.getByRole('main')).toContainText('70.00');
  await expect(home.getByRole('button', { name: own.onHold })).toBeVisible();

  await sandbox.clearFaults();
  await page.getByRole('button', { name: own.findOut }).click();
  await expectState(page, words.succeeded);
  await expect(home.getByRole('button', { name: own.onHold })).toHaveCount(0);
  await expect(home.getByRole('main')).toContainText('70.00');
  expect(await succeeded(customer)).toEqual([
    { kind: 'withdrawal', amount: '3000' },
    { kind: 'top_up', amount: '10000' },
  ]);
});

import { setSmallPayments } from '../../contract/payment-settings.ts';
import { expect, type Page, PAYMENT_PASSWORD, test } from '../support/journey.ts';
import { expectState, payAtCheckout, PRODUCTS, WORDS } from '../support/journey-steps.ts';

const OWN = {
  zh: {
    payCode: '付款码',
    digits: /^80\d{2}( \d{4}){3} \d{2}$/,
    scanned: '顾客的付款码',
    charge: /^收款 /,
    paid: '已收款',
    waiting: '等顾客在手机上确认',
    next: '下一单',
    used: /已经用过/,
  },
  en: {
    payCode: 'Pay code',
    digits: /^80\d{2}( \d{4}){3} \d{2}$/,
    scanned: 'Customer’s payment code',
    charge: /^Charge /,
    paid: 'Paid',
    waiting: 'Waiting for the customer to confirm',
    next: 'Next customer',
    used: /was used/,
  },
} as const;

// A used code is refused, and the browser says so.
test.use({ expectedComplaints: /422 .*\/shop\/api\/counter\/orders/ });

test('at the counter: the code is scanned, a small amount goes through, a larger one asks for the payment password', async ({
  newCustomer,
  newBrowser,
  language,
}) => {
  const own = OWN[language];
  const words = WORDS[language];
  const { page, api } = await newCustomer({ balance: '50000' });
  await api.call(setSmallPayments, { body: { limit: '10000', paymentPassword: PAYMENT_PASSWORD } });
  const till = await newBrowser();
  await till.goto('/shop/counter');
  const scan = async (code: string) => {
    // As a scanner does it: the digits, then Enter.
    await till.getByRole('textbox', { name: own.scanned }).fill(code);
    await till.keyboard.press('Enter');
  };
  const shownCode = async (customer: Page) => {
    const digits = customer.getByText(own.digits);
    await expect(digits).toBeVisible();
    return (await digits.textContent()) as string;
  };

  await page.goto('/');
  await page.getByRole('link', { name: own.payCode }).click();
  const code = await shownCode(page);
  await till.getByRole('button', { name: PRODUCTS.latte[language] }).click();
  await scan(code);
  await expect(till.getByRole('status').getByText(own.paid, { exact: true })).toBeVisible();
  await expectState(page, words.succeeded);
  await expect(page.getByRole('main')).toContainText('35.00');

  await till.getByRole('button', { name: own.next }).click();
  await till.getByRole('button', { name: PRODUCTS.mug[language] }).click();
  await scan(code);
  await expect(till.getByText(own.used)).toBeVisible();
  await page.goto('/pay-code');
  await scan(await shownCode(page));
  await expect(till.getByRole('status').getByText(own.waiting)).toBeVisible();
  // The wallet leads to it by itself, and nothing has moved yet.
  await expect(page.getByRole('heading', { name: words.checkout })).toBeVisible();
  await expect(page.getByRole('main')).toContainText('¥128.00');
  await payAtCheckout(page, language, words.balance);
  await expectState(page, words.succeeded);
  await expect(till.getByRole('status').getByText(own.paid, { exact: true })).toBeVisible();
  await page.goto('/');
  await expect(page.getByRole('main')).toContainText('337.00');
});

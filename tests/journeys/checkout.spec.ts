import { listPayments } from '../../contract/payments.ts';
import { CARDS, expect, test } from '../support/journey.ts';
import {
  expectOrderPaid,
  expectState,
  goToCheckout,
  payAtCheckout,
  PRODUCTS,
  WORDS,
} from '../support/journey-steps.ts';

const OWN = {
  zh: {
    oneMore: (product: string) => `再加一份 ${product}`,
    emptyBag: /购物袋\s*0/,
    orders: '我的订单',
    unpaid: '待付款',
    paid: '已付款',
    payNow: '去 UPay 付款',
    cancel: /返回商家/,
    confirmAtBank: /银行页面确认/,
    approve: /通过/,
  },
  en: {
    oneMore: (product: string) => `One more ${product}`,
    emptyBag: /Bag\s*0/,
    orders: 'My orders',
    unpaid: 'Unpaid',
    paid: 'Paid',
    payNow: 'Pay with UPay',
    cancel: /back to the shop|Cancel/,
    confirmAtBank: /Confirm on the bank’s page/,
    approve: /pass|succeed|approve/i,
  },
} as const;

test('shopping: three things from the menu, paid from the balance, and the shop makes them', async ({
  newCustomer,
  language,
}) => {
  const own = OWN[language];
  const words = WORDS[language];
  const { latte, mug } = PRODUCTS;
  const { page, api } = await newCustomer({ balance: '50000' });
  await page.goto('/shop/');
  await page.getByRole('button', { name: words.toBag(latte[language]) }).click();
  await page.getByRole('button', { name: own.oneMore(latte[language]) }).click();
  await page.getByRole('button', { name: words.toBag(mug[language]) }).click();
  const bag = page.getByRole('banner').getByRole('link', { name: words.bag });
  await expect(bag).toContainText('3');
  await bag.click();
  await page.getByRole('button', { name: words.payWithUPay }).click();

  await expect(page.getByRole('heading', { name: words.checkout })).toBeVisible();
  const order = page.getByRole('main');
  for (const line of [latte[language], '¥70.00', mug[language], '¥128.00', '¥198.00'])
    await expect(order).toContainText(line);
  await payAtCheckout(page, language, words.balance);
  await expectState(page, words.succeeded);
  await page.getByRole('link', { name: words.backToShop }).click();
  await expect(page.getByRole('heading', { name: words.orderPaid })).toBeVisible();
  await expect(page.getByRole('main')).toContainText('¥198.00');
  await expect(bag).toHaveText(own.emptyBag);

  await page.goto('/');
  await expect(page.getByRole('main')).toContainText('302.00');
  const { payments } = await api.call(listPayments, { query: { status: 'succeeded' } });
  expect(payments.filter(({ kind }) => kind === 'purchase')).toMatchObject([{ amount: '19800' }]);
});

test('changing one’s mind, then paying the same order with a card', async ({ newCustomer, language }) => {
  const own = OWN[language];
  const words = WORDS[language];
  const { page } = await newCustomer({ cards: [CARDS.good] });
  await goToCheckout(page, language, 'mug');
  const checkout = page.url();
  await page.getByRole('link', { name: own.cancel }).click();
  await page.getByRole('link', { name: own.orders }).click();
  const row = page.getByRole('main').getByRole('link').filter({ hasText: PRODUCTS.mug[language] });
  await expect(row).toContainText(own.unpaid);
  await row.click();
  await page.getByRole('link', { name: own.payNow }).click();
  await expect(page).toHaveURL(checkout);
  await payAtCheckout(page, language, /4242/);
  await expectState(page, words.succeeded);
  await page.getByRole('link', { name: words.backToShop }).click();
  await expect(page.getByRole('heading', { name: words.orderPaid })).toBeVisible();
  await page.getByRole('link', { name: own.orders }).click();
  await expect(row).toContainText(own.paid);
});

test('a card whose bank asks its holder: confirmed on the bank’s page, then paid', async ({
  newCustomer,
  language,
}) => {
  const own = OWN[language];
  const words = WORDS[language];
  const { page } = await newCustomer({ cards: [CARDS.asksTheHolder] });
  await goToCheckout(page, language, 'mug');
  const checkout = page.url();
  await payAtCheckout(page, language, /3155/);
  await page.getByRole('link', { name: own.confirmAtBank }).click();
  await expect(page.getByText('128.00')).toBeVisible();
  await page.getByRole('button', { name: own.approve }).click();
  await expectState(page, words.succeeded);
  await expectOrderPaid(page, language, checkout);
});

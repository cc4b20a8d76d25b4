import { expect, type Language, type Locator, type Page, PAYMENT_PASSWORD } from './journey.ts';

/** What several journeys read and press. Patterns where the sentence around it is not the point. */
export const WORDS = {
  zh: {
    contactSupport: '联系客服',
    next: '下一步',
    logIn: '登录',
    password: '登录密码',
    phone: '手机号',
    code: '验证码',
    keypad: '数字键盘',
    messages: '消息',
    write: /描述您的问题/,
    send: '发送',
    person: '转人工',
    pay: /^确认付款 ¥/,
    succeeded: '成功',
    failed: '未成功',
    processing: '处理中',
    nothingCharged: /没有扣款/,
    available: /可用余额（元）\s*([\d,.]+)/,
    toBag: (product: string) => `把 ${product} 放进购物袋`,
    bag: /购物袋/,
    payWithUPay: /用 UPay 付款/,
    checkout: '收银台',
    balance: /账户余额/,
    backToShop: /^返回/,
    orderPaid: /已付款/,
    orderUnpaid: /等待付款/,
  },
  en: {
    contactSupport: 'Contact support',
    next: 'Next',
    logIn: 'Log in',
    password: 'Login password',
    phone: 'Phone number',
    code: 'Code',
    keypad: 'Keypad',
    messages: 'Messages',
    write: /describe your problem/i,
    send: 'Send',
    person: 'Talk to a person',
    pay: /^Pay (CN)?¥/,
    succeeded: 'Succeeded',
    failed: 'Failed',
    processing: 'Processing',
    nothingCharged: /nothing was .*charged/i,
    available: /Available balance \(CNY\)\s*([\d,.]+)/,
    toBag: (product: string) => `Add ${product} to the bag`,
    bag: /^Bag/,
    payWithUPay: /^Pay .+ with UPay/,
    checkout: 'Checkout',
    balance: /^Balance/,
    backToShop: /^Back to/,
    orderPaid: /^Paid/,
    orderUnpaid: /waiting for payment/i,
  },
} as const satisfies Record<Language, unknown>;

/** Some things the shop sells. Prices in minor units. */
export const PRODUCTS = {
  latte: { zh: '燕麦拿铁', en: 'Oat Latte', price: '3500' },
  mug: { zh: '云朵马克杯', en: 'Cloud Mug', price: '12800' },
} as const;

/** Taps six digits on the keypad that is on screen. */
export async function tapPaymentPassword(
  page: Page,
  language: Language,
  digits: string = PAYMENT_PASSWORD,
): Promise<void> {
  const keypad = page.getByRole('group', { name: WORDS[language].keypad });
  for (const digit of digits) await keypad.getByRole('button', { name: digit, exact: true }).click();
}

/** Puts one thing into the bag and goes to UPay's checkout with it. */
export async function goToCheckout(
  page: Page,
  language: Language,
  product: keyof typeof PRODUCTS,
): Promise<void> {
  const words = WORDS[language];
  await page.goto('/shop/');
  await page.getByRole('button', { name: words.toBag(PRODUCTS[product][language]) }).click();
  await page.getByRole('banner').getByRole('link', { name: words.bag }).click();
  await page.getByRole('button', { name: words.payWithUPay }).click();
  await expect(page.getByRole('heading', { name: words.checkout })).toBeVisible();
}

/** At the checkout: chooses how to pay, confirms, and taps the payment password. */
export async function payAtCheckout(
  page: Page,
  language: Language,
  method: RegExp,
  digits?: string,
): Promise<void> {
  const choice = page.getByRole('radio', { name: method });
  await page.locator('label').filter({ has: choice }).click();
  await expect(choice).toBeChecked();
  await page.getByRole('button', { name: WORDS[language].pay }).click();
  await expect(page.getByRole('dialog')).toBeVisible();
  await tapPaymentPassword(page, language, digits);
}

/** From the screen one is on, by the button that is in the same place everywhere. */
export async function contactSupport(page: Page, language: Language): Promise<void> {
  await page.getByRole('link', { name: WORDS[language].contactSupport, exact: true }).first().click();
  await expect(page.getByRole('region', { name: WORDS[language].messages })).toBeVisible();
}

/** The state in large letters at the head of a payment's screen. */
export async function expectState(page: Page, state: string, options?: { timeout: number }): Promise<void> {
  await expect(page.getByRole('status').getByText(state, { exact: true })).toBeVisible(options);
}

/** The checkout and the shop both know. */
export async function expectOrderPaid(page: Page, language: Language, checkoutUrl: string): Promise<void> {
  await page.goto(checkoutUrl);
  await page.getByRole('link', { name: WORDS[language].backToShop }).click();
  await expect(page.getByRole('heading', { name: WORDS[language].orderPaid })).toBeVisible();
}

/** The newest card of a guide in the conversation. */
export function newestCard(page: Page): Locator {
  return page.getByRole('article').last();
}

export async function say(page: Page, language: Language, text: string): Promise<void> {
  await page.getByRole('textbox', { name: WORDS[language].write }).fill(text);
  await page.getByRole('button', { name: WORDS[language].send, exact: true }).click();
}

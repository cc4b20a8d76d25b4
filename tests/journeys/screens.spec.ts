import { AxeBuilder } from '@axe-core/playwright';
import { createPayment, type Payment } from '../../contract/payments.ts';
import { staffLogIn } from '../../contract/identity.ts';
import { openConversation, requestPerson, takeConversation } from '../../contract/support.ts';
import { ApiClient } from '../../scripts/api-client.ts';
import { DEMO_STAFF } from '../../scripts/demo-logins.ts';
import {
  CARDS,
  type Customer,
  expect,
  handOverSession,
  type Language,
  type Page,
  test,
} from '../support/journey.ts';
import { closeConversation, DESK_SCREEN } from '../support/journey-desk.ts';
import { goToCheckout, PRODUCTS } from '../support/journey-steps.ts';

const PHONE = { width: 390, height: 844 };
/** What a screen is made of before its content has come, or while something moves. */
const UNFINISHED = '.animate-breathe';

test.use({ contextOptions: { reducedMotion: 'reduce' } });
// Whatever the browser complains of on any of these screens fails the journey: see journey.ts.

interface Finding {
  rule: string;
  impact: string | null | undefined;
  where: string[];
}

async function findings(axe: AxeBuilder): Promise<Finding[]> {
  const { violations } = await axe.analyze();
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(({ id, impact, nodes }) => ({
      rule: id,
      impact,
      where: nodes.map(({ html }) => html.slice(0, 200)),
    }));
}

/** Opens a screen and looks at it: accessible in both themes, nothing wider than a phone. */
async function inspect(page: Page, path: string, options: { size?: typeof PHONE } = {}): Promise<void> {
  await test.step(path, async () => {
    await page.setViewportSize(options.size ?? PHONE);
    await page.emulateMedia({ colorScheme: 'light' });
    await page.goto(path);
    await expect(page.getByRole('main').first()).toHaveText(/\S/);
    await expect(page.locator(UNFINISHED)).toHaveCount(0);
    expect.soft(await findings(new AxeBuilder({ page })), `${path}, light`).toEqual([]);
    // What differs in the dark are the colours.
    await page.emulateMedia({ colorScheme: 'dark' });
    await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark');
    const colours = new AxeBuilder({ page }).withRules(['color-contrast']);
    expect.soft(await findings(colours), `${path}, dark`).toEqual([]);
    await page.setViewportSize(PHONE);
    const overflow = await page.evaluate('document.documentElement.scrollWidth - innerWidth');
    expect.soft(overflow, `${path}: pixels beyond the screen's edge`).toBeLessThanOrEqual(0);
  });
}

/** An order at the checkout: where, and its id, which is also the shop's. */
async function placeOrder({ page }: Customer, language: Language) {
  await goToCheckout(page, language, 'latte');
  const path = new URL(page.url()).pathname;
  return { path, id: path.split('/').at(-1) as string };
}

/** Pays an order from a balance that does not suffice; answers with the payment's id. */
async function failToPay({ api }: Customer, checkoutSessionId: string): Promise<string> {
  const { problem } = await api.send(createPayment, {
    body: {
      kind: 'purchase',
      checkoutSessionId,
      amount: PRODUCTS.latte.price,
      currency: 'CNY',
      method: { type: 'balance' },
      paymentPassword: api.paymentPassword,
    },
  });
  return (problem?.payment as Payment).id;
}

test('every screen of the wallet', async ({ newCustomer, newBrowser, language }) => {
  const stranger = await newBrowser();
  for (const path of ['/login', '/register']) await inspect(stranger, path);

  const customer = await newCustomer({ balance: '1000', cards: [CARDS.good, CARDS.withoutFunds] });
  await customer.api.addBankAccount('000123456789');
  const { page } = customer;
  const order = await placeOrder(customer, language);
  await inspect(page, order.path);
  const failed = await failToPay(customer, order.id);
  for (const path of [
    '/',
    '/transfer',
    '/transfer?to=13900139000',
    '/receive',
    '/top-up',
    '/withdraw',
    '/methods',
    '/methods/new-card',
    '/methods/new-account',
    '/bills',
    `/payments/${failed}`,
    `/payments/${failed}/result`,
    order.path,
    '/me',
    '/me/payment-password',
    `/support?screen=payment&paymentId=${failed}`,
    '/support/help',
    '/nowhere',
  ])
    await inspect(page, path);
});

test('every screen of the shop', async ({ newCustomer, language }) => {
  const customer = await newCustomer({ balance: '1000' });
  const { page } = customer;
  const { id } = await placeOrder(customer, language);
  for (const path of ['/shop/', '/shop/cart', '/shop/orders', `/shop/orders/${id}`, '/shop/nowhere'])
    await inspect(page, path);
});

test('every screen of the desk', async ({ newCustomer, newBrowser, baseURL, language }) => {
  const desk = await newBrowser(DESK_SCREEN);
  const size = DESK_SCREEN.viewport;
  await inspect(desk, '/desk/login', { size });

  const customer = await newCustomer({ balance: '1000', cards: [CARDS.good] });
  const paymentId = await failToPay(customer, (await placeOrder(customer, language)).id);
  const { id } = await customer.api.call(openConversation, {
    body: { context: { screen: 'payment', paymentId }, language },
  });
  await customer.api.call(requestPerson, { params: { id } });
  const agent = new ApiClient(baseURL as string);
  const [{ email, password }] = DEMO_STAFF;
  await agent.call(staffLogIn, { body: { email, password } });
  await handOverSession(agent, desk);
  await inspect(desk, '/desk/', { size });
  await inspect(desk, '/desk/?view=unassigned', { size });
  await inspect(desk, `/desk/conversations/${id}`, { size });
  await agent.call(takeConversation, { params: { id } });
  await inspect(desk, `/desk/conversations/${id}`, { size });
  await inspect(desk, `/desk/conversations/${id}`);
  await desk.setViewportSize(size);
  await closeConversation(desk, language);
});

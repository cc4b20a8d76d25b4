import { AxeBuilder } from '@axe-core/playwright';
import { type Staff, staffLogIn } from '../../contract/identity.ts';
import { createPayment, type Payment } from '../../contract/payments.ts';
import { openConversation, requestPerson, takeConversation } from '../../contract/support.ts';
import { ApiClient } from '../../scripts/api-client.ts';
import { DEMO_STAFF } from '../../scripts/demo-logins.ts';
import { staffCredentials } from '../support/authenticator.ts';
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
/** Where content has not come yet. */
const UNFINISHED = '.animate-breathe';

test.use({ contextOptions: { reducedMotion: 'reduce' } });
// Many screens, one after the other.
test.describe.configure({ timeout: 300_000 });

/**
 * Opens a screen and looks at it: accessible, nothing wider than it is. What can go wrong with a theme are the colours and
 * with a language the words, so Chinese is looked at in the light and English in the dark.
 */
async function inspect(page: Page, language: Language, path: string, size = PHONE): Promise<void> {
  await test.step(path, async () => {
    await page.setViewportSize(size);
    await page.emulateMedia({ colorScheme: language === 'zh' ? 'light' : 'dark' });
    await page.goto(path);
    await expect(page.getByRole('main').first()).toHaveText(/\S/);
    await expect(page.locator(UNFINISHED)).toHaveCount(0);
    const { violations } = await new AxeBuilder({ page }).analyze();
    const grave = violations
      .filter(({ impact }) => impact === 'serious' || impact === 'critical')
      .map(({ id, nodes }) => ({ rule: id, where: nodes.map(({ html }) => html.slice(0, 200)) }));
    expect.soft(grave, path).toEqual([]);
    const beyond = await page.evaluate('document.documentElement.scrollWidth - innerWidth');
    expect.soft(beyond, `${path}: pixels beyond the edge`).toBeLessThanOrEqual(0);
  });
}

/** An order that the balance does not suffice for: its address, and the payment. */
async function failToPay({ page, api }: Customer, language: Language) {
  await goToCheckout(page, language, 'latte');
  const path = new URL(page.url()).pathname;
  const { problem } = await api.send(createPayment, {
    body: {
      kind: 'purchase',
      checkoutSessionId: path.split('/').at(-1) as string,
      amount: PRODUCTS.latte.price,
      currency: 'CNY',
      method: { type: 'balance' },
      paymentPassword: api.paymentPassword,
    },
  });
  return { path, orderId: path.split('/').at(-1) as string, payment: problem?.payment as Payment };
}

async function logIn(baseURL: string | undefined, role: Staff['role']): Promise<ApiClient> {
  const client = new ApiClient(baseURL as string);
  const member = DEMO_STAFF.find((one) => one.role === role) ?? DEMO_STAFF[0];
  await client.call(staffLogIn, { body: await staffCredentials(member) });
  return client;
}

test('every screen of the wallet and the shop is accessible and fits a phone', async ({
  newCustomer,
  newBrowser,
  language,
}) => {
  const stranger = await newBrowser();
  for (const path of ['/login', '/register', '/recover', '/help', '/help/guides/log-in-help'])
    await inspect(stranger, language, path);

  const customer = await newCustomer({ balance: '1000', cards: [CARDS.good, CARDS.withoutFunds] });
  await customer.api.addBankAccount('000123456789');
  const { path: order, orderId, payment } = await failToPay(customer, language);
  for (const path of [
    '/',
    '/transfer',
    '/transfer?to=13900139000',
    '/receive',
    '/pay-code',
    '/top-up',
    '/top-up/bank-transfer',
    '/withdraw',
    '/methods',
    '/methods/new-card',
    '/methods/new-account',
    '/bills',
    `/payments/${payment.id}`,
    `/payments/${payment.id}/result`,
    order,
    '/me',
    '/me/freeze',
    '/me/personal-data',
    '/me/security',
    '/me/devices',
    '/me/passkeys',
    '/me/authenticator',
    '/me/contacts',
    '/me/identity-document',
    '/me/password',
    '/me/payment-password',
    '/me/small-payments',
    `/support?screen=payment&paymentId=${payment.id}`,
    '/support/help',
    '/complaints',
    '/complaints/new',
    '/nowhere',
    '/shop/',
    '/shop/cart',
    '/shop/orders',
    `/shop/orders/${orderId}`,
    '/shop/counter',
  ])
    await inspect(customer.page, language, path);
});

test('every screen of the desk is accessible', async ({ newCustomer, newBrowser, baseURL, language }) => {
  // The desk's words are the only difference, and long: one language is enough for its structure.
  test.skip(language === 'en');
  const size = DESK_SCREEN.viewport;
  const desk = await newBrowser(DESK_SCREEN);
  await inspect(desk, language, '/desk/login', size);

  const customer = await newCustomer({ balance: '1000', cards: [CARDS.good] });
  const { payment } = await failToPay(customer, language);
  const { id } = await customer.api.call(openConversation, {
    body: { context: { screen: 'payment', paymentId: payment.id }, language },
  });
  await customer.api.call(requestPerson, { params: { id } });
  const agent = await logIn(baseURL, 'agent');
  await handOverSession(agent, desk);
  await inspect(desk, language, '/desk/?view=unassigned', size);
  await agent.call(takeConversation, { params: { id } });
  await inspect(desk, language, `/desk/conversations/${id}`, size);
  await inspect(desk, language, `/desk/conversations/${id}`);
  await desk.setViewportSize(size);
  await closeConversation(desk, language);

  const supervisors = await newBrowser(DESK_SCREEN);
  await handOverSession(await logIn(baseURL, 'supervisor'), supervisors);
  for (const room of [
    'approvals',
    'held-payments',
    'unmaskings',
    'callbacks',
    'complaints',
    'complaint-tasks',
    'guides',
    'knowledge',
    'learning',
    'disputes',
    'merchants',
    'reports',
  ])
    await inspect(supervisors, language, `/desk/${room}`, size);
  const finance = await newBrowser(DESK_SCREEN);
  await handOverSession(await logIn(baseURL, 'finance'), finance);
  for (const room of ['suspense', 'reconciliation']) await inspect(finance, language, `/desk/${room}`, size);
});

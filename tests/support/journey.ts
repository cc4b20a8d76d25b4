import { randomInt } from 'node:crypto';
import { test as base, type BrowserContextOptions, type Page } from '@playwright/test';
import { removePaymentMethod } from '../../contract/payments.ts';
import type { Language } from '../../contract/text.ts';
import { type ApiClient, CustomerClient, codeReader } from '../../scripts/api-client.ts';
import { gatherComplaints } from './journey-complaints.ts';
import { type JourneyWorld, openWorld } from './journey-world.ts';

export { expect, type Locator, type Page } from '@playwright/test';
export type { Language } from '../../contract/text.ts';

/** Sandbox numbers that behave as named; more in sandbox/outcomes.ts. */
export const CARDS = {
  good: '4242424242424242',
  debit: '4000056655665556',
  withoutFunds: '4000000000009995',
  systemError: '4000000000000119',
  neverAnswers: '4000000000680001',
  asksTheHolder: '4000002500003155',
} as const;
export const LOGIN_PASSWORD = 'Kestrel over the harbour 7';
export const PAYMENT_PASSWORD = '246810';

/** A customer with a browser of their own, logged in. */
export interface Customer {
  page: Page;
  /** The same person at the API, for what is not the journey's point. */
  api: CustomerClient;
  /** As typed: eleven digits. */
  phone: string;
  name: string;
}

export interface NewCustomer {
  name?: string;
  /** Card numbers to store, the first one first. */
  cards?: readonly string[];
  /** Topped up from a card that is removed again when it is not among `cards`. Minor units. */
  balance?: string;
}

interface Options {
  language: Language;
  /** What the browser may complain of in this journey, besides asking who is logged in. */
  expectedComplaints: RegExp;
}

interface Fixtures {
  /** Somebody's browser, with nobody logged in. */
  newBrowser: (options?: BrowserContextOptions) => Promise<Page>;
  newCustomer: (customer?: NewCustomer) => Promise<Customer>;
  /** The next six-digit code that was sent to a phone and not read yet. */
  readCode: (phone: string) => Promise<string>;
  /** The world outside, without a fault set. */
  sandbox: JourneyWorld['sandbox'];
}

interface WorkerFixtures {
  /** Shared by the journeys of a worker: one after another, so that a fault strikes the journey that set it. */
  world: JourneyWorld;
}

/** A phone that nobody has registered yet. */
export function newPhone(): string {
  return `139${randomInt(10_000_000, 99_999_999)}`;
}

/** The browser goes on as whom the API client is logged in as. */
export async function handOverSession(client: ApiClient, page: Page): Promise<void> {
  // For the same host: Chromium trusts localhost with cookies for secure connections, but takes them as told for HTTPS only.
  const url = client.url.replace(/^http:/, 'https:');
  const cookies = [...client.cookies].map(([name, value]) => ({ name, value, url, secure: true }));
  await page.context().addCookies(cookies);
}

/**
 * A journey: people with browsers of their own at one running UPay. It ends clean: no fault is left set, and no page has
 * complained of anything that the journey does not expect.
 */
export const test = base.extend<Options & Fixtures, WorkerFixtures>({
  language: ['zh', { option: true }],
  expectedComplaints: [/^$/, { option: true }],

  world: [
    // oxlint-disable-next-line no-empty-pattern -- Playwright reads from the pattern what a fixture needs.
    async ({}, use) => {
      const world = await openWorld();
      await use(world);
      await world.close();
    },
    { scope: 'worker' },
  ],

  baseURL: ({ world }, use) => use(world.url),

  newBrowser: async ({ browser, expectedComplaints }, use) => {
    const complaints: string[] = [];
    const open = async (options?: BrowserContextOptions) => {
      const context = await browser.newContext(options);
      await gatherComplaints(context, complaints, expectedComplaints);
      return context.newPage();
    };
    await use(open);
    base.expect(complaints, 'complaints of the browser').toEqual([]);
  },

  readCode: ({ sandbox }, use) => use(codeReader(sandbox.url)),

  newCustomer: async ({ newBrowser, readCode, baseURL, language }, use) => {
    const names = language === 'zh' ? ['林小满', '周子昂', '苏晚晴'] : ['Nora Lin', 'Ethan Zhou', 'Grace Su'];
    let count = 0;
    await use(async ({ name = names[count++ % names.length] as string, cards = [], balance } = {}) => {
      const api = new CustomerClient(baseURL as string);
      api.language = language === 'zh' ? 'zh-CN' : 'en';
      const phone = newPhone();
      const password = LOGIN_PASSWORD;
      await api.register({ phone, name, password, paymentPassword: PAYMENT_PASSWORD }, readCode);
      if (balance) await fillBalance(api, balance);
      for (const card of cards) await api.addCard(card);
      const page = await newBrowser();
      await handOverSession(api, page);
      return { page, api, phone, name };
    });
  },

  sandbox: async ({ world }, use) => {
    await use(world.sandbox);
    await world.sandbox.clearFaults();
  },
});

/** @param amount minor units */
async function fillBalance(api: CustomerClient, amount: string): Promise<void> {
  const card = await api.addCard(CARDS.debit);
  await api.topUp(card, amount);
  await api.call(removePaymentMethod, { params: { id: card.id } });
}

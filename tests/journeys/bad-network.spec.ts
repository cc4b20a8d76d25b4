import { requestPerson, openConversation, takeConversation } from '../../contract/support.ts';
import { staffLogIn } from '../../contract/identity.ts';
import { ApiClient } from '../../scripts/api-client.ts';
import { DEMO_STAFF } from '../../scripts/demo-logins.ts';
import { expect, handOverSession, type Language, type Locator, type Page, test } from '../support/journey.ts';
import { closeConversation, DESK_SCREEN, replyToCustomer } from '../support/journey-desk.ts';
import { say, WORDS } from '../support/journey-steps.ts';

const OWN = {
  zh: { customer: (n: number) => `客户第${n}句`, agent: (n: number) => `客服第${n}句`, offline: /断开/ },
  en: {
    customer: (n: number) => `customer says ${n}`,
    agent: (n: number) => `agent says ${n}`,
    offline: /offline/i,
  },
} as const;

test.use({ expectedComplaints: /ERR_INTERNET_DISCONNECTED|WebSocket connection/ });

/** What both have written, in the order in which this screen shows it. */
async function transcript(messages: Locator): Promise<string[]> {
  const said = messages.getByText(/^(客户第\d+句|客服第\d+句|customer says \d+|agent says \d+)$/);
  return said.allTextContents();
}

const setOffline = (page: Page, offline: boolean) => page.context().setOffline(offline);

test('both write while the network comes and goes, and read the same, each line once and in order', async ({
  newCustomer,
  newBrowser,
  baseURL,
  language,
}) => {
  const own = OWN[language];
  const words = WORDS[language];
  const { page, api } = await newCustomer();
  const { id } = await api.call(openConversation, { body: { context: { screen: 'home' }, language } });
  await api.call(requestPerson, { params: { id } });
  const agent = new ApiClient(baseURL as string);
  const [{ email, password }] = DEMO_STAFF;
  await agent.call(staffLogIn, { body: { email, password } });
  await agent.call(takeConversation, { params: { id } });
  const desk = await newBrowser(DESK_SCREEN);
  await handOverSession(agent, desk);

  await page.goto('/support');
  await desk.goto(`/desk/conversations/${id}`);
  const here = page.getByRole('region', { name: words.messages });
  const there = desk.getByRole('region', { name: words.messages });
  await say(page, language, own.customer(1));
  await expect(there.getByText(own.customer(1), { exact: true })).toBeVisible();
  await replyToCustomer(desk, language, own.agent(1));
  await expect(here.getByText(own.agent(1), { exact: true })).toBeVisible();

  // The customer's network is gone; both go on writing.
  await setOffline(page, true);
  await say(page, language, own.customer(2));
  await replyToCustomer(desk, language, own.agent(2));
  await expect(page.getByRole('status').filter({ hasText: own.offline }).first()).toBeVisible();
  await say(page, language, own.customer(3));
  expect(await transcript(there), 'cut off in both directions').not.toContain(own.customer(2));
  expect(await transcript(here)).not.toContain(own.agent(2));
  await setOffline(page, false);
  await expect(there.getByText(own.customer(3), { exact: true })).toBeVisible({ timeout: 20_000 });
  await expect(here.getByText(own.agent(2), { exact: true })).toBeVisible();

  // Now the agent's, and the customer's page is loaded anew in the middle of it.
  await setOffline(desk, true);
  await replyToCustomer(desk, language, own.agent(3));
  await say(page, language, own.customer(4));
  await page.reload();
  await say(page, language, own.customer(5));
  await setOffline(desk, false);
  await expect(here.getByText(own.agent(3), { exact: true })).toBeVisible({ timeout: 20_000 });
  await expect(there.getByText(own.customer(5), { exact: true })).toBeVisible();

  // Back and forth.
  for (let turn = 6; turn < 12; turn += 1) {
    await setOffline(turn % 2 === 0 ? page : desk, turn % 4 < 2);
    await say(page, language, own.customer(turn));
    await replyToCustomer(desk, language, own.agent(turn));
  }
  await setOffline(page, false);
  await setOffline(desk, false);
  await expect(there.getByText(own.customer(11), { exact: true })).toBeVisible({ timeout: 30_000 });
  await expect(here.getByText(own.agent(11), { exact: true })).toBeVisible({ timeout: 30_000 });

  await expect.poll(async () => (await transcript(here)).length).toBe(20);
  const read = await transcript(here);
  expect(await transcript(there)).toEqual(read);
  expect(new Set(read).size, 'each line once').toBe(read.length);
  expectInOrder(read, own, language);

  await page.reload();
  await expect.poll(() => transcript(here), 'nothing is lost by loading it anew').toEqual(read);
  await closeConversation(desk, language);
});

/** Each side's own lines stand in the order in which they were written. */
function expectInOrder(read: string[], own: (typeof OWN)[Language], language: Language): void {
  const numbers = (side: 'customer' | 'agent') =>
    read
      .filter((line) => line.startsWith(own[side](0).slice(0, language === 'zh' ? 2 : 5)))
      .map((line) => Number(/\d+/.exec(line)));
  for (const side of ['customer', 'agent'] as const)
    expect(numbers(side)).toEqual(numbers(side).toSorted((one, other) => one - other));
}

import { expect, test } from '../support/journey.ts';
import { DESK_SCREEN, logInAtDesk } from '../support/journey-desk.ts';
import { newestCard } from '../support/journey-steps.ts';

const OWN = {
  zh: {
    search: '搜索帮助',
    slip: '提限多久到帐',
    withdraw: /^怎么提现/,
    about: '付款和转账',
    language: '中文',
    book: '确认预约',
    booked: '约好了，我们会打给您',
    again: '您已经约好了回电',
    callbacks: /^回电/,
    take: '认领',
    taken: '已认领',
    diagnostics: '诊断信息',
    send: '发送给客服',
    sent: '您发送了应用的诊断信息',
  },
  en: {
    search: 'Search help',
    slip: 'withdrawl how long',
    withdraw: /^How to withdraw/,
    about: 'Payments and transfers',
    language: 'English',
    book: 'Yes, call me',
    booked: 'Done, we will call you',
    again: 'A call is arranged',
    callbacks: /^Callbacks/,
    take: 'Take',
    taken: 'Taken',
    diagnostics: 'Diagnostics',
    send: 'Send to support',
    sent: 'You sent diagnostics of the app',
  },
} as const;

test.use({ expectedComplaints: /status of 401/ });

test('help without logging in, found with a typing slip and by pinyin', async ({ newBrowser, language }) => {
  const own = OWN[language];
  const visitor = await newBrowser();
  await visitor.goto('/help');
  const search = visitor.getByRole('searchbox', { name: own.search });
  await search.fill(own.slip);
  await expect(visitor.getByRole('main').getByRole('link', { name: own.withdraw })).toBeVisible();
  await search.fill('tixian');
  const found = visitor.getByRole('main').getByRole('link', { name: own.withdraw });
  await found.click();
  await expect(visitor.getByRole('heading', { name: own.withdraw })).toBeVisible();
});

test('a call is arranged, seen at the desk and taken; diagnostics are sent by consent', async ({
  newCustomer,
  newBrowser,
  language,
}) => {
  // The guide's words are walked in both languages without a browser.
  test.skip(language === 'en');
  const own = OWN[language];
  const { phone, page } = await newCustomer();
  await page.goto('/help/guides/request-callback');
  const card = newestCard(page);
  await card.getByRole('button', { name: own.about }).click();
  await card
    .getByRole('button', { name: /\d\d:\d\d–\d\d:\d\d/ })
    .first()
    .click();
  await card.getByRole('button', { name: own.language, exact: true }).click();
  await card.getByRole('button', { name: own.book }).click();
  await expect(card).toContainText(own.booked);
  await page.reload();
  await expect(card).toContainText(own.again);

  const agent = await newBrowser(DESK_SCREEN);
  await logInAtDesk(agent, language);
  await agent.getByRole('link', { name: own.callbacks }).first().click();
  const item = agent.getByRole('listitem').filter({ hasText: `****${phone.slice(-4)}` });
  await item.getByRole('button', { name: own.take, exact: true }).click();
  await expect(item.getByText(own.taken)).toBeVisible();

  await page.goto('/support/diagnostics');
  await expect(page.getByRole('heading', { name: own.diagnostics })).toBeVisible();
  await expect(page.getByRole('button', { name: own.send })).toBeEnabled();
  await page.getByRole('button', { name: own.send }).click();
  await expect(page.getByText(own.sent)).toBeVisible();
});

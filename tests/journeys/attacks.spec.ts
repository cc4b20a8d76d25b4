import { openConversation, requestPerson } from '../../contract/support.ts';
import { expect, test } from '../support/journey.ts';
import {
  closeConversation,
  DESK_SCREEN,
  logInAtDesk,
  openFromQueue,
  replyToCustomer,
  takeConversation,
} from '../support/journey-desk.ts';
import { say, WORDS } from '../support/journey-steps.ts';

const IMAGE = '<img src=x onerror=alert(1)>';
const LINK = '[click](javascript:alert(1)) <script>alert(2)</script>';

test('what is written in a chat is text to both, whatever it looks like', async ({
  newCustomer,
  newBrowser,
  language,
}) => {
  const words = WORDS[language];
  const { page, api, phone } = await newCustomer({ name: `<i>${language}</i>` });
  const { id } = await api.call(openConversation, { body: { context: { screen: 'home' }, language } });
  await api.call(requestPerson, { params: { id } });
  const desk = await newBrowser(DESK_SCREEN);
  await logInAtDesk(desk, language);
  await openFromQueue(desk, language, phone);
  await takeConversation(desk, language);

  await page.goto('/support');
  const here = page.getByRole('region', { name: words.messages });
  const there = desk.getByRole('region', { name: words.messages });
  await say(page, language, IMAGE);
  await expect(there.getByText(IMAGE, { exact: true })).toBeVisible();
  await expect(here.getByText(IMAGE, { exact: true })).toBeVisible();
  await replyToCustomer(desk, language, LINK);
  await expect(here.getByText(LINK, { exact: true })).toBeVisible();
  await expect(there.getByText(LINK, { exact: true })).toBeVisible();
  for (const region of [here, there]) await expect(region.locator('img, script, a')).toHaveCount(0);

  await page.goto('/me');
  await expect(page.getByRole('main').getByText(`<i>${language}</i>`, { exact: true })).toBeVisible();
  await closeConversation(desk, language);
});

test.describe(() => {
  test.use({ expectedComplaints: /frame-ancestors|X-Frame-Options/i });

  test('no other site may show UPay inside its own page', async ({ newCustomer, baseURL }) => {
    const { page } = await newCustomer();
    const html = `<p>A prize</p><iframe src="${baseURL}/transfer"></iframe>`;
    await page.route('http://prize.example/', (route) =>
      route.fulfill({ contentType: 'text/html', body: html }),
    );
    await page.goto('http://prize.example/');
    await expect(page.getByText('A prize')).toBeVisible();
    await expect
      .poll(() => page.frames().map((each) => each.url()))
      .toContainEqual(expect.stringContaining('chrome-error'));
  });
});

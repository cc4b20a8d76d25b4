import { expect, test } from '../support/journey.ts';
import { newestCard } from '../support/journey-steps.ts';

const WORDS = {
  zh: {
    locked: '提示已锁定',
    unlocks: '到时间会自动解锁',
    wait: '我等一等',
    solved: '很高兴帮您解决了',
    network: '网络正常',
    logIn: '去登录',
    withdrawNothing: '现在没有可提的余额',
    understood: '明白了',
  },
  en: {
    locked: 'It says locked',
    unlocks: 'It unlocks by itself',
    wait: 'I will wait',
    solved: 'Glad it is solved',
    network: 'The network is fine',
    logIn: 'Log in',
    withdrawNothing: 'There is nothing to withdraw now',
    understood: 'I see',
  },
} as const;

test.use({ expectedComplaints: /status of 401/ });

test('guides at their own address: without logging in where no account is needed, otherwise after it', async ({
  newBrowser,
  newCustomer,
  language,
}) => {
  const words = WORDS[language];
  const visitor = await newBrowser();
  await visitor.goto('/help/guides/log-in-help');
  await newestCard(visitor).getByRole('button', { name: words.locked }).click();
  await expect(newestCard(visitor)).toContainText(words.unlocks);
  // A reload goes on where it stood.
  await visitor.reload();
  await expect(newestCard(visitor)).toContainText(words.unlocks);
  await newestCard(visitor).getByRole('button', { name: words.wait }).click();
  await expect(newestCard(visitor)).toContainText(words.solved);

  await visitor.goto('/help/guides/network-check');
  await expect(newestCard(visitor), 'measured by itself').toContainText(words.network);

  await visitor.goto('/help/guides/withdraw');
  await expect(visitor.getByRole('link', { name: words.logIn, exact: true })).toBeVisible();

  const { page } = await newCustomer();
  await page.goto('/help/guides/withdraw');
  await expect(newestCard(page)).toContainText(words.withdrawNothing);
  await newestCard(page).getByRole('button', { name: words.understood }).click();
  await expect(newestCard(page)).toContainText(words.solved);
});

import { readFileSync } from 'node:fs';
import { expect, test } from '../support/journey.ts';
import { expectState, goToCheckout, payAtCheckout, WORDS } from '../support/journey-steps.ts';

const OWN = {
  zh: {
    askForRefund: '申请退款',
    refund: '确认退款',
    refunded: '已全额退款',
    inBalance: /已到您的账户余额/,
    unrecognized: /我不认得这笔交易/,
    what: '说说经过',
    send: '提交争议',
    missing: /请写几句经过/,
    story: '我没有在这家店买过东西',
    reserved: '已提交，钱已留住',
    pack: /下载证据材料 PDF/,
    transaction: /看这笔账单/,
    dispute: /争议进度/,
  },
  en: {
    askForRefund: 'Ask for a refund',
    refund: 'Refund',
    refunded: 'Refunded',
    inBalance: /It is in your balance/,
    unrecognized: /I don't recognise this/,
    what: 'What happened',
    send: 'Send the dispute',
    missing: /few (words|sentences|lines)/i,
    story: 'I never bought anything at this shop',
    reserved: 'Sent, and the money is reserved',
    pack: /Download the evidence as PDF/,
    transaction: /See the transaction/,
    dispute: /^Dispute/,
  },
} as const;

test('money back: a refund from the shop is seen in the bill; a charge not recognised is disputed, with its evidence as PDF', async ({
  newCustomer,
  language,
}) => {
  const own = OWN[language];
  const words = WORDS[language];
  const { page } = await newCustomer({ balance: '50000' });

  await goToCheckout(page, language, 'mug');
  await payAtCheckout(page, language, words.balance);
  await expectState(page, words.succeeded);
  await page.getByRole('link', { name: words.backToShop }).click();
  await page.getByRole('button', { name: own.askForRefund }).click();
  await page.getByRole('dialog').getByRole('button', { name: own.refund }).click();
  await expect(page.getByRole('dialog')).toHaveCount(0);
  await page.goto('/bills');
  await page.getByRole('main').getByRole('link').filter({ hasText: '128.00' }).first().click();
  await expect(page.getByRole('status').getByText(own.refunded, { exact: true })).toBeVisible();
  await expect(page.getByRole('main').getByText(own.inBalance)).toBeVisible();
  await expect(page.getByRole('link', { name: own.unrecognized })).toHaveCount(0);

  await goToCheckout(page, language, 'latte');
  await payAtCheckout(page, language, words.balance);
  await expectState(page, words.succeeded);
  await page.goto('/bills');
  await page.getByRole('main').getByRole('link').filter({ hasText: '35.00' }).first().click();
  await page.getByRole('link', { name: own.unrecognized }).click();
  await page.getByRole('button', { name: own.send }).click();
  await expect(page.getByText(own.missing)).toBeVisible();
  await page.getByRole('textbox', { name: own.what }).fill(own.story);
  await page.getByRole('button', { name: own.send }).click();
  const progress = page.getByRole('main');
  await expect(progress.getByText(own.reserved)).toBeVisible();
  await expect(progress).toContainText(own.story);
  await expect(progress).toContainText('35.00');
  const downloading = page.waitForEvent('download');
  await progress.getByRole('link', { name: own.pack }).click();
  const file = readFileSync(await (await downloading).path());
  expect(file.subarray(0, 5).toString()).toBe('%PDF-');
  await progress.getByRole('link', { name: own.transaction }).click();
  await page.getByRole('link', { name: own.dispute }).click();
  await expect(progress.getByText(own.reserved)).toBeVisible();
});

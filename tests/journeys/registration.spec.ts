import { expect, LOGIN_PASSWORD, newPhone, PAYMENT_PASSWORD, test } from '../support/journey.ts';
import { tapPaymentPassword, WORDS } from '../support/journey-steps.ts';

const OWN = {
  zh: {
    register: '注册',
    getCode: '获取验证码',
    name: '姓名',
    me: '沈知夏',
    create: '完成注册',
    wrongCode: /验证码不正确/,
    tooCommon: /太容易被猜到/,
    setPaymentPassword: '设置支付密码',
    again: /再输入一次/,
    different: /不一样/,
    tooSimple: /太简单/,
    nothingYet: '还没有账单',
    mine: '我的',
  },
  en: {
    register: 'Register',
    getCode: 'Get a code',
    name: 'Name',
    me: 'Summer Shen',
    create: 'Create account',
    wrongCode: /code.*incorrect/i,
    tooCommon: /is easy to guess/i,
    setPaymentPassword: 'Set a payment password',
    again: /once more/,
    different: /did not match/i,
    tooSimple: /too simple/i,
    nothingYet: 'No activity yet',
    mine: 'Me',
  },
} as const;

test.use({
  expectedComplaints: /status of 401.*\/completion$|status of 422 .*\/(completion|payment-password)$/,
});

// By phone in Chinese, by email in English.
test('a newcomer registers, sets both passwords and lands on an empty wallet', async ({
  newBrowser,
  sandbox,
  language,
}) => {
  const own = OWN[language];
  const words = WORDS[language];
  const byEmail = language === 'en';
  const address = byEmail ? `summer.${newPhone()}@example.com` : newPhone();
  const page = await newBrowser();
  await page.goto('/');
  await page.getByRole('link', { name: own.register }).click();
  // The log-in page has the same field.
  await expect(page.getByRole('heading', { name: own.register })).toBeVisible();

  await page.getByRole('textbox', { name: words.phone }).fill(address);
  await page.getByRole('button', { name: own.getCode }).click();
  const masked = byEmail ? 's***@example.com' : `${address.slice(0, 3)}****${address.slice(-4)}`;
  await expect(page.getByText(masked)).toBeVisible();

  // The message is read where the demo's people read theirs: on the sandbox's page.
  const outside = await newBrowser();
  await outside.goto(`${sandbox.url}/?lang=${language}`);
  if (byEmail) await outside.getByRole('tab', { name: 'Mail' }).click();
  const message = outside.getByRole('listitem').filter({ hasText: address }).first();
  const code = /\b\d{6}\b/.exec((await message.textContent()) ?? '')?.[0] as string;
  const wrong = code === '111111' ? '222222' : '111111';

  const codeField = page.getByRole('textbox', { name: words.code });
  await codeField.fill(wrong);
  await page.getByRole('textbox', { name: own.name }).fill(own.me);
  await page.getByLabel(words.password, { exact: true }).fill(LOGIN_PASSWORD);
  await page.getByRole('button', { name: own.create }).click();
  await expect(page.getByText(own.wrongCode)).toBeVisible();

  await codeField.fill(code);
  await page.getByLabel(words.password, { exact: true }).fill('woaini1314woaini1314');
  await page.getByRole('button', { name: own.create }).click();
  await expect(page.getByText(own.tooCommon)).toBeVisible();
  await page.getByLabel(words.password, { exact: true }).fill(LOGIN_PASSWORD);
  await page.getByRole('button', { name: own.create }).click();

  await expect(page.getByRole('heading', { name: own.setPaymentPassword })).toBeVisible();
  await tapPaymentPassword(page, language);
  await expect(page.getByText(own.again)).toBeVisible();
  await tapPaymentPassword(page, language, '135790');
  await expect(page.getByRole('alert').filter({ hasText: own.different })).toBeVisible();
  for (let time = 0; time < 2; time += 1) await tapPaymentPassword(page, language, '123456');
  await expect(page.getByRole('alert').filter({ hasText: own.tooSimple })).toBeVisible();
  await tapPaymentPassword(page, language, PAYMENT_PASSWORD);
  await expect(page.getByText(own.again)).toBeVisible();
  await tapPaymentPassword(page, language, PAYMENT_PASSWORD);

  await expect(page.getByText(own.nothingYet)).toBeVisible();
  await expect(page.getByRole('main')).toContainText(/0\.00/);
  await page.getByRole('link', { name: own.mine, exact: true }).click();
  await expect(page.getByText(own.me)).toBeVisible();
});

import { expect, LOGIN_PASSWORD, test } from '../support/journey.ts';
import { WORDS } from '../support/journey-steps.ts';

const OWN = {
  zh: {
    confirm: '确认是您本人',
    wrongPassword: /密码不正确/,
    wrongCode: /验证码不正确/,
    logOut: '退出登录',
  },
  en: {
    confirm: 'Confirm it is you',
    wrongPassword: /password is incorrect/i,
    wrongCode: /code is incorrect/i,
    logOut: 'Log out',
  },
} as const;

test.use({ expectedComplaints: /status of 401 .*\/api\/sessions/ });

test('logging in: a wrong password, a new device with its code, out, and in again without one', async ({
  newCustomer,
  newBrowser,
  readCode,
  language,
}) => {
  const own = OWN[language];
  const words = WORDS[language];
  const { phone } = await newCustomer();
  // Another device than the one they registered on.
  const page = await newBrowser();
  const password = page.getByLabel(words.password, { exact: true });
  const logIn = page.getByRole('button', { name: words.logIn, exact: true });

  await page.goto('/bills');
  await page.getByRole('textbox', { name: words.phone }).fill(phone);
  await password.fill('Not the right one 8');
  await logIn.click();
  await expect(page.getByRole('alert').filter({ hasText: own.wrongPassword })).toBeVisible();

  await password.fill(LOGIN_PASSWORD);
  await logIn.click();
  await expect(page.getByRole('heading', { name: own.confirm })).toBeVisible();
  const code = await readCode(phone);
  const codeField = page.getByRole('textbox', { name: words.code });
  await codeField.fill(code === '111111' ? '222222' : '111111');
  await expect(page.getByRole('alert').filter({ hasText: own.wrongCode })).toBeVisible();
  await codeField.fill(code);
  await expect(page, 'where they wanted to go').toHaveURL(/\/bills$/);

  await page.goto('/me');
  await page.getByRole('button', { name: own.logOut }).click();
  await page.getByRole('dialog').getByRole('button', { name: own.logOut }).click();
  await expect(password).toBeVisible();
  await page.goto('/');
  await expect(password, 'nothing of the wallet without logging in').toBeVisible();

  await password.fill(LOGIN_PASSWORD);
  await logIn.click();
  await expect(page.getByRole('main')).toContainText(words.available);
});

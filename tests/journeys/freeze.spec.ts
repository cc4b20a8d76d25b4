import { expect, LOGIN_PASSWORD, test } from '../support/journey.ts';
import { newestCard, say, WORDS } from '../support/journey-steps.ts';

const OWN = {
  zh: {
    freeze: '紧急挂失',
    freezeNow: '立即挂失',
    recover: '找回与挂失',
    getCode: '获取验证码',
    frozen: '账户已挂失',
    lift: '解除挂失',
    prove: '证明',
    lifted: /已解除挂失/,
    toLogIn: '去登录',
    locked: /账户已锁定或已挂失/,
    lost: '我的手机丢了',
    lostPhone: '马上冻结',
    outcome: '账户已冻结，钱安全了',
    lostGuide: /^手机丢了，冻结账户/,
    toFreeze: '去冻结',
    freezeAccount: '挂失账户',
  },
  en: {
    freeze: 'Emergency freeze',
    freezeNow: 'Freeze now',
    recover: 'Recover or freeze',
    getCode: 'Get a code',
    frozen: 'The account is frozen',
    lift: 'Lift the freeze',
    prove: 'Prove',
    lifted: /No longer frozen/,
    toLogIn: 'Log in',
    locked: /account is locked or frozen/,
    lost: 'i lost my phone',
    lostPhone: 'Freeze now',
    outcome: 'Frozen: your money is safe',
    lostGuide: /^Lost phone: freeze the account/,
    toFreeze: 'Freeze it',
    freezeAccount: 'Freeze the account',
  },
} as const;

test.use({
  expectedComplaints:
    /status of (401 .*\/api\/|403 .*\/api\/sessions)|WebSocket .*HTTP Authentication failed/,
});

test('an account is frozen from the app, lets nobody in, and is opened again by its owner alone', async ({
  newCustomer,
  readCode,
  language,
}) => {
  const own = OWN[language];
  const words = WORDS[language];
  const { phone, page } = await newCustomer();
  const logIn = async () => {
    await page.getByLabel(words.password, { exact: true }).fill(LOGIN_PASSWORD);
    await page.getByRole('button', { name: words.logIn, exact: true }).click();
  };
  await page.goto('/me');
  await page.getByRole('link', { name: own.freeze }).click();
  await page.getByRole('button', { name: own.freezeNow }).click();
  await expect(page.getByRole('heading', { name: own.recover })).toBeVisible();
  await expect(page.getByRole('button', { name: own.getCode })).toBeVisible();

  await page.goto('/login');
  await page.getByRole('textbox', { name: words.phone }).fill(phone);
  await logIn();
  await expect(page.getByRole('alert').filter({ hasText: own.locked })).toBeVisible();

  await page.getByRole('link', { name: own.recover }).click();
  await page.getByRole('textbox', { name: words.phone }).fill(phone);
  await page.getByRole('button', { name: own.getCode }).click();
  const codeField = page.getByRole('textbox', { name: words.code });
  await expect(codeField).toBeVisible();
  await codeField.fill(await readCode(phone));
  await expect(page.getByText(own.frozen)).toBeVisible();
  const lift = page.getByRole('button', { name: own.lift });
  await expect(lift).toBeDisabled();
  await page.getByRole('button', { name: words.password, exact: true }).click();
  await page.getByLabel(words.password, { exact: true }).fill(LOGIN_PASSWORD);
  await page.getByRole('button', { name: own.prove, exact: true }).click();
  // With the phone and the device it is known on, that makes three.
  await lift.click();
  await expect(page.getByText(own.lifted)).toBeVisible();

  await page.getByRole('button', { name: own.toLogIn }).click();
  await page.getByRole('textbox', { name: words.phone }).fill(phone);
  await logIn();
  await expect(page.getByText(words.available)).toBeVisible();
});

test('frozen from the chat: the log-in page says that it is done', async ({ newCustomer, language }) => {
  const own = OWN[language];
  const { page } = await newCustomer();
  await page.goto('/support');
  await say(page, language, own.lost);
  await newestCard(page).getByRole('button', { name: own.lostPhone }).click();
  await expect(page).toHaveURL(/\/login/);
  await expect(page.getByRole('status').filter({ hasText: own.outcome })).toBeVisible();
});

test('frozen from the help page by who is not logged in, with a code to the bound phone', async ({
  newCustomer,
  newBrowser,
  readCode,
  language,
}) => {
  const own = OWN[language];
  const words = WORDS[language];
  const { phone, page: lost } = await newCustomer();
  const page = await newBrowser();
  await page.goto('/help');
  await page.getByRole('link', { name: own.lostGuide }).click();
  await page.getByRole('button', { name: own.toFreeze }).click();
  await page.getByRole('textbox', { name: words.phone }).fill(phone);
  await page.getByRole('button', { name: own.getCode }).click();
  await page.getByRole('textbox', { name: words.code }).fill(await readCode(phone));
  await page.getByRole('button', { name: own.freezeAccount }).click();
  await page.getByRole('dialog').getByRole('button', { name: own.freezeAccount }).click();
  await expect(page.getByText(own.frozen)).toBeVisible();
  await lost.goto('/');
  await expect(lost).toHaveURL(/\/login/);
});

import { generateSync } from 'otplib';
import type { Page } from '@playwright/test';
import { expect, LOGIN_PASSWORD, test } from '../support/journey.ts';
import { WORDS } from '../support/journey-steps.ts';

const OWN = {
  zh: {
    addPasskey: '添加通行密钥',
    confirm: '请确认是您本人',
    send: '确认',
    added: '通行密钥已添加',
    withPasskey: '用通行密钥',
    confirmWithPasskey: '用通行密钥确认',
    logOut: '退出登录',
    newDevice: '确认是您本人',
    setUp: '开启身份验证器',
    inApp: '应用里显示的 6 位数字',
    keepCodes: '请把恢复码收好',
    kept: '我收好了',
    isOn: '身份验证器已开启',
    thisDevice: '这台设备',
    remove: /^移除 /,
    removeIt: '移除',
    better: '还可以更安全',
    getCode: '获取验证码',
    resetPassword: '重设登录密码',
    passkey: '通行密钥',
    proveByPasskey: '用通行密钥证明',
  },
  en: {
    addPasskey: 'Add a passkey',
    confirm: 'Please confirm it is you',
    send: 'Confirm',
    added: 'Passkey added',
    withPasskey: 'Use a passkey',
    confirmWithPasskey: 'Confirm with a passkey',
    logOut: 'Log out',
    newDevice: 'Confirm it is you',
    setUp: 'Set up an authenticator',
    inApp: 'The 6 digits in the app',
    keepCodes: 'Keep your recovery codes',
    kept: 'I have kept them',
    isOn: 'The authenticator is on',
    thisDevice: 'This device',
    remove: /^Remove /,
    removeIt: 'Remove',
    better: 'Could be safer',
    getCode: 'Get a code',
    resetPassword: 'Reset the login password',
    passkey: 'Passkeys',
    proveByPasskey: 'Prove by passkey',
  },
} as const;

test.use({ expectedComplaints: /status of 40[13] .*\/api\/|WebSocket connection to .*no valid credentials/ });

/** Chromium's own authenticator, whose user always agrees, with the passkeys it had. */
async function withAuthenticator(page: Page, credentials: object[] = []) {
  const session = await page.context().newCDPSession(page);
  await session.send('WebAuthn.enable');
  const { authenticatorId } = await session.send('WebAuthn.addVirtualAuthenticator', {
    options: {
      protocol: 'ctap2',
      transport: 'internal',
      hasResidentKey: true,
      hasUserVerification: true,
      isUserVerified: true,
      automaticPresenceSimulation: true,
    },
  });
  for (const credential of credentials)
    await session.send('WebAuthn.addCredential', { authenticatorId, credential: credential as never });
  return async () => (await session.send('WebAuthn.getCredentials', { authenticatorId })).credentials;
}

test('a passkey is added with a confirmation, confirms what follows, and logs in on another device', async ({
  newCustomer,
  newBrowser,
  readCode,
  language,
}) => {
  const own = OWN[language];
  const words = WORDS[language];
  const { page, phone } = await newCustomer();
  const credentials = await withAuthenticator(page);

  await page.goto('/me/security');
  await expect(page.getByText(own.better)).toBeVisible();
  await page.goto('/me/passkeys');
  await page.getByRole('button', { name: own.addPasskey }).click();
  const sheet = page.getByRole('dialog', { name: own.confirm });
  const password = sheet.getByLabel(words.password, { exact: true });
  await password.fill(LOGIN_PASSWORD);
  await expect(sheet.getByRole('textbox', { name: words.code })).toBeVisible();
  // The code's field appears while somebody may still be typing.
  await expect(password).toBeFocused();
  await sheet.getByRole('textbox', { name: words.code }).fill(await readCode(phone));
  await expect(page.getByText(own.added).first()).toBeVisible();
  expect(await credentials()).toHaveLength(1);

  // From now on it confirms: here, setting up an authenticator.
  await page.goto('/me/authenticator');
  await page.getByRole('button', { name: own.setUp }).click();
  await page.getByRole('button', { name: own.confirmWithPasskey }).click();
  const secret = ((await page.locator('code').textContent()) ?? '').replaceAll(' ', '');
  await page.getByRole('textbox', { name: own.inApp }).fill(generateSync({ secret }));
  await expect(page.getByText(own.keepCodes)).toBeVisible();
  await page.getByRole('button', { name: own.kept }).click();
  await expect(page.getByText(own.isOn).first()).toBeVisible();

  // Another device, to which the passkey has been carried along: the code to the phone is still asked for.
  const other = await newBrowser();
  await other.goto('/login');
  await withAuthenticator(other, await credentials());
  await other.getByRole('button', { name: own.withPasskey }).click();
  await expect(other.getByRole('heading', { name: own.newDevice })).toBeVisible();
  await other.getByRole('textbox', { name: words.code }).fill(await readCode(phone));
  await expect(other.getByRole('main')).toContainText(words.available);

  // It is seen at home, and removed: it is out at once.
  await page.goto('/me/devices');
  await expect(page.getByText(own.thisDevice)).toBeVisible();
  await page.getByRole('button', { name: own.remove }).first().click();
  await page.getByRole('dialog').getByRole('button', { name: own.removeIt }).click();
  await expect(page.getByRole('button', { name: own.remove })).toHaveCount(0);
  await other.goto('/me');
  await expect(other).toHaveURL(/\/login/);

  // The code and the passkey together prove enough for everything.
  await other.goto('/recover');
  await other.getByRole('textbox', { name: words.phone }).fill(phone);
  await other.getByRole('button', { name: own.getCode }).click();
  await other.getByRole('textbox', { name: words.code }).fill(await readCode(phone));
  await expect(other.getByRole('button', { name: own.resetPassword })).toBeDisabled();
  await other.getByRole('button', { name: own.passkey, exact: true }).click();
  await other.getByRole('button', { name: own.proveByPasskey }).click();
  await expect(other.getByRole('button', { name: own.resetPassword })).toBeEnabled();
});

import { generateSync } from 'otplib';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { nextStep } from './log-in-steps.ts';
import { type Browser, newPhone, startIdentity, type TestIdentity } from './testing.ts';

let system: TestIdentity;
beforeAll(async () => {
  system = await startIdentity();
});
afterAll(() => system.stop());

const totpCode = (secret: string) =>
  generateSync({ secret, epoch: Math.floor(system.platform.clock.now().getTime() / 1000) });

/** A customer with an authenticator, on the device they registered on. */
async function withTotp(): Promise<{
  home: Browser;
  phone: string;
  secret: string;
  recoveryCodes: string[];
}> {
  const home = system.browser();
  const { phone } = await system.register(home);
  const { secret } = (await system.steppedUp(home, phone, 'POST', '/api/me/factors/totp')).json();
  const confirmed = await home.send('POST', '/api/me/factors/totp/confirmation', { code: totpCode(secret) });
  expect(confirmed.statusCode).toBe(200);
  system.pass(60_000);
  return { home, phone, secret, recoveryCodes: confirmed.json().recoveryCodes };
}

async function codeLogIn(browser: Browser, phone: string) {
  const challenge = (await browser.send('POST', '/api/sessions/codes', { phone, language: 'zh' })).json();
  return browser.send('POST', `/api/sessions/codes/${challenge.id}`, { code: system.codeFor(phone) });
}

test('on every path the same factors are asked for', () => {
  const paths = [['password'], ['phone_code'], ['passkey']] as const;
  const walk = (first: 'password' | 'phone_code' | 'passkey', hasTotp: boolean, hasPasskey: boolean) => {
    const proven = new Set<Parameters<typeof nextStep>[0] extends ReadonlySet<infer P> ? P : never>([first]);
    for (;;) {
      const step = nextStep(proven, {
        deviceIsTrusted: false,
        hasTotp,
        hasPasskey,
        code: 'phone_code',
      });
      if (step === 'done') return [...proven].toSorted();
      proven.add(step === 'code' ? 'phone_code' : (step[0] as 'password'));
    }
  };
  for (const [first] of paths) {
    const alone = first === 'passkey' ? ['passkey', 'phone_code'] : ['password', 'phone_code'];
    expect(walk(first, false, true)).toEqual(alone);
    expect(walk(first, true, true)).toEqual(first === 'passkey' ? alone : [...alone, 'totp']);
  }
  for (const [first] of paths)
    expect(
      nextStep(new Set([first]), {
        deviceIsTrusted: true,
        hasTotp: true,
        hasPasskey: true,
        code: 'phone_code',
      }),
    ).toBe('done');
});

test('with an authenticator, password and code are not enough on a new device, whichever comes first', async () => {
  const { phone, secret } = await withTotp();
  const byPassword = system.browser();
  const asked = (await system.logIn(byPassword, phone)).json();
  expect(asked).toMatchObject({ status: 'factor_required', factors: ['totp', 'recovery_code'] });
  const wrong = { factor: 'totp', code: '000000' };
  expect((await byPassword.send('POST', `/api/sessions/log-ins/${asked.logInId}`, wrong)).json().code).toBe(
    'code_incorrect',
  );
  const answer = { factor: 'totp', code: totpCode(secret) };
  const next = (await byPassword.send('POST', `/api/sessions/log-ins/${asked.logInId}`, answer)).json();
  expect(next.status).toBe('code_required');
  // What it proved is used up.
  system.pass(60_000);
  const again = { factor: 'totp', code: totpCode(secret) };
  expect((await byPassword.send('POST', `/api/sessions/log-ins/${asked.logInId}`, again)).json().code).toBe(
    'log_in_over',
  );
  const code = system.codeFor(phone);
  expect(
    (await byPassword.send('POST', `/api/sessions/challenges/${next.challenge.id}`, { code })).statusCode,
  ).toBe(200);

  system.pass(60_000);
  const byCode = system.browser();
  const first = (await codeLogIn(byCode, phone)).json();
  expect(first).toMatchObject({ status: 'factor_required', factors: ['password'] });
  const password = { factor: 'password', password: system.password };
  const second = (await byCode.send('POST', `/api/sessions/log-ins/${first.logInId}`, password)).json();
  expect(second).toMatchObject({ status: 'factor_required', factors: ['totp', 'recovery_code'] });
  const last = { factor: 'totp', code: totpCode(secret) };
  const done = (await byCode.send('POST', `/api/sessions/log-ins/${second.logInId}`, last)).json();
  expect(done.status).toBe('signed_in');
  expect((await byCode.send('GET', '/api/me')).statusCode).toBe(200);
});

test('a recovery code stands for the authenticator, once', async () => {
  const { phone, recoveryCodes } = await withTotp();
  const lost = system.browser();
  for (const status of ['code_required', undefined]) {
    const asked = (await system.logIn(lost, phone)).json();
    const body = { factor: 'recovery_code', code: recoveryCodes[0] };
    expect((await lost.send('POST', `/api/sessions/log-ins/${asked.logInId}`, body)).json().status).toBe(
      status ?? 401,
    );
  }
});

test('a device that is trusted takes the code alone; one that is not, the password too', async () => {
  const home = system.browser();
  const { phone } = await system.register(home);
  await home.send('DELETE', '/api/sessions/current');
  expect((await codeLogIn(home, phone)).json().status).toBe('signed_in');
  const other = system.browser();
  const asked = (await codeLogIn(other, phone)).json();
  expect(asked).toMatchObject({ status: 'factor_required', factors: ['password'] });
  expect((await other.send('GET', '/api/me')).statusCode).toBe(401);
  const wrong = { factor: 'password', password: 'not the password' };
  expect((await other.send('POST', `/api/sessions/log-ins/${asked.logInId}`, wrong)).json().code).toBe(
    'wrong_credentials',
  );
  const right = { factor: 'password', password: system.password };
  expect((await other.send('POST', `/api/sessions/log-ins/${asked.logInId}`, right)).json().status).toBe(
    'signed_in',
  );
});

test('a code for a phone that is not registered is asked for, and refused, like any other', async () => {
  const { phone } = await system.register(system.browser());
  const nobody = newPhone();
  const shape = async (number: string) => {
    const started = await system
      .browser()
      .send('POST', '/api/sessions/codes', { phone: number, language: 'zh' });
    const answered = await system
      .browser()
      .send('POST', `/api/sessions/codes/${started.json().id}`, { code: '000000' });
    const { requestId: _, ...told } = answered.json();
    return [started.statusCode, Object.keys(started.json()), told];
  };
  expect(await shape(nobody)).toEqual(await shape(phone));
  expect(system.sent.findLast(({ to }) => to === nobody)?.text).toContain('没有注册');
});

test('codes of one purpose are worth nothing for another', async () => {
  const home = system.browser();
  const { phone } = await system.register(home);
  const challenge = (await home.send('POST', '/api/sessions/codes', { phone, language: 'zh' })).json();
  const code = system.codeFor(phone);
  expect((await home.send('POST', `/api/sessions/challenges/${challenge.id}`, { code })).statusCode).toBe(
    401,
  );
  expect((await home.send('POST', `/api/sessions/codes/${challenge.id}`, { code })).statusCode).toBe(200);
  expect((await home.send('POST', `/api/sessions/codes/${challenge.id}`, { code })).statusCode).toBe(401);
});

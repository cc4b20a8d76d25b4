import type { InjectOptions, LightMyRequestResponse } from 'fastify';
import { randomInt } from 'node:crypto';
import { createTestDatabase } from '../../tests/support/database.ts';
import type { Challenge, Customer } from '../../contract/identity.ts';
import { readConfig } from '../config.ts';
import { createHttp } from '../platform/http/http.ts';
import { createServe } from '../platform/http/serve.ts';
import { createPlatform, type Platform } from '../platform/platform.ts';
import { ProblemError } from '../platform/problem.ts';
import type { SmsMessage } from './context.ts';
import { createIdentity, type Identity } from './identity.ts';
import { type Limits, scaledLimits } from './limits.ts';

export const goodPassword = 'Kestrel over the harbour 7';
export const goodPaymentPassword = '246810';

/** A browser: keeps cookies between requests. */
export interface Browser {
  cookies: Map<string, string>;
  send(
    method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE',
    url: string,
    payload?: object,
    more?: InjectOptions,
  ): Promise<LightMyRequestResponse>;
}

export interface TestIdentity {
  identity: Identity;
  platform: Platform;
  /** Of whoever registers. */
  password: string;
  /** Every text message that went out, oldest first. */
  sent: SmsMessage[];
  /** Makes the operator refuse messages. */
  setSmsDown(down: boolean): void;
  /** Turns the clock forward. */
  pass(milliseconds: number): void;
  browser(): Browser;
  /** The six digits of the newest message to a phone. */
  codeFor(phone: string): string;
  /** Goes through a registration. */
  register(browser: Browser, phone?: string): Promise<Customer & { phone: string }>;
  startRegistration(browser: Browser, phone: string): Promise<Challenge>;
  logIn(browser: Browser, phone: string, password?: string): Promise<LightMyRequestResponse>;
  /** Asks for something that must be confirmed, confirms it by password and code, and asks again. */
  steppedUp(
    browser: Browser,
    phone: string,
    method: 'POST' | 'PUT' | 'DELETE',
    url: string,
    more?: InjectOptions,
    body?: object,
  ): Promise<LightMyRequestResponse>;
  stop(): Promise<void>;
}

/** A Chinese mobile number that no other test has. */
export function newPhone(): string {
  return `+86138${randomInt(10_000_000, 99_999_999)}`;
}

/** The identity module behind real HTTP handling and a database of its own, with a clock that can be turned. */
export async function startIdentity(limits?: Limits): Promise<TestIdentity> {
  const database = await createTestDatabase();
  let ahead = 0;
  let smsDown = false;
  const config = readConfig({
    UPAY_DATABASE_URL: database.url,
    UPAY_DATABASE_CONNECTIONS: '10',
    UPAY_PEPPER: Buffer.alloc(32, 7).toString('base64'),
    UPAY_SANDBOX_URL: 'http://127.0.0.1:9',
    UPAY_SANDBOX_KEY: 'none',
    UPAY_SANDBOX_CALLBACK_SECRET: 'none',
    UPAY_PUBLIC_URL: 'http://localhost:9400',
    UPAY_LOG_LEVEL: 'silent',
  });
  const platform = createPlatform(config, { now: () => new Date(Date.now() + ahead) });
  const sent: SmsMessage[] = [];
  const identity = createIdentity(platform, {
    // Every test comes from one address, so the standard limits would meet the wrong ones.
    limits: limits ?? scaledLimits(5000),
    async sendMail(message) {
      sent.push(message);
    },
    async sendSms(message) {
      if (smsDown) throw new Error('the operator is down');
      sent.push(message);
    },
  });
  const app = await createHttp(config, platform.log, platform.metrics);
  const merchant = () => Promise.reject(new ProblemError('api_key_invalid'));
  identity.routes(
    createServe(app, { authenticators: { ...identity.authenticators, merchant }, checkResults: true }),
  );

  // Notices to customers go out as jobs.
  await platform.jobs.start();

  function browser(): Browser {
    const cookies = new Map<string, string>();
    return {
      cookies,
      async send(method, url, payload, more) {
        const answer = await app.inject({
          method,
          url,
          payload,
          cookies: Object.fromEntries(cookies),
          ...more,
        });
        for (const { name, value, expires } of answer.cookies)
          if (expires !== undefined && expires.getTime() < Date.now()) cookies.delete(name);
          else cookies.set(name, value);
        return answer;
      },
    };
  }

  const test: TestIdentity = {
    identity,
    platform,
    password: goodPassword,
    sent,
    setSmsDown: (down) => {
      smsDown = down;
    },
    pass: (milliseconds) => {
      ahead += milliseconds;
    },
    browser,
    codeFor(phone) {
      const codes = sent.filter(({ to }) => to === phone).flatMap(({ text }) => /\b\d{6}\b/.exec(text) ?? []);
      const code = codes.at(-1);
      if (code === undefined) throw new Error(`no code was sent to ${phone}`);
      return code;
    },
    async startRegistration(who, phone) {
      const answer = await who.send('POST', '/api/registrations', { phone, language: 'zh' });
      if (answer.statusCode !== 201) throw new Error(`registration: ${answer.body}`);
      return answer.json();
    },
    async register(who, phone = newPhone()) {
      const { id } = await test.startRegistration(who, phone);
      const completion = { code: test.codeFor(phone), name: '张三', password: goodPassword };
      const answer = await who.send('POST', `/api/registrations/${id}/completion`, completion);
      if (answer.statusCode !== 201) throw new Error(`completion: ${answer.body}`);
      const customer: Customer = answer.json();
      return { ...customer, phone };
    },
    logIn: (who, phone, password = goodPassword) => who.send('POST', '/api/sessions', { phone, password }),
    async steppedUp(who, phone, method, url, more = {}, body) {
      const { stepUp } = (await who.send(method, url, body, more)).json();
      const sentCode = await who.send('POST', `/api/me/step-ups/${stepUp.id}/codes`, undefined, more);
      const answer = {
        way: 'phone_code',
        challengeId: sentCode.json().id,
        code: test.codeFor(phone),
        password: goodPassword,
      };
      await who.send('POST', `/api/me/step-ups/${stepUp.id}/answers`, answer, more);
      return who.send(method, url, body, {
        ...more,
        headers: { ...more.headers, 'upay-step-up': stepUp.id },
      });
    },
    async stop() {
      await app.close();
      await platform.jobs.stop();
      await platform.db.close();
      await database.drop();
    },
  };
  return test;
}

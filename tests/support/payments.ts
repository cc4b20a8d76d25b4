import { createHmac, randomInt, randomUUID } from 'node:crypto';
import { expect } from 'vitest';
import { type CheckoutSession, createCheckoutSession } from '../../contract/checkout.ts';
import * as contract from '../../contract/payments.ts';
import type { Problem } from '../../contract/problem.ts';
import type { Route } from '../../contract/route.ts';
import {
  type Answer,
  ApiClient,
  type CallOptions,
  CustomerClient,
  codeReader,
} from '../../scripts/api-client.ts';
import { createLedger } from '../../server/ledger/ledger.ts';
import { createMerchant } from '../../server/payments/merchants/keys.ts';
import { findViolations } from '../../server/payments/violations.ts';
import { type Database, openDatabase } from '../../server/platform/database/database.ts';
import { createLog } from '../../server/platform/log.ts';
import type { TestDatabase } from './database.ts';
import { startSystem, type TestSystem } from './system.ts';

export const paymentPassword = '246810';
type Method = Pick<contract.PaymentMethod, 'type' | 'id'> | { type: 'balance' };

/** A registered customer who knows the payment password. */
export class TestCustomer extends CustomerClient {
  phone = `139${randomInt(10_000_000, 99_999_999)}`;
  readonly password = 'Kestrel over the harbour 7';
  #payeeIds = new Map<string, string>();

  /** Sends a payment; `more` replaces members of its body. */
  async pay(
    kind: contract.PaymentKind,
    method: Method,
    amount: string,
    more: Record<string, unknown> = {},
    idempotencyKey: string = randomUUID(),
  ): Promise<Answer<typeof contract.createPayment>> {
    const body = { kind, amount, currency: 'CNY', method: referenceTo(method), paymentPassword, ...more };
    // What a test sends may be wrong on purpose.
    return this.send(contract.createPayment, { body: body as never, idempotencyKey });
  }

  async payeeId(payee: TestCustomer): Promise<string> {
    const known = this.#payeeIds.get(payee.phone);
    if (known !== undefined) return known;
    const { payeeId } = await this.call(contract.lookUpPayee, { body: { phone: payee.phone } });
    this.#payeeIds.set(payee.phone, payeeId);
    return payeeId;
  }

  /** A transfer, from the balance when no method is named. */
  async transferTo(
    payee: TestCustomer,
    amount: string,
    method: Method = { type: 'balance' },
    more = {},
    key?: string,
  ) {
    return this.pay('transfer', method, amount, { payeeId: await this.payeeId(payee), ...more }, key);
  }

  /** Another attempt at a payment. */
  tryAgain(id: string, method: Method, more: Record<string, unknown> = {}, idempotencyKey?: string) {
    const body = { method: referenceTo(method), paymentPassword, ...more };
    return this.send(contract.attemptPayment, { params: { id }, body, idempotencyKey });
  }

  topUpAndPay(
    id: string,
    method: Method,
    topUpAmount: string,
    more: Record<string, unknown> = {},
    idempotencyKey?: string,
  ) {
    const body = { method: referenceTo(method), paymentPassword, topUpAmount, ...more };
    return this.send(contract.topUpAndPay, { params: { id }, body, idempotencyKey });
  }

  detail(id: string): Promise<contract.PaymentDetail> {
    return this.call(contract.getPayment, { params: { id } });
  }

  inquire(id: string): Promise<contract.PaymentDetail> {
    return this.call(contract.inquirePayment, { params: { id } });
  }

  /** "available+held" of the home currency, in minor units. */
  async money(): Promise<string> {
    const { balances } = await this.call(contract.getWallet);
    return `${balances[0]?.available}+${balances[0]?.held}`;
  }

  async settled(id: string, patienceMs = 15_000): Promise<contract.PaymentDetail> {
    const end = Date.now() + patienceMs;
    for (;;) {
      const payment = await this.detail(id);
      if (payment.status !== 'processing' && payment.status !== 'requires_action') return payment;
      if (Date.now() > end) throw new Error(`payment ${id} is still ${payment.status}`);
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }
}

export const referenceTo = (method: Method) =>
  method.type === 'balance' ? { type: method.type } : { type: method.type, id: method.id };

/** The payment that a refusal tells of. */
export function paymentIn(problem: Problem | undefined): contract.Payment {
  if (problem?.payment === undefined) throw new Error(`no payment in ${JSON.stringify(problem)}`);
  return problem.payment as contract.Payment;
}

/** The checks of an attempt's trace, as "check result". */
export const traceOf = (attempt: contract.Attempt | undefined): string[] =>
  (attempt?.trace ?? []).map(({ check, result }) => `${check} ${result}`);

/** What the rail said in the last attempt of a payment, in its own words. */
export function railWords(payment: contract.PaymentDetail): string {
  const entry = payment.attempts.at(-1)?.trace.find(({ check }) => check === 'rail');
  return `${entry?.evidence.network} ${entry?.evidence.code}`;
}

export interface PaymentsLab {
  system: TestSystem;
  /** For looking at what no route shows, and for turning what only time turns. */
  db: Database;
  customer(name?: string): Promise<TestCustomer>;
  /** Answers what a refused payment asks for, by a code to the phone; the customer's next request brings it along. */
  confirm(customer: TestCustomer, problem: Problem | undefined): Promise<string>;
  /** A customer with money, in minor units. */
  richCustomer(amount: string, name?: string): Promise<TestCustomer>;
  merchant(name: string): Promise<{ merchantId: string; apiKey: string }>;
  /** Calls a route of the merchants' API with a key. */
  asMerchant<R extends Route>(apiKey: string, route: R, options?: CallOptions<R>): Promise<Answer<R>>;
  /** An order of one line at a merchant, waiting to be paid. */
  openSession(apiKey: string, amount: string): Promise<CheckoutSession>;
  /** Calls the sandbox with the key, as the server does. */
  outside(method: 'GET' | 'POST', path: string, body?: object): Promise<{ status: number; body: Outside }>;
  /** Sends the server a message as the sandbox does, by default rightly signed and now; the answer's status. */
  callBack(
    type: string,
    data: object,
    change?: { secret?: string; ageSeconds?: number; body?: string },
  ): Promise<number>;
  /** Fails when any invariant of the money does not hold, or when some is missing from what was collected and paid out. */
  expectRightBooks(): Promise<void>;
  stop(): Promise<void>;
}

type Outside = Record<string, unknown> & { status?: string };

/** So many times what anybody may do in a while: tests are hasty. */
export const RATE_LIMIT_FACTOR = 1_000;

/** The whole of UPay with an impatient view of its rails, for tests of payments over HTTP. */
export async function startPayments(
  env: Record<string, string> = {},
  database?: TestDatabase,
): Promise<PaymentsLab> {
  const system = await startSystem({
    ...(database === undefined ? {} : { database }),
    env: { UPAY_RATE_LIMIT_FACTOR: String(RATE_LIMIT_FACTOR), UPAY_RAIL_TIMEOUT: '700', ...env },
  });
  const { sandbox } = system;
  const db = openDatabase(system.database.url, 4, createLog('silent'));
  const ledger = createLedger(db);
  const readCode = codeReader(sandbox.url);

  const lab: PaymentsLab = {
    system,
    db,
    async customer(name = '王芳') {
      for (let tries = 1; ; tries++) {
        const customer = new TestCustomer(system.server.url);
        try {
          return await customer.register(
            { phone: customer.phone, name, password: customer.password, paymentPassword },
            readCode,
          );
        } catch (error) {
          // A busy machine's message gateway may be too slow for so impatient a server.
          if (tries === 5 || !String(error).includes('503')) throw error;
        }
      }
    },
    confirm: (customer, problem) => customer.confirm(problem, readCode, customer),
    async richCustomer(amount, name) {
      const customer = await lab.customer(name);
      await customer.topUp(await customer.addCard('4242424242424242'), amount);
      return customer;
    },
    merchant: (name) => createMerchant({ db }, name),
    asMerchant: (apiKey, route, options = {}) =>
      new ApiClient(system.server.url).send(route, {
        ...options,
        headers: { authorization: `Bearer ${apiKey}`, ...options.headers },
      }),
    openSession: (apiKey, amount) =>
      new ApiClient(system.server.url).call(createCheckoutSession, {
        headers: { authorization: `Bearer ${apiKey}` },
        body: {
          currency: 'CNY',
          reference: `order ${randomInt(1_000_000)}`,
          lines: [{ name: '拿铁', quantity: 1, unitAmount: amount }],
          successUrl: 'https://shop.test/done',
          cancelUrl: 'https://shop.test/cart',
        },
      }),
    async outside(method, path, body) {
      const response = await fetch(sandbox.url + path, {
        method,
        headers: {
          authorization: `Bearer ${sandbox.key}`,
          ...(body ? { 'content-type': 'application/json' } : {}),
        },
        ...(body ? { body: JSON.stringify(body) } : {}),
      });
      return { status: response.status, body: (await response.json()) as Outside };
    },
    async callBack(type, data, { secret = sandbox.callbackSecret, ageSeconds = 0, body } = {}) {
      const id = randomUUID();
      const sent = body ?? JSON.stringify({ id, type, createdAt: new Date().toISOString(), data });
      const timestamp = String(Math.floor(Date.now() / 1000) - ageSeconds);
      const signature = createHmac('sha256', secret).update(`${id}.${timestamp}.${sent}`).digest('base64');
      const response = await fetch(`${system.server.url}/api/rails/sandbox/callbacks`, {
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          'webhook-id': id,
          'webhook-timestamp': timestamp,
          'webhook-signature': `v1,${signature}`,
        },
        body: sent,
      });
      await response.body?.cancel();
      return response.status;
    },
    async expectRightBooks() {
      expect([...(await ledger.violations(db)), ...(await findViolations(db))]).toEqual([]);
      const sums = await db.query(`
        select currency,
          coalesce(sum(credits_posted - debits_posted) filter (where normal_side = 'credit'), 0) as owed,
          coalesce(sum(debits_posted - credits_posted) filter (where purpose like 'clearing:%' or purpose like 'receivable:%' or purpose like 'fees:%' or purpose = 'goodwill'), 0) as collected
        from ledger.account group by currency`);
      for (const { currency, owed, collected } of sums)
        expect({ currency, owed }).toEqual({ currency, owed: collected });
      const held = await db.query(`
        select attempt.id, attempt.status, hold.state from payments.attempt left join ledger.hold on hold.id = hold_id
        where (hold_id is not null and hold.state is distinct from
          case attempt.status when 'succeeded' then 'posted' when 'failed' then 'voided' else 'open' end)
          and not (attempt.status = 'succeeded' and hold.state = 'voided' and attempt.trace @> '[{"evidence": {"outcome": "late_success"}}]')`);
      expect(held).toEqual([]);
    },
    async stop() {
      await db.close();
      await system.stop();
    },
  };
  return lab;
}

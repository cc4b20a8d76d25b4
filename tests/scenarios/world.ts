import { randomInt } from 'node:crypto';
import { createCheckoutSession } from '../../contract/checkout.ts';
import * as contract from '../../contract/payments.ts';
import { setPaymentPassword } from '../../contract/identity.ts';
import { createRefund } from '../../contract/refunds.ts';
import type { Route } from '../../contract/route.ts';
import {
  type Answer,
  ApiClient,
  type CallOptions,
  CustomerClient,
  codeReader,
} from '../../scripts/api-client.ts';
import { createMerchant } from '../../server/payments/merchants/keys.ts';
import { type Database, openDatabase } from '../../server/platform/database/database.ts';
import { createLog } from '../../server/platform/log.ts';
import { startSystem, type TestSystem } from '../support/system.ts';

export const PASSWORD = 'Kestrel over the harbour 7';
export const PAYMENT_PASSWORD = '246810';
export const CARDS = { good: '4000056655665556', other: '5555555555554444' } as const;
export const ACCOUNTS = { good: '000123456789' } as const;

/** A customer of a scenario, and what they do in the wallet. */
export class Person extends CustomerClient {
  readonly #codeOf: (phone: string) => Promise<string>;
  phone = `139${randomInt(10_000_000, 99_999_999)}`;

  constructor(url: string, codeOf: (phone: string) => Promise<string>) {
    super(url);
    this.#codeOf = codeOf;
  }

  /** Sends it, and once more with a code from the phone where that is asked for. */
  async sendConfirmed<R extends Route>(route: R, options: CallOptions<R>): Promise<Answer<R>> {
    const answer = await this.send(route, options);
    if (answer.problem?.code !== 'step_up_required') return answer;
    await this.confirm(answer.problem, this.#codeOf, { phone: this.phone, password: PASSWORD });
    return this.send(route, options);
  }

  async changePaymentPassword(paymentPassword: string): Promise<void> {
    const { problem } = await this.sendConfirmed(setPaymentPassword, {
      body: { password: PASSWORD, paymentPassword },
    });
    if (problem !== undefined) throw new Error(`the payment password was not set: ${problem.code}`);
    this.paymentPassword = paymentPassword;
  }

  async pay(
    kind: contract.PaymentKind,
    amount: string,
    method: contract.PaymentMethod | 'balance',
    more: Record<string, unknown> = {},
  ): Promise<contract.Payment> {
    const reference = method === 'balance' ? { type: method } : { type: method.type, id: method.id };
    const body = {
      kind,
      amount,
      currency: 'CNY',
      method: reference,
      paymentPassword: this.paymentPassword,
      ...more,
    };
    // What a scenario sends may be wrong on purpose.
    const { result, problem } = await this.sendConfirmed(contract.createPayment, { body: body as never });
    const payment = problem === undefined ? result : (problem.payment as contract.Payment | undefined);
    if (payment === undefined) throw new Error(`no payment came of it: ${JSON.stringify(problem)}`);
    return payment;
  }

  detail(id: string): Promise<contract.PaymentDetail> {
    return this.call(contract.getPayment, { params: { id } });
  }

  async payments(): Promise<contract.Payment[]> {
    return (await this.call(contract.listPayments, { query: { limit: '100' } })).payments;
  }

  /** Minor units of the home currency that may be spent. */
  async available(): Promise<bigint> {
    const { balances } = await this.call(contract.getWallet);
    return BigInt(balances[0]?.available ?? '0');
  }

  async settled(id: string): Promise<contract.PaymentDetail> {
    for (let tries = 0; ; tries++) {
      const payment = await this.detail(id);
      if (payment.status !== 'processing' || tries === 200) return payment;
      await new Promise((done) => setTimeout(done, 50));
    }
  }
}

/** The whole of UPay as real processes, and a shop to buy at. */
export interface World {
  system: TestSystem;
  db: Database;
  person(language: 'zh' | 'en', name?: string): Promise<Person>;
  /** Buys at the shop; the payment may have failed. */
  buy(person: Person, amount: string, method: contract.PaymentMethod | 'balance'): Promise<contract.Payment>;
  /** The shop gives back all of a payment. */
  refund(payment: contract.Payment): Promise<void>;
  stop(): Promise<void>;
}

export const SHOP = '云朵咖啡';

export async function startWorld(): Promise<World> {
  const system = await startSystem({
    env: { UPAY_RATE_LIMIT_FACTOR: '1000', UPAY_RAIL_TIMEOUT: '1500', UPAY_LOG_LEVEL: 'error' },
  });
  const db = openDatabase(system.database.url, 4, createLog('silent'));
  const { apiKey } = await createMerchant({ db }, SHOP);
  const readCode = codeReader(system.sandbox.url);
  return {
    system,
    db,
    async person(language, name = '王芳') {
      for (let tries = 1; ; tries++) {
        const person = new Person(system.server.url, readCode);
        person.language = language === 'zh' ? 'zh-CN' : 'en';
        try {
          return await person.register(
            { phone: person.phone, name, password: PASSWORD, paymentPassword: PAYMENT_PASSWORD },
            readCode,
          );
        } catch (error) {
          // A busy machine's message gateway may be too slow.
          if (tries === 5 || !String(error).includes('503')) throw error;
        }
      }
    },
    async buy(person, amount, method) {
      const session = await new ApiClient(system.server.url).call(createCheckoutSession, {
        headers: { authorization: `Bearer ${apiKey}` },
        body: {
          currency: 'CNY',
          reference: `order ${randomInt(1_000_000_000)}`,
          lines: [{ name: '拿铁', quantity: 1, unitAmount: amount }],
          successUrl: 'https://shop.test/done',
          cancelUrl: 'https://shop.test/cart',
        },
      });
      return person.pay('purchase', amount, method, { checkoutSessionId: session.id });
    },
    async refund({ id }) {
      await new ApiClient(system.server.url).call(createRefund, {
        headers: { authorization: `Bearer ${apiKey}` },
        body: { paymentId: id, reason: 'requested_by_customer' },
      });
    },
    async stop() {
      await db.close();
      await system.stop();
    },
  };
}

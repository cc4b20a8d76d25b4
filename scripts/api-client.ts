import { randomUUID } from 'node:crypto';
import { setTimeout } from 'node:timers/promises';
import type * as z from 'zod/mini';
import {
  addBankAccount,
  addCard,
  createPayment,
  lookUpPayee,
  type Payment,
  type PaymentMethod,
} from '../contract/payments.ts';
import {
  completeRegistration,
  setPaymentPassword,
  startRegistration,
  type Customer,
} from '../contract/identity.ts';
import type { Problem } from '../contract/problem.ts';
import type { Route } from '../contract/route.ts';
import { answerStepUp, sendStepUpCode, type StepUp, stepUpHeader } from '../contract/step-up.ts';

type Input<S> = S extends z.ZodMiniType ? z.input<S> : undefined;
type Output<S> = S extends z.ZodMiniType ? z.output<S> : undefined;

interface SentMessage {
  reference: string;
  text: string;
}

const CODE_PATIENCE_MS = 10_000;

export interface CallOptions<R extends Route> {
  params?: Input<R['params']>;
  query?: Input<R['query']>;
  body?: Input<R['body']>;
  /** A new one when left out. */
  idempotencyKey?: string;
  headers?: Record<string, string>;
}

export interface Answer<R extends Route> {
  status: number;
  /** On success. */
  result: Output<R['result']>;
  /** On refusal. */
  problem: Problem | undefined;
}

/** A caller of the API as a browser is one: keeps cookies, and speaks the contract. For the demo, tests and benches. */
export class ApiClient {
  readonly url: string;
  readonly cookies = new Map<string, string>();
  language: 'zh-CN' | 'en' = 'zh-CN';
  /** Of a confirmation; the next request brings it along. */
  stepUpId: string | undefined;

  constructor(url: string) {
    this.url = url;
  }

  /** What the server answered, refusals too. */
  async send<R extends Route>(route: R, options: CallOptions<R> = {}): Promise<Answer<R>> {
    const params = (options.params ?? {}) as Record<string, string>;
    const path = route.path.replaceAll(/:([A-Za-z]+)/g, (_, name: string) =>
      encodeURIComponent(params[name] ?? ''),
    );
    const { stepUpId } = this;
    this.stepUpId = undefined;
    const query = new URLSearchParams((options.query ?? {}) as Record<string, string>).toString();
    const response = await fetch(`${this.url}${path}${query && `?${query}`}`, {
      method: route.method,
      headers: {
        'accept-language': this.language,
        cookie: this.cookieHeader(),
        ...(options.body === undefined ? {} : { 'content-type': 'application/json' }),
        ...(route.idempotent ? { 'idempotency-key': options.idempotencyKey ?? randomUUID() } : {}),
        ...(stepUpId === undefined ? {} : { [stepUpHeader]: stepUpId }),
        ...options.headers,
      },
      ...(options.body === undefined ? {} : { body: JSON.stringify(options.body) }),
    });
    for (const cookie of response.headers.getSetCookie()) {
      const [pair = ''] = cookie.split(';');
      const name = pair.slice(0, pair.indexOf('='));
      const value = pair.slice(pair.indexOf('=') + 1);
      if (value === '') this.cookies.delete(name);
      else this.cookies.set(name, value);
    }
    const text = await response.text();
    const body: unknown = text === '' ? undefined : JSON.parse(text);
    if (response.ok)
      return { status: response.status, result: body as Output<R['result']>, problem: undefined };
    return { status: response.status, result: undefined as Output<R['result']>, problem: body as Problem };
  }

  /** The result; a refusal is thrown. */
  async call<R extends Route>(route: R, options: CallOptions<R> = {}): Promise<Output<R['result']>> {
    const { status, result, problem } = await this.send(route, options);
    if (problem !== undefined)
      throw new Error(
        `${route.method} ${route.path} was refused: ${status} ${problem.code} ${JSON.stringify(problem.fields ?? '')}`,
      );
    return result;
  }

  cookieHeader(): string {
    return [...this.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
  }
}

export interface NewCustomer {
  phone: string;
  name: string;
  password: string;
  paymentPassword: string;
}

/** A customer with a session, and what customers do most. */
export class CustomerClient extends ApiClient {
  customer!: Customer;
  paymentPassword = '';

  /** Registers with the code that the sandbox shows, and sets the payment password. */
  async register(
    { phone, name, password, paymentPassword }: NewCustomer,
    codeOf: (phone: string) => Promise<string>,
  ): Promise<this> {
    const challenge = await this.call(startRegistration, {
      body: { phone, language: this.language === 'en' ? 'en' : 'zh' },
    });
    const code = await codeOf(phone);
    this.customer = await this.call(completeRegistration, {
      params: { id: challenge.id },
      body: { code, name, password },
    });
    await this.call(setPaymentPassword, { body: { password, paymentPassword } });
    this.paymentPassword = paymentPassword;
    return this;
  }

  /** Answers what a `step_up_required` asks for, by a code to the phone; the next request brings it along. */
  async confirm(
    problem: Problem | undefined,
    codeOf: (phone: string) => Promise<string>,
    { phone, password }: { phone: string; password?: string },
  ): Promise<string> {
    if (problem?.stepUp === undefined) throw new Error(`nothing to confirm in ${problem?.code}`);
    const { id } = problem.stepUp as StepUp;
    const challenge = await this.call(sendStepUpCode, { params: { id } });
    const code = await codeOf(phone);
    const body = { way: 'phone_code' as const, challengeId: challenge.id, code, password };
    await this.call(answerStepUp, { params: { id }, body });
    this.stepUpId = id;
    return id;
  }

  addCard(number: string): Promise<PaymentMethod> {
    const body = { number, expiryMonth: 12, expiryYear: 2034, cvc: '123', holderName: this.customer.name };
    return this.call(addCard, { body });
  }

  addBankAccount(accountNumber: string): Promise<PaymentMethod> {
    return this.call(addBankAccount, { body: { accountNumber, holderName: this.customer.name } });
  }

  /** @param amount minor units */
  topUp(method: PaymentMethod, amount: string): Promise<Payment> {
    const { type, id } = method;
    return this.call(createPayment, {
      body: {
        kind: 'top_up',
        amount,
        currency: 'CNY',
        method: { type, id },
        paymentPassword: this.paymentPassword,
      },
    });
  }

  async transfer(phone: string, amount: string, note?: string): Promise<Payment> {
    const { payeeId } = await this.call(lookUpPayee, { body: { phone } });
    const method = { type: 'balance' as const };
    const { paymentPassword } = this;
    return this.call(createPayment, {
      body: { kind: 'transfer', payeeId, amount, currency: 'CNY', note, method, paymentPassword },
    });
  }
}

/** Reads the six-digit codes that the sandbox 'sent' to phones and mailboxes: each once, waiting a moment for one on its way. */
export function codeReader(sandboxUrl: string): (address: string) => Promise<string> {
  const read = new Map<string, string>();
  return async (address) => {
    const isEmail = address.includes('@');
    const to = isEmail || address.startsWith('+') ? address : `+86${address}`;
    const url = `${sandboxUrl}/${isEmail ? 'mail' : 'sms'}/messages?to=${encodeURIComponent(to)}`;
    for (const deadline = Date.now() + CODE_PATIENCE_MS; Date.now() < deadline; await setTimeout(50)) {
      const { messages } = (await (await fetch(url)).json()) as { messages: SentMessage[] };
      for (const { reference, text } of messages) {
        if (reference === read.get(to)) break;
        const code = /\b[0-9]{6}\b/.exec(text)?.[0];
        if (code === undefined) continue;
        read.set(to, reference);
        return code;
      }
    }
    throw new Error(`no new code was sent to ${to}`);
  };
}

import { type FailureCode, failure } from '../../contract/failure.ts';
import type { Attempt, Payment, PaymentDetail, PaymentMethod, TraceEntry } from '../../contract/payments.ts';
import type { Payments } from '../../server/payments/payments.ts';
import { newId } from '../../server/platform/ids.ts';
import { ProblemError } from '../../server/platform/problem.ts';

/** Payments as a test sets them up: what the guides read, and what the bank answers when asked. */
export interface ScriptedPayments extends Payments {
  put(customerId: string, payment: PaymentDetail): void;
  setMethods(customerId: string, methods: PaymentMethod[]): void;
  setBalance(customerId: string, available: bigint): void;
  /** What an inquiry finds; `undefined` leaves the payment as it is. */
  answerInquiries(
    answer: ((payment: PaymentDetail) => PaymentDetail | Promise<PaymentDetail>) | undefined,
  ): void;
  inquiries: string[];
  /** The isolation level of each read of a payment. */
  isolations: string[];
}

export const methodOf = (
  type: PaymentMethod['type'],
  last4: string,
  more: Partial<PaymentMethod> = {},
): PaymentMethod => ({
  id: newId(),
  type,
  network: type === 'card' ? 'visa' : 'bank',
  bank: { zh: '招商银行', en: 'China Merchants Bank' },
  ...(type === 'card' ? { funding: 'debit' as const, expiryMonth: 12, expiryYear: 2099 } : {}),
  last4,
  isDefault: false,
  addedAt: '2026-01-01T00:00:00.000Z',
  ...more,
});

export const viewFailure = (code: FailureCode): NonNullable<Payment['failure']> => {
  const { category, next, remedies, message } = failure(code);
  return { code, category, next, remedies: [...remedies], message };
};

export interface AttemptScript {
  code?: FailureCode;
  method?: Payment['method'];
  /** What the check that failed has seen. */
  failed?: Pick<TraceEntry, 'check' | 'evidence'>;
}

/** A payment with attempts that failed as told, in this order. */
export function failedPayment(
  attempts: readonly AttemptScript[],
  more: Partial<PaymentDetail> = {},
): PaymentDetail {
  const createdAt = more.createdAt ?? '2026-11-23T06:02:00.000Z';
  const views = attempts.map(
    ({ code, method = { type: 'balance' }, failed }, index): Attempt => ({
      id: newId(),
      number: index + 1,
      status: 'failed',
      method,
      ...(code === undefined ? {} : { failure: viewFailure(code) }),
      startedAt: createdAt,
      completedAt: createdAt,
      trace: failed ? [{ ...failed, result: 'failed', durationMicroseconds: 10 }] : [],
    }),
  );
  const last = views.at(-1);
  return {
    id: newId(),
    kind: 'purchase',
    status: 'requires_payment_method',
    direction: 'out',
    amount: '3500',
    currency: 'CNY',
    counterparty: { kind: 'merchant', name: { zh: '云朵咖啡', en: 'Cloud Coffee' } },
    method: last?.method ?? { type: 'balance' },
    ...(last?.failure ? { failure: last.failure } : {}),
    moneyMoved: 'no',
    createdAt,
    ...more,
    attempts: views,
  };
}

/** The same payment, settled. */
export const succeeded = (payment: PaymentDetail): PaymentDetail => {
  const { failure: _failure, ...rest } = payment;
  return { ...rest, status: 'succeeded', moneyMoved: 'yes', completedAt: '2026-11-23T06:05:00.000Z' };
};

export const processing = (more: Partial<PaymentDetail> = {}): PaymentDetail => ({
  ...failedPayment([{ code: 'network_timeout', method: { type: 'balance' } }], more),
  status: 'processing',
  moneyMoved: 'held',
  ...more,
});

export function createScriptedPayments(): ScriptedPayments {
  const payments = new Map<string, { customerId: string; payment: PaymentDetail }>();
  const methods = new Map<string, PaymentMethod[]>();
  const balances = new Map<string, bigint>();
  let answer: Parameters<ScriptedPayments['answerInquiries']>[0];
  const own = (customerId: string) =>
    [...payments.values()].filter((entry) => entry.customerId === customerId).map(({ payment }) => payment);
  const scripted: ScriptedPayments = {
    inquiries: [],
    isolations: [],
    put: (customerId, payment) => void payments.set(payment.id, { customerId, payment }),
    setMethods: (customerId, list) => void methods.set(customerId, list),
    setBalance: (customerId, available) => void balances.set(customerId, available),
    answerInquiries: (next) => {
      answer = next;
    },
    async get(q, customerId, paymentId) {
      const [row] = await q.query<{ transaction_isolation: string }>('show transaction_isolation');
      scripted.isolations.push(row?.transaction_isolation ?? '');
      const entry = payments.get(paymentId);
      return entry?.customerId === customerId ? entry.payment : undefined;
    },
    list: async (_q, customerId, { limit = 20 }) => ({
      payments: own(customerId)
        .toSorted((a, b) => (a.createdAt < b.createdAt ? 1 : -1))
        .slice(0, limit),
    }),
    methods: async (_q, customerId) => methods.get(customerId) ?? [],
    wallet: async (_q, customerId) => {
      const available = String(balances.get(customerId) ?? 0n);
      return { balances: [{ currency: 'CNY', available, held: '0', total: available }] };
    },
    async inquire(customerId, paymentId) {
      scripted.inquiries.push(paymentId);
      const entry = payments.get(paymentId);
      if (entry?.customerId !== customerId) throw new ProblemError('not_found');
      const payment = answer ? await answer(entry.payment) : entry.payment;
      payments.set(paymentId, { customerId, payment });
      return payment;
    },
    async cancel(customerId, paymentId) {
      const entry = payments.get(paymentId);
      if (entry?.customerId !== customerId) throw new ProblemError('not_found');
      const payment = { ...entry.payment, status: 'canceled' as const };
      payments.set(paymentId, { customerId, payment });
      return payment;
    },
    authenticators: { merchant: () => Promise.reject(new ProblemError('api_key_invalid')) },
    refunds: {
      prepare: async () => undefined,
      begin: () => Promise.reject(new Error('this test has no refunds')),
    },
    goodwill: {
      prepare: async () => undefined,
      give: () => Promise.reject(new Error('this test has no goodwill')),
      reserve: () => Promise.reject(new Error('this test has no goodwill')),
      pay: () => Promise.reject(new Error('this test has no goodwill')),
      release: async () => undefined,
    },
    violations: async () => [],
    reviews: { decide: () => Promise.reject(new Error('this test has no reviews')) },
    createMerchant: () => Promise.reject(new Error('this test has no merchants')),
    routes: async () => undefined,
  };
  return scripted;
}

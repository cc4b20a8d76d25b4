import * as z from 'zod/mini';
import { failureCodes } from './failure.ts';
import { byAddress, paymentPasswordSchema } from './identity.ts';
import { amountSchema, balanceSchema, currencySchema } from './money.ts';
import { disputeStatuses } from './dispute-status.ts';
import { refundSchema } from './refunds.ts';
import { route } from './route.ts';
import { idSchema, localizedTextSchema, nameLine, timeSchema, visibleLine } from './text.ts';

/** How a payment is funded: the wallet's balance, or a stored card or bank account. */
export const methodReferenceSchema = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('balance') }),
  z.strictObject({ type: z.literal('card'), id: idSchema }),
  z.strictObject({ type: z.literal('bank_account'), id: idSchema }),
]);
export type MethodReference = z.infer<typeof methodReferenceSchema>;

/** A stored method; a card is known by its network and last four digits only. */
export const paymentMethodSchema = z.object({
  id: idSchema,
  type: z.enum(['card', 'bank_account']),
  network: z.string(),
  bank: localizedTextSchema,
  funding: z.optional(z.enum(['credit', 'debit'])),
  last4: z.string(),
  expiryMonth: z.optional(z.number()),
  expiryYear: z.optional(z.number()),
  isDefault: z.boolean(),
  addedAt: timeSchema,
});
export type PaymentMethod = z.infer<typeof paymentMethodSchema>;

/** What a customer orders. */
export const orderKinds = ['transfer', 'purchase', 'top_up', 'withdrawal'] as const;
export type OrderKind = (typeof orderKinds)[number];
/** `goodwill`: what we gave of our own accord; nobody orders it, and it is done as soon as it is there. */
export const paymentKinds = [...orderKinds, 'goodwill'] as const;
export type PaymentKind = (typeof paymentKinds)[number];

/**
 * Stripe's PaymentIntent states. `requires_payment_method`: the last attempt failed, another may follow.
 * `processing`: an answer is still out; the amount is held, and an inquiry settles it.
 */
export const paymentStatuses = [
  'processing',
  'requires_action',
  'requires_payment_method',
  'succeeded',
  'canceled',
] as const;
export type PaymentStatus = (typeof paymentStatuses)[number];

/** The checks every attempt passes, in this order; the first that fails ends the attempt. */
export const checks = ['session', 'limits', 'payment_password', 'risk', 'funds', 'rail'] as const;
export type Check = (typeof checks)[number];

/** One line of the trace: what was checked, how it came out, how long it took, what was seen. */
export const traceEntrySchema = z.object({
  check: z.enum(checks),
  result: z.enum(['passed', 'failed', 'skipped', 'unknown']),
  durationMicroseconds: z.number(),
  evidence: z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()])),
});
export type TraceEntry = z.infer<typeof traceEntrySchema>;

export const failureSchema = z.object({
  code: z.enum(failureCodes),
  category: z.enum(['network', 'funds', 'credential', 'method', 'risk', 'limit', 'system']),
  next: z.enum(['inquire', 'retry', 'customer_acts', 'never']),
  remedies: z.array(z.string()),
  message: localizedTextSchema,
});

const methodSummarySchema = z.object({
  type: z.enum(['balance', 'card', 'bank_account']),
  id: z.optional(idSchema),
  network: z.optional(z.string()),
  bank: z.optional(localizedTextSchema),
  last4: z.optional(z.string()),
});

export const attemptSchema = z.object({
  id: idSchema,
  number: z.number(),
  status: z.enum(['processing', 'requires_action', 'succeeded', 'failed']),
  method: methodSummarySchema,
  failure: z.optional(failureSchema),
  startedAt: timeSchema,
  completedAt: z.optional(timeSchema),
  trace: z.array(traceEntrySchema),
});
export type Attempt = z.infer<typeof attemptSchema>;

export const paymentSchema = z.object({
  id: idSchema,
  kind: z.enum(paymentKinds),
  status: z.enum(paymentStatuses),
  /** Seen from the customer who asks. */
  direction: z.enum(['out', 'in']),
  amount: amountSchema,
  currency: currencySchema,
  /** The other side as this customer may see it; a person's name is masked. */
  counterparty: z.object({
    kind: z.enum(['customer', 'merchant', 'card', 'bank_account', 'upay']),
    name: localizedTextSchema,
  }),
  method: methodSummarySchema,
  note: z.optional(z.string()),
  failure: z.optional(failureSchema),
  /** Whether money left the customer or is held: 'no', 'held' while the outcome is unknown, 'yes'. */
  moneyMoved: z.enum(['no', 'held', 'yes']),
  /** While processing: the amount is held until people have looked at it, for the customer's safety. */
  underReview: z.optional(z.boolean()),
  /** A top-up or withdrawal that failed is tried again by itself then, unless it is paid or canceled before. */
  retryAt: z.optional(timeSchema),
  /** With insufficient_balance: what is missing. */
  shortfall: z.optional(amountSchema),
  /** With requires_action: where the bank confirms. */
  actionUrl: z.optional(z.string()),
  checkoutSessionId: z.optional(idSchema),
  /** With goodwill: where it was agreed. A complaint's number is the note. */
  goodwill: z.optional(
    z.union([
      z.object({ complaintId: idSchema }),
      z.object({ conversationId: idSchema }),
      z.object({ disputeId: idSchema }),
    ]),
  ),
  /** What was given back of it, or is on its way back. */
  refundedAmount: z.optional(amountSchema),
  createdAt: timeSchema,
  completedAt: z.optional(timeSchema),
});
export type Payment = z.infer<typeof paymentSchema>;

export const paymentDetailSchema = z.extend(paymentSchema, {
  attempts: z.array(attemptSchema),
  /** Newest last; absent when there are none. */
  refunds: z.optional(z.array(refundSchema)),
  /** The customer's newest dispute of it; its own route tells the rest. */
  dispute: z.optional(z.object({ id: idSchema, status: z.enum(disputeStatuses) })),
});
export type PaymentDetail = z.infer<typeof paymentDetailSchema>;

export const getWallet = route({
  method: 'GET',
  path: '/api/wallet',
  caller: 'customer',
  summary: 'Balances: available to spend, held for payments under way, and both together.',
  result: z.object({
    balances: z.array(
      z.object({
        currency: currencySchema,
        available: balanceSchema,
        held: balanceSchema,
        total: balanceSchema,
      }),
    ),
  }),
  errors: [],
});

export const listPaymentMethods = route({
  method: 'GET',
  path: '/api/payment-methods',
  caller: 'customer',
  summary: 'Stored cards and bank accounts, the default first.',
  result: z.object({ methods: z.array(paymentMethodSchema) }),
  errors: [],
});

export const addCard = route({
  method: 'POST',
  path: '/api/payment-methods/cards',
  caller: 'customer',
  summary: 'Add a card. The number and security code go to the card network’s vault and are not kept.',
  body: z.strictObject({
    number: z.string().check(z.regex(/^[0-9 ]{12,23}$/)),
    expiryMonth: z.int().check(z.minimum(1), z.maximum(12)),
    expiryYear: z.int().check(z.minimum(2000), z.maximum(2100)),
    cvc: z.string().check(z.regex(/^[0-9]{3,4}$/)),
    holderName: nameLine(80),
  }),
  result: paymentMethodSchema,
  status: 201,
  errors: [
    'card_declined',
    'expired_card',
    'incorrect_number',
    'incorrect_cvc',
    'service_unavailable',
    'too_many_requests',
  ],
});

export const addBankAccount = route({
  method: 'POST',
  path: '/api/payment-methods/bank-accounts',
  caller: 'customer',
  summary: 'Add a bank account for top-ups and withdrawals.',
  body: z.strictObject({
    accountNumber: z.string().check(z.regex(/^[0-9 ]{8,34}$/)),
    holderName: nameLine(80),
  }),
  result: paymentMethodSchema,
  status: 201,
  errors: ['invalid_bank_account', 'service_unavailable', 'too_many_requests'],
});

export const removePaymentMethod = route({
  method: 'DELETE',
  path: '/api/payment-methods/:id',
  caller: 'customer',
  summary: 'Remove a stored method.',
  params: z.object({ id: idSchema }),
  errors: ['not_found'],
});

export const lookUpPayee = route({
  method: 'POST',
  path: '/api/payees/lookup',
  caller: 'customer',
  summary: 'Find a payee by phone or email; the name is masked, to be confirmed before paying.',
  body: byAddress({}),
  result: z.object({ payeeId: idSchema, maskedName: z.string(), maskedContact: z.string() }),
  errors: ['payee_not_found', 'payee_is_self', 'too_many_requests'],
});

const attemptErrors = [
  'payment_password_not_set',
  'payment_password_required',
  'account_locked',
  'step_up_required',
  'step_up_void',
  'idempotency_key_required',
  'idempotency_key_reused',
  'not_found',
  ...failureCodes,
] as const;

/** What the customer saw when they confirmed; where the payment now says otherwise, it is refused with payment_changed. */
const confirmedSchema = z.strictObject({
  amount: amountSchema,
  /** The payee's name as shown: a person's masked, a merchant's in full. */
  payee: z.optional(z.string().check(z.maxLength(100))),
});

const authorised = {
  method: methodReferenceSchema,
  /** Left out for a small payment within the customer's own limit; payment_password_required says that it is needed. */
  paymentPassword: z.optional(paymentPasswordSchema),
  confirmed: z.optional(confirmedSchema),
};

export const createPayment = route({
  method: 'POST',
  path: '/api/payments',
  caller: 'customer',
  summary:
    'Pay, transfer, top up or withdraw. 201 when done, 202 while the outcome is out, 402 with the payment when refused.',
  body: z.discriminatedUnion('kind', [
    z.strictObject({
      kind: z.literal('transfer'),
      payeeId: idSchema,
      amount: amountSchema,
      currency: currencySchema,
      note: z.optional(visibleLine(100)),
      ...authorised,
    }),
    z.strictObject({
      kind: z.literal('purchase'),
      checkoutSessionId: idSchema,
      /** What the customer saw and confirmed; another amount than the session's is refused. */
      amount: amountSchema,
      currency: currencySchema,
      ...authorised,
    }),
    z.strictObject({
      kind: z.literal('top_up'),
      amount: amountSchema,
      currency: currencySchema,
      ...authorised,
    }),
    z.strictObject({
      kind: z.literal('withdrawal'),
      amount: amountSchema,
      currency: currencySchema,
      ...authorised,
    }),
  ]),
  result: paymentSchema,
  status: 201,
  idempotent: true,
  errors: ['payee_not_found', 'payee_is_self', 'payment_changed', 'payment_not_payable', ...attemptErrors],
});

export const attemptPayment = route({
  method: 'POST',
  path: '/api/payments/:id/attempts',
  caller: 'customer',
  summary: 'Try the same payment again: the password again, or another method.',
  params: z.object({ id: idSchema }),
  body: z.strictObject(authorised),
  result: paymentSchema,
  status: 201,
  idempotent: true,
  errors: ['payment_not_payable', 'payment_in_progress', 'payment_changed', ...attemptErrors],
});

export const topUpAndPay = route({
  method: 'POST',
  path: '/api/payments/:id/top-up-and-pay',
  caller: 'customer',
  summary: 'Top up the shortfall from a card or bank account and finish the same payment from the balance.',
  params: z.object({ id: idSchema }),
  body: z.strictObject({
    ...authorised,
    /** The shortfall the customer saw and confirmed, in the payment's currency. */
    topUpAmount: amountSchema,
  }),
  result: z.object({ topUp: paymentSchema, payment: paymentSchema }),
  status: 201,
  idempotent: true,
  errors: ['payment_not_payable', 'payment_in_progress', 'payment_changed', ...attemptErrors],
});

export const inquirePayment = route({
  method: 'POST',
  path: '/api/payments/:id/inquiry',
  caller: 'customer',
  summary: 'Find out what became of a payment under way by asking the rail now.',
  params: z.object({ id: idSchema }),
  result: paymentDetailSchema,
  errors: ['not_found', 'too_many_requests'],
});

export const cancelPayment = route({
  method: 'POST',
  path: '/api/payments/:id/cancellation',
  caller: 'customer',
  summary:
    'Give up a payment that has not succeeded and is not under way, or waits for the bank’s confirmation.',
  params: z.object({ id: idSchema }),
  result: paymentDetailSchema,
  errors: ['not_found', 'payment_not_payable', 'payment_in_progress'],
});

export const getPayment = route({
  method: 'GET',
  path: '/api/payments/:id',
  caller: 'customer',
  summary: 'One payment with every attempt and its trace.',
  params: z.object({ id: idSchema }),
  result: paymentDetailSchema,
  errors: ['not_found'],
});

export const listPayments = route({
  method: 'GET',
  path: '/api/payments',
  caller: 'customer',
  summary: 'Payments sent and received, newest first, by keyset.',
  query: z.strictObject({
    /** Id of the last payment of the page before. */
    before: z.optional(idSchema),
    limit: z.optional(z.coerce.number().check(z.int(), z.minimum(1), z.maximum(100))),
    status: z.optional(z.enum(paymentStatuses)),
    kind: z.optional(z.enum(paymentKinds)),
    /** How it was funded; leaves out what was received. */
    method: z.optional(z.enum(['balance', 'card', 'bank_account'])),
    /** A month of the business calendar, Asia/Shanghai: "2026-11". */
    month: z.optional(z.string().check(z.regex(/^20[0-9]{2}-(0[1-9]|1[0-2])$/))),
    /** Part of a note or of a merchant's name, how a kind's name begins, an amount ("35", "35.00"), or a payment's id. */
    search: z.optional(visibleLine(40)),
  }),
  result: z.object({ payments: z.array(paymentSchema), before: z.optional(idSchema) }),
  errors: [],
});

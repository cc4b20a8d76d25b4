import * as z from 'zod/mini';
import { checkoutLines, checkoutSessionSchema } from './checkout.ts';
import { amountSchema, balanceSchema } from './money.ts';
import { route } from './route.ts';
import { timeSchema, visibleLine } from './text.ts';

/** Codes pay in the home currency only. */
const currency = z.literal('CNY');

export const createPayerCode = route({
  method: 'POST',
  path: '/api/payer-codes',
  caller: 'customer',
  summary: 'A code to be scanned by a merchant: 18 digits, for one payment, for a minute or two.',
  result: z.object({
    code: z.string().check(z.regex(/^[0-9]{18}$/)),
    /** When the wallet shows a new one; this one stays good until `expiresAt`. */
    renewAt: timeSchema,
    expiresAt: timeSchema,
  }),
  status: 201,
  errors: ['payment_password_not_set', 'account_locked', 'too_many_requests'],
});

export const listWaitingCheckouts = route({
  method: 'GET',
  path: '/api/payer-codes/waiting',
  caller: 'customer',
  summary: 'What merchants asked for by a scanned code and the customer has still to confirm, newest first.',
  result: z.object({ sessions: z.array(checkoutSessionSchema) }),
  errors: [],
});

export const payByPayerCode = route({
  method: 'POST',
  path: '/api/merchant/payer-code-payments',
  caller: 'merchant',
  scope: 'checkout.write',
  summary:
    'Charge the customer whose code was scanned. `outcome` says whether it is paid; while it waits for the payer or is processing, ask for the checkout session, or wait for the webhook.',
  body: z.strictObject({
    /** As scanned. */
    payerCode: z.string().check(z.regex(/^[0-9]{6,40}$/)),
    currency,
    /** The merchant's own order number, shown to the customer. */
    reference: visibleLine(64),
    lines: checkoutLines,
  }),
  result: z.extend(checkoutSessionSchema, {
    outcome: z.enum(['paid', 'processing', 'waiting_for_payer']),
  }),
  status: 201,
  idempotent: true,
  errors: [
    'api_key_invalid',
    'idempotency_key_required',
    'idempotency_key_reused',
    'payer_code_invalid',
    'payer_code_expired',
    'payer_code_used',
    'amount_limit_exceeded',
  ],
});

export const makeReceiveCode = route({
  method: 'POST',
  path: '/api/merchant/receive-code',
  caller: 'merchant',
  scope: 'checkout.write',
  summary: 'The merchant’s static code, to be printed: the first call makes it, `replace` makes another one.',
  body: z.strictObject({ replace: z.optional(z.boolean()) }),
  result: z.object({ code: z.string(), /** What the QR code says. */ url: z.string() }),
  errors: ['api_key_invalid'],
});

const params = z.object({ code: z.string().check(z.regex(/^[A-Za-z0-9_-]{10,64}$/)) });

export const getReceiveCode = route({
  method: 'GET',
  path: '/api/receive-codes/:code',
  caller: 'customer',
  summary: 'Whom a static code pays, and how much this customer may still pay by static codes today.',
  params,
  result: z.object({
    merchantName: z.string(),
    currency,
    perDay: amountSchema,
    leftToday: balanceSchema,
  }),
  errors: ['not_found'],
});

export const openReceiveCode = route({
  method: 'POST',
  path: '/api/receive-codes/:code/checkout-sessions',
  caller: 'customer',
  summary: 'An order over what the customer entered, to be paid like any other.',
  params,
  body: z.strictObject({ amount: amountSchema, currency }),
  result: checkoutSessionSchema,
  status: 201,
  idempotent: true,
  errors: ['not_found', 'idempotency_key_required', 'idempotency_key_reused', 'too_many_requests'],
});

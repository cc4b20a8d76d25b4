import * as z from 'zod/mini';
import { amountSchema, currencySchema } from './money.ts';
import { paymentSchema } from './payments.ts';
import { route } from './route.ts';
import { idSchema, timeSchema, visibleLine } from './text.ts';

/** A page of the merchant's; a script or a file would run or open in the wallet. */
const pageUrlSchema = z.url({ protocol: /^https?$/ });

const lineSchema = z.strictObject({
  name: visibleLine(120),
  quantity: z.int().check(z.minimum(1), z.maximum(999)),
  unitAmount: amountSchema,
});

export const checkoutLines = z.array(lineSchema).check(z.minLength(1), z.maxLength(100));

export const checkoutSessionSchema = z.object({
  id: idSchema,
  status: z.enum(['open', 'paid', 'expired']),
  amount: amountSchema,
  currency: currencySchema,
  reference: z.string(),
  lines: z.array(lineSchema),
  merchantName: z.string(),
  /** Where the customer pays. */
  url: z.string(),
  /** Where the merchant wants its customer back; absent when they are at its counter. */
  successUrl: z.optional(z.string()),
  cancelUrl: z.optional(z.string()),
  paymentId: z.optional(idSchema),
  createdAt: timeSchema,
  expiresAt: timeSchema,
});
export type CheckoutSession = z.infer<typeof checkoutSessionSchema>;

export const createCheckoutSession = route({
  method: 'POST',
  path: '/api/merchant/checkout-sessions',
  caller: 'merchant',
  scope: 'checkout.write',
  summary: 'Ask a customer for a payment; send them to `url`.',
  body: z.strictObject({
    currency: currencySchema,
    /** The merchant's own order number, shown to the customer. */
    reference: visibleLine(64),
    lines: checkoutLines,
    successUrl: pageUrlSchema,
    cancelUrl: pageUrlSchema,
  }),
  result: checkoutSessionSchema,
  status: 201,
  idempotent: true,
  errors: ['api_key_invalid', 'idempotency_key_required', 'idempotency_key_reused', 'amount_limit_exceeded'],
});

export const getMerchantCheckoutSession = route({
  method: 'GET',
  path: '/api/merchant/checkout-sessions/:id',
  caller: 'merchant',
  scope: 'checkout.read',
  summary: 'The state of a checkout session of this merchant.',
  params: z.object({ id: idSchema }),
  result: checkoutSessionSchema,
  errors: ['api_key_invalid', 'not_found'],
});

export const expireCheckoutSession = route({
  method: 'POST',
  path: '/api/merchant/checkout-sessions/:id/expiry',
  caller: 'merchant',
  scope: 'checkout.write',
  summary:
    'End an open session, so that nobody can pay it any more; one that ended is answered as it is. Refused while a payment of it is processing and once it is paid.',
  params: z.object({ id: idSchema }),
  result: checkoutSessionSchema,
  errors: ['api_key_invalid', 'not_found', 'payment_in_progress', 'payment_not_payable'],
});

export const getCheckoutSession = route({
  method: 'GET',
  path: '/api/checkout-sessions/:id',
  caller: 'customer',
  summary: 'What the checkout page shows: the order, and this customer’s payment of it if there is one.',
  params: z.object({ id: idSchema }),
  result: z.object({ session: checkoutSessionSchema, payment: z.optional(paymentSchema) }),
  errors: ['not_found'],
});

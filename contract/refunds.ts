import * as z from 'zod/mini';
import { amountSchema, balanceSchema, currencySchema } from './money.ts';
import { route } from './route.ts';
import { approvalSchema } from './staff.ts';
import { idSchema, localizedTextSchema, timeSchema, visibleLine } from './text.ts';

export const refundReasons = [
  'requested_by_customer',
  'duplicate',
  'product_not_received',
  'product_unacceptable',
  'dispute',
  'other',
] as const;
export type RefundReason = (typeof refundReasons)[number];

/** Money on its way back is `processing` until the card network or bank has it; from the balance it is there at once. */
export const refundStatuses = ['processing', 'succeeded'] as const;
export type RefundStatus = (typeof refundStatuses)[number];

/** A refund as the customer sees it: how much, where to, and whether it is there. */
export const refundSchema = z.object({
  id: idSchema,
  amount: amountSchema,
  currency: currencySchema,
  status: z.enum(refundStatuses),
  reason: z.enum(refundReasons),
  destination: z.object({
    type: z.enum(['balance', 'card', 'bank_account']),
    bank: z.optional(localizedTextSchema),
    last4: z.optional(z.string()),
    network: z.optional(z.string()),
  }),
  /** The card or bank did not take it back, so it went to the balance. */
  fellBackToBalance: z.boolean(),
  createdAt: timeSchema,
  completedAt: z.optional(timeSchema),
});
export type Refund = z.infer<typeof refundSchema>;

/** A refund as the merchant sees it; how the customer paid is the customer's own business. */
export const merchantRefundSchema = z.object({
  id: idSchema,
  paymentId: idSchema,
  checkoutSessionId: idSchema,
  amount: amountSchema,
  currency: currencySchema,
  status: z.enum(refundStatuses),
  reason: z.enum(refundReasons),
  note: z.optional(z.string()),
  createdAt: timeSchema,
  completedAt: z.optional(timeSchema),
});
export type MerchantRefund = z.infer<typeof merchantRefundSchema>;

export const createRefund = route({
  method: 'POST',
  path: '/api/merchant/refunds',
  caller: 'merchant',
  scope: 'refunds.write',
  summary:
    'Give back a payment, in part or whole, to where its money came from; never more than is left of it.',
  body: z.strictObject({
    paymentId: idSchema,
    /** All that is left when absent. */
    amount: z.optional(amountSchema),
    reason: z.enum(refundReasons),
    /** For the merchant's own books. */
    note: z.optional(visibleLine(200)),
  }),
  result: merchantRefundSchema,
  status: 201,
  idempotent: true,
  errors: [
    'api_key_invalid',
    'insufficient_scope',
    'idempotency_key_required',
    'idempotency_key_reused',
    'not_found',
    'payment_not_refundable',
    'refund_exceeds_payment',
    'merchant_balance_insufficient',
    'too_many_requests',
  ],
});

export const getRefund = route({
  method: 'GET',
  path: '/api/merchant/refunds/:id',
  caller: 'merchant',
  scope: 'refunds.read',
  summary: 'The state of a refund of this merchant.',
  params: z.object({ id: idSchema }),
  result: merchantRefundSchema,
  errors: ['api_key_invalid', 'insufficient_scope', 'not_found', 'too_many_requests'],
});

export const listRefunds = route({
  method: 'GET',
  path: '/api/merchant/refunds',
  caller: 'merchant',
  scope: 'refunds.read',
  summary: 'Refunds of this merchant, newest first, by keyset; of one payment if it is named.',
  query: z.strictObject({
    paymentId: z.optional(idSchema),
    before: z.optional(idSchema),
    limit: z.optional(z.coerce.number().check(z.int(), z.minimum(1), z.maximum(100))),
  }),
  result: z.object({ refunds: z.array(merchantRefundSchema), before: z.optional(idSchema) }),
  errors: ['api_key_invalid', 'insufficient_scope', 'too_many_requests'],
});

/** A payment to a merchant as who may give it back sees it: the payer masked. */
export const refundablePaymentSchema = z.object({
  id: idSchema,
  amount: amountSchema,
  currency: currencySchema,
  createdAt: timeSchema,
  payer: z.object({ maskedName: z.string(), maskedContact: z.string() }),
  merchant: localizedTextSchema,
  /** What can still be given back. */
  refundable: balanceSchema,
  /** From this amount on a colleague has to approve. */
  approvedFrom: amountSchema,
  refunds: z.array(refundSchema),
});
export type RefundablePayment = z.infer<typeof refundablePaymentSchema>;

export const getRefundablePayment = route({
  method: 'GET',
  path: '/api/desk/payments/:id/refunds',
  caller: 'staff',
  summary: 'A payment to a merchant, what was given back of it, and what still can be.',
  params: z.object({ id: idSchema }),
  result: refundablePaymentSchema,
  errors: ['not_allowed', 'not_found', 'payment_not_refundable'],
});

export const beginDeskRefund = route({
  method: 'POST',
  path: '/api/desk/payments/:id/refunds',
  caller: 'staff',
  summary:
    'Give back a payment to a merchant, in part or whole; a large one is carried out once a colleague has approved.',
  params: z.object({ id: idSchema }),
  body: z.strictObject({
    amount: amountSchema,
    reason: z.enum(refundReasons),
    /** For the audit and the colleague who approves. */
    note: visibleLine(200).check(z.minLength(4)),
  }),
  /** Either it has begun, or it waits for approval. */
  result: z.object({ refund: z.optional(refundSchema), approval: z.optional(approvalSchema) }),
  status: 201,
  idempotent: true,
  errors: [
    'not_allowed',
    'not_found',
    'idempotency_key_required',
    'idempotency_key_reused',
    'payment_not_refundable',
    'refund_exceeds_payment',
    'merchant_balance_insufficient',
  ],
});

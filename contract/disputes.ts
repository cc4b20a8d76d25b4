import * as z from 'zod/mini';
import { disputeStatuses } from './dispute-status.ts';
import { fileMediaTypes, largestFile } from './files.ts';
import { pageQuery } from './merchants.ts';
import { amountSchema, currencySchema } from './money.ts';
import { route } from './route.ts';
import { approvalSchema } from './staff.ts';
import {
  chatTextSchema,
  idSchema,
  languageSchema,
  localizedTextSchema,
  timeSchema,
  visibleLine,
} from './text.ts';

export { type DisputeStatus, disputeStatuses } from './dispute-status.ts';

/** As the card networks name them. */
export const disputeReasons = [
  'unrecognized',
  'fraudulent',
  'duplicate',
  'product_not_received',
  'product_unacceptable',
  'incorrect_amount',
  'credit_not_processed',
] as const;
export type DisputeReason = (typeof disputeReasons)[number];

const description = chatTextSchema.check(z.maxLength(2000));

export const evidenceSchema = z.object({
  id: idSchema,
  party: z.enum(['customer', 'merchant', 'staff']),
  text: z.optional(z.string()),
  file: z.optional(
    z.object({
      name: z.string(),
      mediaType: z.enum(fileMediaTypes),
      size: z.number(),
      sha256: z.string(),
    }),
  ),
  at: timeSchema,
});
export type Evidence = z.infer<typeof evidenceSchema>;

export const disputeSchema = z.object({
  id: idSchema,
  paymentId: idSchema,
  amount: amountSchema,
  currency: currencySchema,
  reason: z.enum(disputeReasons),
  description: z.string(),
  status: z.enum(disputeStatuses),
  /** Who was paid. */
  counterparty: localizedTextSchema,
  openedAt: timeSchema,
  /** Until when the merchant may answer; absent when no merchant was paid. */
  respondBy: z.optional(timeSchema),
  respondedAt: z.optional(timeSchema),
  /** Until when we decide. */
  decideBy: timeSchema,
  closedAt: z.optional(timeSchema),
  decisionReason: z.optional(z.string()),
  refundId: z.optional(idSchema),
  /** Oldest first. */
  evidence: z.array(evidenceSchema),
});
export type Dispute = z.infer<typeof disputeSchema>;

export const disputeIdSchema = z.object({ id: idSchema });
const evidenceIdSchema = z.object({ id: idSchema, evidenceId: idSchema });
const uploadQuery = z.strictObject({ name: visibleLine(120) });
const upload = { maximumBytes: largestFile } as const;
const uploadErrors = [
  'not_found',
  'dispute_closed',
  'file_not_allowed',
  'body_too_large',
  'conflict',
] as const;

export const openDispute = route({
  method: 'POST',
  path: '/api/payments/:id/disputes',
  caller: 'customer',
  summary: 'Dispute a payment that succeeded. What is left of its amount is reserved until it is decided.',
  params: disputeIdSchema,
  body: z.strictObject({ reason: z.enum(disputeReasons), description }),
  result: disputeSchema,
  status: 201,
  idempotent: true,
  errors: [
    'not_found',
    'dispute_not_possible',
    'conflict',
    'idempotency_key_required',
    'idempotency_key_reused',
    'too_many_requests',
  ],
});

export const listDisputes = route({
  method: 'GET',
  path: '/api/disputes',
  caller: 'customer',
  summary: 'This customer’s disputes, newest first, by keyset.',
  query: z.strictObject(pageQuery),
  result: z.object({ disputes: z.array(disputeSchema), before: z.optional(idSchema) }),
  errors: [],
});

export const getDispute = route({
  method: 'GET',
  path: '/api/disputes/:id',
  caller: 'customer',
  summary: 'One dispute with what each side has said and shown.',
  params: disputeIdSchema,
  result: disputeSchema,
  errors: ['not_found'],
});

export const addDisputeText = route({
  method: 'POST',
  path: '/api/disputes/:id/evidence',
  caller: 'customer',
  summary: 'Say more.',
  params: disputeIdSchema,
  body: z.strictObject({ text: description }),
  result: disputeSchema,
  errors: ['not_found', 'dispute_closed', 'conflict'],
});

export const addDisputeFile = route({
  method: 'POST',
  path: '/api/disputes/:id/evidence/files',
  caller: 'customer',
  summary: 'Show a picture or a PDF; it is known by its content, not by its name.',
  params: disputeIdSchema,
  query: uploadQuery,
  upload,
  result: disputeSchema,
  errors: uploadErrors,
});

export const getDisputeFile = route({
  method: 'GET',
  path: '/api/disputes/:id/evidence/:evidenceId/file',
  caller: 'customer',
  summary: 'A file of a dispute.',
  params: evidenceIdSchema,
  download: true,
  errors: ['not_found'],
});

export const getEvidencePack = route({
  method: 'GET',
  path: '/api/disputes/:id/evidence-pack',
  caller: 'customer',
  summary: 'Everything about the payment and the dispute as a PDF, for the bank or the police.',
  params: disputeIdSchema,
  query: z.strictObject({ language: z.optional(languageSchema) }),
  download: true,
  errors: ['not_found'],
});

export const withdrawDispute = route({
  method: 'POST',
  path: '/api/disputes/:id/withdrawal',
  caller: 'customer',
  summary: 'Take the dispute back; what was reserved is released.',
  params: disputeIdSchema,
  result: disputeSchema,
  errors: ['not_found', 'dispute_closed'],
});

const byKey = ['api_key_invalid', 'insufficient_scope', 'too_many_requests'] as const;

export const listMerchantDisputes = route({
  method: 'GET',
  path: '/api/merchant/disputes',
  caller: 'merchant',
  scope: 'disputes.read',
  summary: 'Disputes of payments to this merchant, newest first, by keyset.',
  query: z.strictObject(pageQuery),
  result: z.object({ disputes: z.array(disputeSchema), before: z.optional(idSchema) }),
  errors: byKey,
});

export const getMerchantDispute = route({
  method: 'GET',
  path: '/api/merchant/disputes/:id',
  caller: 'merchant',
  scope: 'disputes.read',
  summary: 'One dispute with what each side has said and shown.',
  params: disputeIdSchema,
  result: disputeSchema,
  errors: [...byKey, 'not_found'],
});

export const addMerchantDisputeFile = route({
  method: 'POST',
  path: '/api/merchant/disputes/:id/evidence/files',
  caller: 'merchant',
  scope: 'disputes.write',
  summary: 'Show a picture or a PDF, before responding.',
  params: disputeIdSchema,
  query: uploadQuery,
  upload,
  result: disputeSchema,
  errors: [...byKey, ...uploadErrors],
});

export const getMerchantDisputeFile = route({
  method: 'GET',
  path: '/api/merchant/disputes/:id/evidence/:evidenceId/file',
  caller: 'merchant',
  scope: 'disputes.read',
  summary: 'A file of a dispute.',
  params: evidenceIdSchema,
  download: true,
  errors: [...byKey, 'not_found'],
});

export const respondToDispute = route({
  method: 'POST',
  path: '/api/merchant/disputes/:id/response',
  caller: 'merchant',
  scope: 'disputes.write',
  summary: 'Answer: accept, and the money goes back at once; or contest with reasons, and we decide.',
  params: disputeIdSchema,
  body: z.discriminatedUnion('answer', [
    z.strictObject({ answer: z.literal('accept') }),
    z.strictObject({ answer: z.literal('contest'), text: description }),
  ]),
  result: disputeSchema,
  errors: [...byKey, 'not_found', 'dispute_closed'],
});

/** For staff: the dispute, whose it is, and what was proposed. */
export const deskDisputeSchema = z.extend(disputeSchema, {
  customer: z.object({ id: idSchema, maskedName: z.string(), maskedContact: z.string() }),
  paidAt: timeSchema,
  paymentKind: z.string(),
  /** Reserved from the merchant, and what our own account covers. */
  reserved: z.object({ merchant: z.string(), cover: z.string() }),
  proposal: z.optional(z.extend(approvalSchema, { outcome: z.enum(['won', 'lost']) })),
});
export type DeskDispute = z.infer<typeof deskDisputeSchema>;

export const listDeskDisputes = route({
  method: 'GET',
  path: '/api/desk/disputes',
  caller: 'staff',
  summary: 'Open disputes, the most urgent first, or those closed last.',
  query: z.strictObject({ view: z.enum(['open', 'closed']) }),
  result: z.object({ disputes: z.array(deskDisputeSchema) }),
  errors: ['not_allowed'],
});

export const getDeskDispute = route({
  method: 'GET',
  path: '/api/desk/disputes/:id',
  caller: 'staff',
  summary: 'One dispute with everything that is known of it.',
  params: disputeIdSchema,
  result: deskDisputeSchema,
  errors: ['not_allowed', 'not_found'],
});

export const getDeskDisputeFile = route({
  method: 'GET',
  path: '/api/desk/disputes/:id/evidence/:evidenceId/file',
  caller: 'staff',
  summary: 'A file of a dispute.',
  params: evidenceIdSchema,
  download: true,
  errors: ['not_allowed', 'not_found'],
});

export const proposeDisputeOutcome = route({
  method: 'POST',
  path: '/api/desk/disputes/:id/proposal',
  caller: 'staff',
  summary: 'Propose an outcome to a second person.',
  params: disputeIdSchema,
  body: z.strictObject({ outcome: z.enum(['won', 'lost']), reason: visibleLine(500).check(z.minLength(4)) }),
  result: deskDisputeSchema,
  errors: ['not_allowed', 'not_found', 'dispute_closed', 'conflict'],
});

export const decideDispute = route({
  method: 'POST',
  path: '/api/desk/disputes/:id/decision',
  caller: 'staff',
  summary: 'Carry out the outcome that a second person has approved; it moves the reserved amount.',
  params: disputeIdSchema,
  result: deskDisputeSchema,
  errors: ['not_allowed', 'not_found', 'dispute_closed', 'approval_required'],
});

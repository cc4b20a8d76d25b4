import * as z from 'zod/mini';
import { route } from './route.ts';
import { idSchema, localizedTextSchema, timeSchema, visibleLine } from './text.ts';

const personSchema = z.object({ id: idSchema, name: z.string() });
const reasonSchema = visibleLine(200).check(z.minLength(4));

/** Something that one member of staff asked for and another must approve. */
export const approvalSchema = z.object({
  id: idSchema,
  /** What kind of thing: refund, goodwill, account, … */
  subject: z.string(),
  summary: localizedTextSchema,
  reason: z.string(),
  state: z.enum(['waiting', 'approved', 'rejected', 'used', 'expired']),
  requestedBy: personSchema,
  requestedAt: timeSchema,
  expiresAt: timeSchema,
  conversationId: z.optional(idSchema),
  decidedBy: z.optional(personSchema),
  decidedAt: z.optional(timeSchema),
  decisionReason: z.optional(z.string()),
});
export type Approval = z.infer<typeof approvalSchema>;

export const listApprovals = route({
  method: 'GET',
  path: '/api/desk/approvals',
  caller: 'staff',
  summary: 'What waits for my approval, or what I have asked for.',
  query: z.strictObject({ view: z.enum(['waiting', 'mine']) }),
  result: z.object({ approvals: z.array(approvalSchema) }),
  errors: ['not_allowed'],
});

export const decideApproval = route({
  method: 'POST',
  path: '/api/desk/approvals/:id/decision',
  caller: 'staff',
  summary: 'Approve or reject what a colleague asked for; never what one asked for oneself.',
  params: z.object({ id: idSchema }),
  body: z.strictObject({ decision: z.enum(['approved', 'rejected']), reason: z.optional(reasonSchema) }),
  result: approvalSchema,
  errors: ['not_found', 'not_allowed', 'conflict'],
});

export const maskedFields = ['name', 'phone', 'email'] as const;
export type MaskedField = (typeof maskedFields)[number];

export const unmaskCustomer = route({
  method: 'POST',
  path: '/api/desk/conversations/:id/unmaskings',
  caller: 'staff',
  summary:
    'See one field of the customer of one’s open conversation unmasked, for a reason; it is written down and counted.',
  params: z.object({ id: idSchema }),
  body: z.strictObject({ field: z.enum(maskedFields), reason: reasonSchema }),
  result: z.object({ value: z.string(), leftToday: z.number() }),
  errors: ['not_found', 'not_allowed', 'conversation_closed', 'too_many_requests'],
});

/** Who looked behind a mask, at what, why. */
export const listUnmaskings = route({
  method: 'GET',
  path: '/api/desk/unmaskings',
  caller: 'staff',
  summary: 'Unmaskings of the last 30 days: how many by whom, and the newest one by one.',
  result: z.object({
    counts: z.array(z.object({ staff: personSchema, today: z.number(), month: z.number() })),
    entries: z.array(
      z.object({
        at: timeSchema,
        staff: personSchema,
        customer: z.object({ name: z.string(), maskedContact: z.string() }),
        conversationId: z.optional(idSchema),
        field: z.enum(maskedFields),
        reason: z.string(),
      }),
    ),
  }),
  errors: ['not_allowed'],
});

export const exportCustomerAudit = route({
  method: 'GET',
  path: '/api/desk/customers/:id/audit',
  caller: 'staff',
  summary:
    'Everything that was done to one customer’s account, oldest first; reading it is written down too.',
  params: z.object({ id: idSchema }),
  query: z.strictObject({ after: z.optional(z.string().check(z.regex(/^\d{1,18}$/))) }),
  result: z.object({
    entries: z.array(
      z.object({
        position: z.string(),
        at: timeSchema,
        action: z.string(),
        staff: z.optional(personSchema),
        conversationId: z.optional(idSchema),
        deviceId: z.optional(idSchema),
        address: z.optional(z.string()),
        details: z.record(z.string(), z.unknown()),
      }),
    ),
    /** Where the next page begins; absent on the last. */
    next: z.optional(z.string()),
  }),
  errors: ['not_found', 'not_allowed'],
});

import * as z from 'zod/mini';
import { byAddress } from './identity.ts';
import { amountSchema } from './money.ts';
import { route } from './route.ts';
import { approvalSchema } from './staff.ts';
import { idSchema, timeSchema, visibleLine } from './text.ts';

export const getDepositDetails = route({
  method: 'GET',
  path: '/api/deposit-details',
  caller: 'customer',
  summary: 'Where to send a bank transfer, and the reference by which it finds this customer’s balance.',
  result: z.object({
    accountName: z.string(),
    accountNumber: z.string(),
    /** ISO 11649; to be given with the transfer. */
    reference: z.string(),
  }),
  errors: [],
});

/** Money that came and belongs to nobody we know. */
export const suspenseItemSchema = z.object({
  id: idSchema,
  source: z.enum(['settlement_report', 'bank_statement']),
  /** The bank's or rail's own name of the movement. */
  reference: z.string(),
  amount: amountSchema,
  /** ISO 4217; it may be one that the wallet does not hold. */
  currency: z.string(),
  /** What the bank says where its amount is finer than a minor unit of the currency, such as 12.345; `amount` is less then. */
  statedAmount: z.optional(z.string()),
  payerName: z.optional(z.string()),
  /** Its last four characters. */
  payerAccount: z.optional(z.string()),
  remittance: z.optional(z.string()),
  bookedAt: timeSchema,
  receivedAt: timeSchema,
  state: z.enum(['open', 'assigned', 'returning', 'returned', 'settled']),
  /** Whether it can go back where it came from. */
  returnable: z.boolean(),
  /** What was asked for and waits for a second person, or was decided. */
  approval: z.optional(approvalSchema),
  /** To whom it went, masked. */
  customer: z.optional(z.object({ name: z.string(), maskedContact: z.string() })),
  resolvedAt: z.optional(timeSchema),
});
export type SuspenseItem = z.infer<typeof suspenseItemSchema>;

export const listSuspense = route({
  method: 'GET',
  path: '/api/desk/suspense',
  caller: 'staff',
  summary: 'Incoming money that matches nobody: what waits, oldest first, and what was resolved last.',
  result: z.object({ open: z.array(suspenseItemSchema), resolved: z.array(suspenseItemSchema) }),
  errors: ['not_allowed'],
});

export const requestSuspense = route({
  method: 'POST',
  path: '/api/desk/suspense/:id/requests',
  caller: 'staff',
  summary:
    'Ask that an item go to a customer, go back to where it came from, or leave the books because it was dealt with at the bank by hand, as the reason says; a colleague approves.',
  params: z.object({ id: idSchema }),
  body: z.discriminatedUnion('action', [
    z.strictObject({
      action: z.literal('assign'),
      /** By the phone or the email that they log in with. */
      customer: byAddress({}),
      reason: visibleLine(500).check(z.minLength(4)),
    }),
    z.strictObject({ action: z.enum(['return', 'settle']), reason: visibleLine(500).check(z.minLength(4)) }),
  ]),
  result: suspenseItemSchema,
  errors: ['not_allowed', 'not_found', 'conflict', 'payee_not_found', 'currency_not_held'],
});

export const resolveSuspense = route({
  method: 'POST',
  path: '/api/desk/suspense/:id/resolution',
  caller: 'staff',
  summary: 'Do what was approved; by whoever asked or approved.',
  params: z.object({ id: idSchema }),
  result: suspenseItemSchema,
  errors: ['not_allowed', 'not_found', 'conflict', 'approval_required'],
});

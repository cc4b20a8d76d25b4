import * as z from 'zod/mini';
import { amountSchema, currencySchema } from './money.ts';
import { paymentKinds } from './payments.ts';
import { route } from './route.ts';
import { approvalSchema } from './staff.ts';
import { idSchema, localizedTextSchema, timeSchema, visibleLine } from './text.ts';

/** A payment that the rules of risk hold until people have decided. */
export const heldPaymentSchema = z.object({
  id: idSchema,
  kind: z.enum(paymentKinds),
  amount: amountSchema,
  currency: currencySchema,
  payer: z.object({
    id: idSchema,
    maskedName: z.string(),
    maskedContact: z.string(),
    registeredAt: timeSchema,
  }),
  /** Whom or what it goes to; a person masked. */
  payee: localizedTextSchema,
  /** The rule that holds it. */
  rule: z.string(),
  heldAt: timeSchema,
});
export type HeldPayment = z.infer<typeof heldPaymentSchema>;

export const listHeldPayments = route({
  method: 'GET',
  path: '/api/desk/held-payments',
  caller: 'staff',
  summary: 'Payments held for review, the oldest first.',
  result: z.object({ payments: z.array(heldPaymentSchema) }),
  errors: ['not_allowed'],
});

export const proposeHeldPaymentDecision = route({
  method: 'POST',
  path: '/api/desk/held-payments/:id/decisions',
  caller: 'staff',
  summary: 'Propose to release or to refuse a held payment; it is carried out once a colleague has approved.',
  params: z.object({ id: idSchema }),
  body: z.strictObject({
    decision: z.enum(['release', 'refuse']),
    reason: visibleLine(200).check(z.minLength(4)),
  }),
  result: approvalSchema,
  status: 201,
  errors: ['not_found', 'not_allowed', 'conflict'],
});

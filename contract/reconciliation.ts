import * as z from 'zod/mini';
import { amountSchema, balanceSchema } from './money.ts';
import { route } from './route.ts';
import { idSchema, localizedTextSchema, timeSchema, visibleLine } from './text.ts';

const railSchema = z.object({ id: z.string(), name: localizedTextSchema });
const daySchema = z.iso.date();

/** A rail's report of a day (UTC), as it compared with our books. */
export const settlementReportSchema = z.object({
  rail: railSchema,
  day: daySchema,
  status: z.enum(['read', 'unavailable']),
  reason: z.optional(z.string()),
  lines: z.number(),
  matched: z.number(),
  /** Outcomes that we learned only from the report. */
  settled: z.number(),
  fees: z.array(z.object({ currency: z.string(), amount: balanceSchema })),
  readAt: timeSchema,
});
export type SettlementReportView = z.infer<typeof settlementReportSchema>;

export const exceptionKinds = [
  'missing_with_us',
  'missing_with_them',
  'amount_differs',
  'state_differs',
  'told_twice',
] as const;

/** A difference between a rail's books and ours that a person must look at. */
export const reconciliationExceptionSchema = z.object({
  id: idSchema,
  rail: railSchema,
  kind: z.enum(exceptionKinds),
  operation: z.enum(['charge', 'payout', 'refund']),
  /** Ours, under which the rail knows it. */
  reference: idSchema,
  day: daySchema,
  ourAmount: z.optional(amountSchema),
  theirAmount: z.optional(amountSchema),
  currency: z.string(),
  paymentId: z.optional(idSchema),
  /** Where its money waits. */
  suspenseItemId: z.optional(idSchema),
  foundAt: timeSchema,
  resolvedAt: z.optional(timeSchema),
  /** Absent when a later report had it. */
  resolvedBy: z.optional(z.string()),
  resolution: z.optional(z.string()),
});
export type ReconciliationException = z.infer<typeof reconciliationExceptionSchema>;

export const getReconciliation = route({
  method: 'GET',
  path: '/api/desk/reconciliation',
  caller: 'staff',
  summary: 'Settlement reports of the last 14 days, and the differences that are open or were resolved last.',
  result: z.object({
    reports: z.array(settlementReportSchema),
    open: z.array(reconciliationExceptionSchema),
    resolved: z.array(reconciliationExceptionSchema),
  }),
  errors: ['not_allowed'],
});

export const runReconciliation = route({
  method: 'POST',
  path: '/api/desk/reconciliation/runs',
  caller: 'staff',
  summary: 'Read every rail’s report of a day now, and compare; a day read before is read again.',
  body: z.strictObject({ day: daySchema }),
  result: z.object({ reports: z.array(settlementReportSchema) }),
  errors: ['not_allowed', 'invalid_request'],
});

export const resolveException = route({
  method: 'POST',
  path: '/api/desk/reconciliation/exceptions/:id/resolution',
  caller: 'staff',
  summary: 'Close a difference with what was found out; no money moves by this.',
  params: z.object({ id: idSchema }),
  body: z.strictObject({ resolution: visibleLine(500).check(z.minLength(4)) }),
  result: reconciliationExceptionSchema,
  errors: ['not_allowed', 'conflict'],
});

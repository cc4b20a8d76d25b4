import * as z from 'zod/mini';
import { balanceSchema } from './money.ts';
import { route } from './route.ts';
import { timeSchema } from './text.ts';

/** The accounts of one purpose in a currency, taken together. Sums in minor units, balances on the normal side. */
const closingLineSchema = z.object({
  purpose: z.string(),
  /** On which side its balance grows: credit for what we owe, debit for what we own. */
  side: z.enum(['debit', 'credit']),
  accounts: z.number(),
  opening: balanceSchema,
  debits: balanceSchema,
  credits: balanceSchema,
  closing: balanceSchema,
});

/** A day's books in one currency. */
const closingSchema = z.object({
  currency: z.string(),
  /** What moved that day. */
  debits: balanceSchema,
  credits: balanceSchema,
  /** At the end of the day: what is owned, and what is owed. */
  debitBalances: balanceSchema,
  creditBalances: balanceSchema,
  balanced: z.boolean(),
  lines: z.array(closingLineSchema),
});

export const closingReportSchema = z.object({
  /** Of the business calendar (Asia/Shanghai). */
  day: z.iso.date(),
  from: timeSchema,
  to: timeSchema,
  /** Whether debits equal credits in every currency. */
  balanced: z.boolean(),
  currencies: z.array(closingSchema),
});
export type ClosingReport = z.infer<typeof closingReportSchema>;

export const getClosing = route({
  method: 'GET',
  path: '/api/desk/books/closings/:day',
  caller: 'staff',
  summary: 'The books of one day, in which debits equal credits in every currency; of today as they are now.',
  params: z.object({ day: z.iso.date() }),
  result: closingReportSchema,
  errors: ['not_allowed', 'invalid_request'],
});

import * as z from 'zod/mini';
import { route } from './route.ts';
import { languageSchema } from './text.ts';

/** A month of the business calendar, Asia/Shanghai: "2026-11". */
export const monthSchema = z.string().check(z.regex(/^20[0-9]{2}-(0[1-9]|1[0-2])$/));

const request = {
  params: z.object({ month: monthSchema }),
  query: z.strictObject({ language: z.optional(languageSchema) }),
};

export const getStatementPdf = route({
  method: 'GET',
  path: '/api/statements/:month/pdf',
  caller: 'customer',
  summary:
    'The monthly statement of the home currency as a PDF: what was there, what came and went, what is there.',
  ...request,
  download: true,
  errors: [],
});

export const getStatementCsv = route({
  method: 'GET',
  path: '/api/statements/:month/csv',
  caller: 'customer',
  summary: 'Every payment of a month and refund that arrived in it as CSV, safe to open in a spreadsheet.',
  ...request,
  download: true,
  errors: [],
});

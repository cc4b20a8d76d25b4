import * as z from 'zod/mini';
import { amountSchema, currencySchema } from './money.ts';
import { route } from './route.ts';
import { idSchema, timeSchema, visibleLine } from './text.ts';

/** As it stands in the link: 32 characters of base64url. */
const codeSchema = z.string().check(z.regex(/^[A-Za-z0-9_-]{32,64}$/));

export const createPaymentRequest = route({
  method: 'POST',
  path: '/api/payment-requests',
  caller: 'customer',
  summary: 'Ask for money by a link or QR code that names the payee without their phone.',
  body: z.strictObject({
    /** Left out, the payer chooses. */
    amount: z.optional(amountSchema),
    currency: currencySchema,
    note: z.optional(visibleLine(100)),
  }),
  result: z.object({ code: codeSchema, url: z.string(), expiresAt: timeSchema }),
  status: 201,
  errors: ['too_many_requests'],
});

export const getPaymentRequest = route({
  method: 'GET',
  path: '/api/payment-requests/:code',
  caller: 'customer',
  summary: 'Whom a link pays, the name masked, and how much; to be confirmed before paying.',
  params: z.object({ code: codeSchema }),
  result: z.object({
    payeeId: idSchema,
    maskedName: z.string(),
    maskedContact: z.string(),
    amount: z.optional(amountSchema),
    currency: currencySchema,
    note: z.optional(z.string()),
    expiresAt: timeSchema,
  }),
  errors: ['not_found', 'payee_is_self', 'too_many_requests'],
});

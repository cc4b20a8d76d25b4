import * as z from 'zod/mini';
import { route } from './route.ts';
import { timeSchema } from './text.ts';

export const exportMyData = route({
  method: 'POST',
  path: '/api/me/personal-data',
  caller: 'customer',
  summary:
    'Everything kept about me, to be read by machines: who I am, devices, what was done to my account, payments, methods, conversations. A confirmation is asked for.',
  result: z.object({
    format: z.literal('upay-personal-data-1'),
    generatedAt: timeSchema,
    customerId: z.string(),
    /** By part of the house; times are ISO 8601 in UTC, amounts text of minor units. */
    sections: z.record(z.string(), z.unknown()),
  }),
  errors: ['step_up_required', 'step_up_void'],
});

/** What must be settled before an account can be closed. */
export const closingObstacles = [
  'locked',
  'balance',
  'payments_under_way',
  'refund_under_way',
  'open_dispute',
  'open_complaint',
] as const;
export type ClosingObstacle = (typeof closingObstacles)[number];

export const getMyClosing = route({
  method: 'GET',
  path: '/api/me/closing',
  caller: 'customer',
  summary: 'Whether my account can be closed and my data erased, and what must be settled before.',
  result: z.object({ obstacles: z.array(z.enum(closingObstacles)) }),
  errors: [],
});

export const closeMyAccount = route({
  method: 'POST',
  path: '/api/me/closing',
  caller: 'customer',
  summary:
    'Close my account and erase what the law does not make us keep, at once and for good. A confirmation is asked for.',
  errors: ['step_up_required', 'step_up_void', 'closing_refused'],
});

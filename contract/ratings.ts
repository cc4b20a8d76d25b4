import * as z from 'zod/mini';
import { route } from './route.ts';
import { conversationSchema } from './support.ts';
import { chatTextSchema, idSchema } from './text.ts';

/** What was missing, of a rating below the best. */
export const ratingReasons = ['not_solved', 'slow', 'not_understood', 'attitude', 'hard_to_use'] as const;
export type RatingReason = (typeof ratingReasons)[number];

export const rateConversation = route({
  method: 'POST',
  path: '/api/conversations/:id/rating',
  caller: 'customer',
  summary: 'Rate a closed conversation, once.',
  params: z.object({ id: idSchema }),
  body: z.strictObject({
    score: z.int().check(z.minimum(1), z.maximum(5)),
    reason: z.optional(z.enum(ratingReasons)),
    comment: z.optional(chatTextSchema),
  }),
  result: conversationSchema,
  errors: ['not_found', 'conflict'],
});

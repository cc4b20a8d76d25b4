import * as z from 'zod/mini';
import { route } from './route.ts';
import { idSchema, languageSchema, localizedTextSchema, timeSchema } from './text.ts';

const intentNameSchema = z.object({ id: z.string(), label: localizedTextSchema });

export const misunderstoodSchema = z.object({
  messageId: idSchema,
  conversationId: idSchema,
  language: languageSchema,
  /** Without digits and addresses. */
  text: z.string(),
  /** The two readings that were likeliest. */
  read: intentNameSchema,
  secondRead: intentNameSchema,
  probability: z.number(),
  /** What was done about it. */
  decision: z.string(),
  readAt: timeSchema,
  label: z.optional(intentNameSchema),
});
export type Misunderstood = z.infer<typeof misunderstoodSchema>;

export const taughtModelSchema = z.object({
  id: idSchema,
  serves: z.boolean(),
  /** How many labelled messages it learnt. */
  lessons: z.number(),
  /** Texts of the regression set that it read wrong; then it does not serve. */
  regressions: z.array(z.object({ text: z.string(), intent: z.string(), read: z.string() })),
  /** Shares read right of the utterances that it had not learnt. */
  heldOut: z.object({ zh: z.number(), en: z.number() }),
  milliseconds: z.number(),
  madeAt: timeSchema,
});
export type TaughtModel = z.infer<typeof taughtModelSchema>;

/** Learning what was labelled, from being asked for to the model that comes of it. */
export const lessonSchema = z.object({
  id: idSchema,
  askedAt: timeSchema,
  /** `checking`: a model that has not learnt the regression set is asked it; `learning`: the one that is to serve learns. */
  step: z.enum(['waiting', 'checking', 'learning']),
  /** It broke, and nothing came of it. */
  failed: z.boolean(),
});
export type AssistantLesson = z.infer<typeof lessonSchema>;

export const learningSchema = z.object({
  waiting: z.array(misunderstoodSchema),
  labelled: z.array(misunderstoodSchema),
  /** How many are labelled that the newest model has not learnt. */
  unlearnt: z.number(),
  intents: z.array(intentNameSchema),
  /** Under way, or broken off last. */
  lesson: z.optional(lessonSchema),
  /** Newest first. */
  models: z.array(taughtModelSchema),
});
export type Learning = z.infer<typeof learningSchema>;

export const getLearning = route({
  method: 'GET',
  path: '/api/desk/learning',
  caller: 'staff',
  summary:
    'Messages that the assistant did not understand, what they were labelled, and what was learnt from it.',
  result: learningSchema,
  errors: ['not_allowed'],
});

export const labelMessage = route({
  method: 'POST',
  path: '/api/desk/learning/:id/label',
  caller: 'staff',
  summary: 'Say what a message meant, or that it teaches nothing (no intent). Saying so again changes it.',
  params: z.object({ id: idSchema }),
  body: z.strictObject({ intent: z.optional(z.string().check(z.maxLength(64))) }),
  errors: ['not_found', 'not_allowed', 'invalid_request'],
});

export const teachAssistant = route({
  method: 'POST',
  path: '/api/desk/learning/models',
  caller: 'staff',
  summary:
    'Have learnt what was labelled, in seconds and without a restart. What comes of it serves on every node if the regression set is read right, and not otherwise.',
  result: lessonSchema,
  status: 202,
  /** `conflict`: it is being taught already. */
  errors: ['not_allowed', 'conflict'],
});

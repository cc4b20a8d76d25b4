import * as z from 'zod/mini';
import { methodReferenceSchema } from './payments.ts';
import { amountSchema, balanceSchema, currencySchema } from './money.ts';
import { route } from './route.ts';
import { idSchema, localizedTextSchema, timeSchema } from './text.ts';

/** What a run is about. */
export const subjectSchema = z.strictObject({ paymentId: z.optional(idSchema) });
export type Subject = z.infer<typeof subjectSchema>;

/** A fact on a card, typed so that each door formats it. */
export const factSchema = z.object({
  label: localizedTextSchema,
  value: z.discriminatedUnion('type', [
    z.object({ type: z.literal('text'), text: localizedTextSchema }),
    z.object({ type: z.literal('money'), amount: balanceSchema, currency: currencySchema }),
    z.object({ type: z.literal('time'), time: timeSchema }),
  ]),
});
export type Fact = z.infer<typeof factSchema>;

/** The wallet's own screens that an option can open. */
export const guideScreens = [
  'payment',
  'authentication',
  'bills',
  'top_up',
  'withdraw',
  'transfer',
  'receive',
  'methods',
  'add_card',
  'add_bank_account',
  'reset_payment_password',
  'log_in',
  'register',
  'recover',
  'freeze',
  'security',
  'authenticator',
  'devices',
  'contacts',
  'password',
  'dispute',
  'complaint',
  'complaints',
  'diagnostics',
  'support',
] as const;

/**
 * What choosing an option does. `answer` tells the run. The others open the wallet's own secure form with the choice
 * filled in: secrets go to the payments API, never through a conversation, and the run learns only the result.
 */
export const optionActionSchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('answer') }),
  z.object({ type: z.literal('pay'), paymentId: idSchema, method: z.optional(methodReferenceSchema) }),
  z.object({
    type: z.literal('top_up_and_pay'),
    paymentId: idSchema,
    topUpAmount: amountSchema,
    currency: currencySchema,
    method: z.optional(methodReferenceSchema),
  }),
  z.object({
    type: z.literal('open'),
    screen: z.enum(guideScreens),
    paymentId: z.optional(idSchema),
  }),
  /** Another guide, in the place of this one. */
  z.object({ type: z.literal('guide'), guide: z.string() }),
]);
export type OptionAction = z.infer<typeof optionActionSchema>;

export const cardSchema = z.object({
  runId: idSchema,
  /** Grows by one with each card of the run; an answer names the card it answers. */
  step: z.number(),
  guide: z.string(),
  /** The payment it is about. */
  paymentId: z.optional(idSchema),
  title: localizedTextSchema,
  tone: z.enum(['neutral', 'info', 'success', 'warning', 'danger']),
  /**
   * Something the reader's own device can find out: a door that can runs it and answers with the option it finds, the
   * others leave the question to the customer.
   */
  probe: z.optional(z.enum(['network'])),
  badge: z.optional(localizedTextSchema),
  body: z.optional(localizedTextSchema),
  facts: z.array(factSchema),
  options: z.array(
    z.object({
      id: z.string(),
      label: localizedTextSchema,
      emphasis: z.enum(['primary', 'secondary', 'quiet']),
      action: optionActionSchema,
    }),
  ),
});
export type Card = z.infer<typeof cardSchema>;

export const guideRunStatuses = ['active', 'resolved', 'handed_off', 'abandoned'] as const;
export const doors = ['help_centre', 'chat', 'agent', 'voice'] as const;

export const guideRunSchema = z.object({
  id: idSchema,
  guide: z.string(),
  version: z.number(),
  title: localizedTextSchema,
  door: z.enum(doors),
  status: z.enum(guideRunStatuses),
  subject: subjectSchema,
  /** The card to show now. */
  card: z.optional(cardSchema),
  /** Step id of every step taken, with what was seen or done there. */
  history: z.array(
    z.object({
      stepId: z.string(),
      kind: z.string(),
      at: timeSchema,
      summary: localizedTextSchema,
      /** On whose authority something was done; absent for what was only read or said. */
      authority: z.optional(z.enum(['customer', 'staff', 'system'])),
      /** What the step rests on; for the desk only, empty for the customer. */
      evidence: z.record(z.string(), z.unknown()),
    }),
  ),
  startedAt: timeSchema,
  endedAt: z.optional(timeSchema),
});
export type GuideRun = z.infer<typeof guideRunSchema>;

/** What kind of problem a guide is for, in the order of the help centre. */
export const guideAreas = ['payments', 'funds', 'account', 'app', 'service'] as const;
export type GuideArea = (typeof guideAreas)[number];

const guideSummarySchema = z.object({
  id: z.string(),
  version: z.number(),
  title: localizedTextSchema,
  summary: localizedTextSchema,
  area: z.enum(guideAreas),
  /** `everyone`: works without logging in. */
  audience: z.enum(['customer', 'everyone']),
});
export type GuideSummary = z.infer<typeof guideSummarySchema>;

export const listGuides = route({
  method: 'GET',
  path: '/api/guides',
  caller: 'public',
  summary: 'Guides the help centre offers.',
  result: z.object({ guides: z.array(guideSummarySchema) }),
  errors: [],
});

export const walkAsVisitor = route({
  method: 'POST',
  path: '/api/help/guides/:id',
  caller: 'public',
  summary:
    'Walk a guide that needs no account without logging in. Nothing is kept here: `state` of the last answer goes with the next call; without it the guide begins.',
  params: z.object({ id: z.string().check(z.maxLength(64)) }),
  body: z.strictObject({
    state: z.optional(z.string().check(z.maxLength(8000))),
    step: z.optional(z.int()),
    option: z.optional(z.string().check(z.maxLength(64))),
  }),
  result: z.object({ run: guideRunSchema, state: z.string() }),
  /** `conflict`: the state is not ours, too old, or the card is not the one to answer; begin again. */
  errors: ['not_found', 'conflict'],
});

export const startGuide = route({
  method: 'POST',
  path: '/api/guide-runs',
  caller: 'customer',
  summary: 'Start a guide from the help centre, or go on with the run of it that is under way at any door.',
  body: z.strictObject({
    guide: z.string(),
    subject: subjectSchema,
    /** From its beginning, even where a run is under way. */
    afresh: z.optional(z.boolean()),
  }),
  result: guideRunSchema,
  status: 201,
  errors: ['not_found'],
});

export const getGuideRun = route({
  method: 'GET',
  path: '/api/guide-runs/:id',
  caller: 'customer',
  summary: 'A run of this customer, where it stands.',
  params: z.object({ id: idSchema }),
  result: guideRunSchema,
  errors: ['not_found'],
});

export const answerGuide = route({
  method: 'POST',
  path: '/api/guide-runs/:id/answers',
  caller: 'customer',
  summary: 'Choose an option of a card. Answering the same card again changes nothing.',
  params: z.object({ id: idSchema }),
  body: z.strictObject({ step: z.int(), option: z.string().check(z.maxLength(64)) }),
  result: guideRunSchema,
  errors: ['not_found', 'conflict'],
});

export const sendGuide = route({
  method: 'POST',
  path: '/api/desk/conversations/:id/guide-runs',
  caller: 'staff',
  summary: 'Send the customer a guide as a card; its steps are seen at the desk as they complete.',
  params: z.object({ id: idSchema }),
  body: z.strictObject({ guide: z.string().check(z.maxLength(64)), subject: subjectSchema }),
  result: guideRunSchema,
  status: 201,
  errors: ['not_found', 'not_allowed', 'conversation_closed'],
});

export const listDeskGuideRuns = route({
  method: 'GET',
  path: '/api/desk/conversations/:id/guide-runs',
  caller: 'staff',
  summary: 'Every guide run of a conversation with its evidence, newest first.',
  params: z.object({ id: idSchema }),
  result: z.object({ runs: z.array(guideRunSchema) }),
  errors: ['not_found', 'not_allowed'],
});

/** An answer to the customer that rests on what a guide finds as things are now; never sent by itself. */
const suggestedReplySchema = z.object({
  /** What was found, in a few words. */
  title: localizedTextSchema,
  /** The whole reply, with what it rests on. */
  text: localizedTextSchema,
  paymentId: z.optional(idSchema),
});
export type SuggestedReply = z.infer<typeof suggestedReplySchema>;

export const getSuggestedReply = route({
  method: 'GET',
  path: '/api/desk/conversations/:id/suggested-reply',
  caller: 'staff',
  summary:
    'A reply from what is known of the matter of a conversation I have, read anew; absent where nothing was found out.',
  params: z.object({ id: idSchema }),
  result: z.object({ reply: z.optional(suggestedReplySchema) }),
  errors: ['not_found', 'not_allowed', 'conversation_closed'],
});

/** A guide as a picture: its steps and what leads from one to another, from its definition. */
export const guidePictureSchema = z.extend(guideSummarySchema, {
  start: z.string(),
  person: z.string(),
  steps: z.array(
    z.object({
      id: z.string(),
      kind: z.string(),
      title: localizedTextSchema,
      outcome: z.optional(z.string()),
    }),
  ),
  branches: z.array(
    z.object({
      from: z.string(),
      to: z.string(),
      /** Why this way: a condition, an answer, something that happened, or time. */
      because: z.optional(localizedTextSchema),
      kind: z.enum(['next', 'answer', 'event', 'timer', 'refused']),
    }),
  ),
  /** How its runs of the last 30 days ended; those under way are in none. */
  outcomes: z.object({ resolved: z.number(), handedOff: z.number(), abandoned: z.number() }),
});
export type GuidePicture = z.infer<typeof guidePictureSchema>;

export const getGuidePicture = route({
  method: 'GET',
  path: '/api/desk/guides/:id',
  caller: 'staff',
  summary: 'The steps and branches of a guide, and how its runs of late have ended.',
  params: z.object({ id: z.string().check(z.maxLength(64)) }),
  result: guidePictureSchema,
  errors: ['not_found'],
});

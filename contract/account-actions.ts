import * as z from 'zod/mini';
import { amountSchema, currencySchema } from './money.ts';
import { assistedRecoverySchema } from './recovery.ts';
import { route } from './route.ts';
import { idSchema, localizedTextSchema, timeSchema, visibleLine } from './text.ts';
import { accountActionKinds, verificationLevels, verificationSchema } from './verifications.ts';

/**
 * `waiting_customer` for consent, `waiting_approval` for a second person, `ready` to be executed in a moment; the others are
 * ends. `failed`: it could not be done any more, and nothing was.
 */
export const accountActionStates = [
  'waiting_customer',
  'waiting_approval',
  'ready',
  'executed',
  'failed',
  'declined',
  'rejected',
  'withdrawn',
  'expired',
] as const;

/** As the customer sees it, who accepts exactly this. */
export const accountActionSchema = z.object({
  id: idSchema,
  kind: z.enum(accountActionKinds),
  summary: localizedTextSchema,
  state: z.enum(accountActionStates),
  paymentId: z.optional(idSchema),
  /** Of a refund or a credit; of a limit, the new one a day. */
  amount: z.optional(amountSchema),
  currency: z.optional(currencySchema),
  requestedAt: timeSchema,
  /** While it waits: until when. */
  expiresAt: timeSchema,
  endedAt: z.optional(timeSchema),
});
export type AccountAction = z.infer<typeof accountActionSchema>;

export const deskAccountActionSchema = z.extend(accountActionSchema, {
  reason: z.string(),
  requestedBy: z.object({ id: idSchema, name: z.string() }),
  /** Why it failed, as an error code. */
  failure: z.optional(z.string()),
});
export type DeskAccountAction = z.infer<typeof deskAccountActionSchema>;

/** What one kind of action needs, and what is to be said about it. */
export const actionOfferSchema = z.object({
  kind: z.enum(accountActionKinds),
  level: z.literal([0, ...verificationLevels]),
  consent: z.boolean(),
  approval: z.boolean(),
  takes: z.enum(['nothing', 'payment', 'payment_amount', 'amount', 'limit']),
});
export type ActionOffer = z.infer<typeof actionOfferSchema>;

const params = z.object({ id: idSchema });
const oneOf = z.object({ id: idSchema, actionId: idSchema });

export const listAccountActions = route({
  method: 'GET',
  path: '/api/desk/conversations/:id/actions',
  caller: 'staff',
  summary:
    'What was asked and done in a conversation, the newest first; what the caller may ask for, and how much the customer could prove.',
  params,
  result: z.object({
    offers: z.array(actionOfferSchema),
    verifications: z.array(verificationSchema),
    actions: z.array(deskAccountActionSchema),
    reachableLevel: z.literal(verificationLevels),
    /** How the recovery goes that was asked for in this conversation in the last day, oldest step first. */
    recovery: z.optional(assistedRecoverySchema),
    /** Most the customer may send a day, in minor units. */
    dailyLimit: amountSchema,
    /** Nobody is logged in then: the owner proves and accepts in a recovery, and only lifting the freeze and starting a recovery are offered. */
    frozen: z.boolean(),
  }),
  errors: ['not_found', 'not_allowed'],
});

export const proposeAccountAction = route({
  method: 'POST',
  path: '/api/desk/conversations/:id/actions',
  caller: 'staff',
  summary:
    'Ask to act on the account of the customer of one’s open conversation: the customer accepts it in the chat, a colleague approves it where the action needs that, then it is executed once.',
  params,
  body: z.strictObject({
    kind: z.enum(accountActionKinds),
    reason: visibleLine(200).check(z.minLength(4)),
    paymentId: z.optional(idSchema),
    amount: z.optional(amountSchema),
  }),
  result: deskAccountActionSchema,
  status: 201,
  errors: [
    'not_found',
    'not_allowed',
    'conversation_closed',
    'verification_required',
    'invalid_request',
    'conflict',
    'account_frozen',
    'payment_not_refundable',
    'refund_exceeds_payment',
  ],
});

export const withdrawAccountAction = route({
  method: 'DELETE',
  path: '/api/desk/conversations/:id/actions/:actionId',
  caller: 'staff',
  summary: 'Take back what waits for the customer or for a colleague.',
  params: oneOf,
  result: deskAccountActionSchema,
  errors: ['not_found', 'not_allowed', 'conversation_closed', 'conflict'],
});

export const answerAccountAction = route({
  method: 'POST',
  path: '/api/account-actions/:id/answer',
  caller: 'customer',
  summary: 'Accept or decline what support would do with my account, exactly as it is shown.',
  params,
  body: z.strictObject({ answer: z.enum(['accept', 'decline']) }),
  result: accountActionSchema,
  /** `conflict`: it was answered or withdrawn, or its time is over. */
  errors: ['not_found', 'conflict', 'conversation_closed', 'verification_required'],
});

import * as z from 'zod/mini';
import { accountActionSchema, answerAccountAction } from './account-actions.ts';
import { callbackSchema } from './callbacks.ts';
import { route } from './route.ts';
import { idSchema } from './text.ts';
import { verificationSchema } from './verifications.ts';

/** Support for those who are in a recovery and can't log in, such as the owner of a frozen account. */
export const getRecoverySupport = route({
  method: 'GET',
  path: '/api/recoveries/current/support',
  caller: 'public',
  summary:
    'What support asks of me to lift the freeze, as it stands now, and the call I have asked for; nothing else of the conversation.',
  result: z.object({
    verification: z.optional(verificationSchema),
    action: z.optional(accountActionSchema),
    /** The newest, open or not. */
    callback: z.optional(callbackSchema),
    /** Whether a phone is bound that can be called. */
    callable: z.boolean(),
  }),
  errors: ['recovery_over'],
});

export const requestRecoveryCallback = route({
  method: 'POST',
  path: '/api/recoveries/current/callback',
  caller: 'public',
  summary:
    'Ask for a call from support to the phone bound to the account, as soon as there is time; an open one is not asked for twice.',
  result: callbackSchema,
  status: 201,
  /** `conflict`: no phone is bound, or a moment ago the span was full. */
  errors: ['recovery_over', 'conflict', 'too_many_requests'],
});

export const proveInRecoveryToSupport = route({
  method: 'POST',
  path: '/api/recoveries/current/verifications/:id/proof',
  caller: 'public',
  summary:
    'Let what I have proven in this recovery count with support, for lifting the freeze, in one conversation, for half an hour.',
  params: z.object({ id: idSchema }),
  result: verificationSchema,
  /** `conflict`: it was proven already, or its time is over. */
  errors: ['recovery_over', 'more_proof_needed', 'not_found', 'conflict', 'conversation_closed'],
});

export const answerInRecovery = route({
  method: 'POST',
  path: '/api/recoveries/current/account-actions/:id/answer',
  caller: 'public',
  summary: 'Accept or decline that support lifts the freeze; takes the same proof as lifting it myself.',
  params: answerAccountAction.params,
  body: answerAccountAction.body,
  result: accountActionSchema,
  /** `conflict`: it was answered or withdrawn, or its time is over. */
  errors: [
    'recovery_over',
    'more_proof_needed',
    'not_found',
    'conflict',
    'conversation_closed',
    'verification_required',
  ],
});

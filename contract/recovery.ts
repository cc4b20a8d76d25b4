import * as z from 'zod/mini';
import {
  addressErrors,
  byAddress,
  challengeSchema,
  codeSchema,
  knownPasswordSchema,
  newPasswordSchema,
  paymentPasswordSchema,
} from './identity.ts';
import { documentFacts } from './identity-document.ts';
import { route } from './route.ts';
import { passkeyAnswer, passkeyRequestSchema } from './sign-in.ts';
import { idSchema, languageSchema, timeSchema } from './text.ts';

export const lockReasons = ['wrong_password', 'abnormal_transactions', 'frozen'] as const;

/** What is locked, why and until when: told to the proven owner, and to staff. */
export const lockStateSchema = z.object({
  locks: z.array(
    z.object({
      reason: z.enum(lockReasons),
      lockedAt: timeSchema,
      /** Absent for a freeze, which has no end of its own. */
      until: z.optional(timeSchema),
    }),
  ),
  paymentPasswordLockedUntil: z.optional(timeSchema),
});
export type LockState = z.infer<typeof lockStateSchema>;

/** What can show whose account it is; server/identity/recovery/levels.ts says what each is worth. */
export const proofKinds = [
  'phone',
  'email',
  'device',
  'password',
  'payment_password',
  'totp',
  'recovery_code',
  'passkey',
  'identity_document',
] as const;
export type ProofKind = (typeof proofKinds)[number];

export const recoveryActions = [
  'freeze',
  'unlock',
  'reset_password',
  'reset_payment_password',
  'unfreeze',
] as const;
export type RecoveryAction = (typeof recoveryActions)[number];

export const recoverySchema = z.object({
  maskedContact: z.string(),
  /** Characters a new login password has at least. */
  shortestPassword: z.number(),
  expiresAt: timeSchema,
  lock: lockStateSchema,
  /** What has been proven, and what still can be. */
  proven: z.array(z.enum(proofKinds)),
  provable: z.array(z.enum(proofKinds)),
  /** Whether each may be done with what is proven; what would make it so is for the customer to choose. */
  actions: z.array(
    z.object({
      action: z.enum(recoveryActions),
      allowed: z.boolean(),
      /** How many proofs are missing, and which of `provable` count. */
      missing: z.number(),
      counts: z.array(z.enum(proofKinds)),
    }),
  ),
});
export type Recovery = z.infer<typeof recoverySchema>;

/** What staff see of a recovery they asked the owner for. */
export const recoverySteps = [
  'asked',
  'code_sent',
  'opened',
  'proven',
  'proof_failed',
  'frozen',
  'unfrozen',
  'unlocked',
  'password_reset',
  'payment_password_reset',
] as const;
export type RecoveryStep = (typeof recoverySteps)[number];
export const assistedRecoverySchema = z.array(z.object({ step: z.enum(recoverySteps), at: timeSchema }));
export type AssistedRecovery = z.infer<typeof assistedRecoverySchema>;

export const startRecovery = route({
  method: 'POST',
  path: '/api/recoveries',
  caller: 'public',
  summary:
    'Get back into an account, or freeze it: a code to its phone or email, as typed. The answer tells nothing about it.',
  body: byAddress({ language: languageSchema }),
  result: challengeSchema,
  status: 201,
  errors: [...addressErrors, 'too_many_requests', 'service_unavailable'],
});

export const sendRecoveryCode = route({
  method: 'POST',
  path: '/api/recoveries/current/codes',
  caller: 'public',
  summary: 'A code to the other address that is bound to the account, to prove that one too.',
  body: z.strictObject({ to: z.enum(['phone', 'email']) }),
  result: challengeSchema,
  status: 201,
  errors: ['recovery_over', 'not_found', 'too_many_requests', 'service_unavailable'],
});

export const askRecoveryPasskey = route({
  method: 'POST',
  path: '/api/recoveries/current/passkey-requests',
  caller: 'public',
  summary: 'To prove a passkey of the account: what the browser is to be asked for.',
  result: passkeyRequestSchema,
  status: 201,
  errors: ['recovery_over', 'not_found'],
});

export const answerRecoveryCode = route({
  method: 'POST',
  path: '/api/recoveries/challenges/:id',
  caller: 'public',
  summary: 'Answer the code: from here on the owner is told what is locked, why, until when, and what helps.',
  params: z.object({ id: idSchema }),
  body: z.strictObject({ code: codeSchema }),
  result: recoverySchema,
  errors: ['code_incorrect'],
});

export const getRecovery = route({
  method: 'GET',
  path: '/api/recoveries/current',
  caller: 'public',
  summary: 'The recovery this browser is in, if any.',
  result: z.object({ recovery: z.optional(recoverySchema) }),
  errors: [],
});

export const proveInRecovery = route({
  method: 'POST',
  path: '/api/recoveries/current/proofs',
  caller: 'public',
  summary: 'Prove more, with whatever is still known or at hand. Too many wrong ones in a day end it.',
  body: z.discriminatedUnion('kind', [
    z.strictObject({ kind: z.literal('password'), password: knownPasswordSchema }),
    z.strictObject({ kind: z.literal('payment_password'), paymentPassword: paymentPasswordSchema }),
    z.strictObject({ kind: z.enum(['phone', 'email']), challengeId: idSchema, code: codeSchema }),
    z.strictObject({ kind: z.literal('totp'), code: codeSchema }),
    z.strictObject({ kind: z.literal('recovery_code'), code: z.string().check(z.maxLength(64)) }),
    z.strictObject({ kind: z.literal('passkey'), ...passkeyAnswer }),
    z.strictObject({ kind: z.literal('identity_document'), ...documentFacts }),
  ]),
  result: recoverySchema,
  errors: ['recovery_over', 'proof_wrong'],
});

export const actInRecovery = route({
  method: 'POST',
  path: '/api/recoveries/current/actions',
  caller: 'public',
  summary: 'Freeze, unlock, unfreeze or reset a password with what is proven. Resetting ends every session.',
  body: z.discriminatedUnion('action', [
    z.strictObject({ action: z.literal('freeze') }),
    z.strictObject({ action: z.literal('unlock') }),
    z.strictObject({ action: z.literal('unfreeze') }),
    z.strictObject({ action: z.literal('reset_password'), password: newPasswordSchema }),
    z.strictObject({ action: z.literal('reset_payment_password'), paymentPassword: paymentPasswordSchema }),
  ]),
  result: recoverySchema,
  errors: [
    'recovery_over',
    'more_proof_needed',
    'account_frozen',
    'password_too_short',
    'password_too_weak',
    'payment_password_too_weak',
  ],
});

export const leaveRecovery = route({
  method: 'DELETE',
  path: '/api/recoveries/current',
  caller: 'public',
  summary: 'Leave the recovery; what was proven counts no more.',
  errors: [],
});

export const freezeMyAccount = route({
  method: 'POST',
  path: '/api/me/freeze',
  caller: 'customer',
  summary: 'Freeze my account (挂失): every session ends, this one too, and no money leaves until I lift it.',
  errors: [],
});

export const getMyLocks = route({
  method: 'GET',
  path: '/api/me/locks',
  caller: 'customer',
  summary: 'What is locked in my account, why and until when.',
  result: lockStateSchema,
  errors: [],
});

import * as z from 'zod/mini';
import { challengeSchema, codeSchema, knownPasswordSchema } from './identity.ts';
import { route } from './route.ts';
import { passkeyAnswer, passkeyRequestSchema, recoveryCodeSchema } from './sign-in.ts';
import { idSchema, localizedTextSchema, timeSchema } from './text.ts';

/** The header that carries a confirmation's id when the confirmed request is sent again. */
export const stepUpHeader = 'upay-step-up';

export const stepUpWays = ['passkey', 'totp', 'recovery_code', 'phone_code', 'email_code'] as const;
export type StepUpWay = (typeof stepUpWays)[number];

/**
 * What a 403 `step_up_required` brings along: the operation is to be confirmed, in one of these ways, and then asked for
 * again with the id in the header. The confirmation is for exactly this operation: with another amount, payee or address it
 * is refused and void.
 */
export const stepUpSchema = z.object({
  id: idSchema,
  ways: z.array(z.enum(stepUpWays)),
  /** The login password is asked for too, unless a passkey is used. */
  needsPassword: z.boolean(),
  /** What is being confirmed, for the owner to read. */
  summary: localizedTextSchema,
  expiresAt: timeSchema,
});
export type StepUp = z.infer<typeof stepUpSchema>;

const params = z.object({ id: idSchema });

export const sendStepUpCode = route({
  method: 'POST',
  path: '/api/me/step-ups/:id/codes',
  caller: 'customer',
  summary:
    'Confirm: send a code to the phone, or the email where there is none; the message says what it is for.',
  params,
  result: challengeSchema,
  status: 201,
  errors: ['not_found', 'too_many_requests', 'service_unavailable'],
});

export const askStepUpPasskey = route({
  method: 'POST',
  path: '/api/me/step-ups/:id/passkey-requests',
  caller: 'customer',
  summary: 'Confirm: what the browser is to ask the passkey for.',
  params,
  result: passkeyRequestSchema,
  status: 201,
  errors: ['not_found'],
});

const password = z.optional(knownPasswordSchema);

export const answerStepUp = route({
  method: 'POST',
  path: '/api/me/step-ups/:id/answers',
  caller: 'customer',
  summary: 'Confirm: the answer, with the login password where it is asked for.',
  params,
  body: z.discriminatedUnion('way', [
    z.strictObject({
      way: z.enum(['phone_code', 'email_code']),
      challengeId: idSchema,
      code: codeSchema,
      password,
    }),
    z.strictObject({ way: z.literal('totp'), code: codeSchema, password }),
    z.strictObject({ way: z.literal('recovery_code'), code: recoveryCodeSchema, password }),
    z.strictObject({ way: z.literal('passkey'), ...passkeyAnswer }),
  ]),
  errors: [
    'not_found',
    'not_allowed',
    'wrong_credentials',
    'code_incorrect',
    'passkey_refused',
    'account_locked',
  ],
});

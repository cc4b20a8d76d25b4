import * as z from 'zod/mini';
import {
  addressErrors,
  byAddress,
  challengeSchema,
  codeSchema,
  knownPasswordSchema,
  logInResultSchema,
} from './identity.ts';
import { route } from './route.ts';
import { idSchema, languageSchema } from './text.ts';

/** What an authenticator signed, as the browser's WebAuthn gives it in JSON; the server's library reads it. */
export const passkeyResponseSchema = z.looseObject({
  id: z.string().check(z.maxLength(1400)),
  rawId: z.string().check(z.maxLength(1400)),
  type: z.literal('public-key'),
  response: z.record(z.string(), z.unknown()),
});

/** What the browser's WebAuthn is to be asked for, and under which id its answer comes back. */
export const passkeyRequestSchema = z.object({
  challengeId: idSchema,
  options: z.record(z.string(), z.unknown()),
});
export type PasskeyRequest = z.infer<typeof passkeyRequestSchema>;

export const passkeyAnswer = { challengeId: idSchema, response: passkeyResponseSchema };
export const recoveryCodeSchema = z.string().check(z.minLength(10), z.maxLength(16));

export { logInFactors, type LogInFactor } from './identity.ts';

export const startCodeLogIn = route({
  method: 'POST',
  path: '/api/sessions/codes',
  caller: 'public',
  summary: 'Log in by a code to the phone or email. The answer is the same for one that is not registered.',
  body: byAddress({ language: languageSchema }),
  result: challengeSchema,
  status: 201,
  errors: [...addressErrors, 'too_many_requests', 'service_unavailable'],
});

export const answerCodeLogIn = route({
  method: 'POST',
  path: '/api/sessions/codes/:id',
  caller: 'public',
  summary: 'Log in by a code: answer it.',
  params: z.object({ id: idSchema }),
  body: z.strictObject({ code: codeSchema }),
  result: logInResultSchema,
  errors: ['code_incorrect', 'account_locked'],
});

export const startPasskeyLogIn = route({
  method: 'POST',
  path: '/api/sessions/passkeys/requests',
  caller: 'public',
  summary: 'Log in by a passkey: what the browser is to be asked for.',
  result: passkeyRequestSchema,
  status: 201,
  errors: ['too_many_requests'],
});

export const answerPasskeyLogIn = route({
  method: 'POST',
  path: '/api/sessions/passkeys',
  caller: 'public',
  summary: 'Log in by a passkey: what it signed.',
  body: z.strictObject({ ...passkeyAnswer, language: z.optional(languageSchema) }),
  result: logInResultSchema,
  errors: ['passkey_refused', 'account_locked', 'too_many_requests', 'service_unavailable'],
});

export const answerLogInFactor = route({
  method: 'POST',
  path: '/api/sessions/log-ins/:id',
  caller: 'public',
  summary: 'Log in: the next factor.',
  params: z.object({ id: idSchema }),
  body: z.discriminatedUnion('factor', [
    z.strictObject({ factor: z.literal('password'), password: knownPasswordSchema }),
    z.strictObject({ factor: z.literal('totp'), code: codeSchema }),
    z.strictObject({ factor: z.literal('recovery_code'), code: recoveryCodeSchema }),
    z.strictObject({ factor: z.literal('passkey'), ...passkeyAnswer }),
  ]),
  result: logInResultSchema,
  errors: [
    'log_in_over',
    'wrong_credentials',
    'code_incorrect',
    'passkey_refused',
    'account_locked',
    'too_many_requests',
    'service_unavailable',
  ],
});

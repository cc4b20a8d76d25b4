import * as z from 'zod/mini';
import { codeSchema, newPasswordSchema, staffSchema, staffSessionSchema } from './identity.ts';
import { route } from './route.ts';
import { passkeyAnswer, passkeyRequestSchema } from './sign-in.ts';

const tokenSchema = z.string().check(z.regex(/^[A-Za-z0-9_-]{43}$/));

export const openInvitation = route({
  method: 'POST',
  path: '/api/staff/invitations/opening',
  caller: 'public',
  summary:
    'Join the desk: whose invitation this is, and an authenticator to set up. Opening it again makes a new one.',
  body: z.strictObject({ token: tokenSchema }),
  result: z.object({
    staff: staffSchema,
    /** Base32, for typing, and otpauth:// for a QR code. */
    authenticator: z.object({ secret: z.string(), uri: z.string() }),
  }),
  errors: ['invitation_invalid', 'too_many_requests'],
});

export const askInvitationPasskey = route({
  method: 'POST',
  path: '/api/staff/invitations/passkey-requests',
  caller: 'public',
  summary: 'Join the desk with a passkey instead: what the browser is to be asked for.',
  body: z.strictObject({ token: tokenSchema }),
  result: passkeyRequestSchema,
  status: 201,
  errors: ['invitation_invalid', 'too_many_requests'],
});

export const acceptInvitation = route({
  method: 'POST',
  path: '/api/staff/invitations/acceptance',
  caller: 'public',
  summary:
    'Join the desk: one’s own password, and the authenticator’s first code or the passkey that the browser has made; logged in then.',
  body: z.union([
    z.strictObject({ token: tokenSchema, password: newPasswordSchema, code: codeSchema }),
    z.strictObject({
      token: tokenSchema,
      password: newPasswordSchema,
      passkey: z.strictObject(passkeyAnswer),
    }),
  ]),
  result: staffSessionSchema,
  errors: [
    'invitation_invalid',
    'password_too_short',
    'password_too_weak',
    'code_incorrect',
    'passkey_refused',
    'too_many_requests',
  ],
});

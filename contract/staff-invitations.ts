import * as z from 'zod/mini';
import { codeSchema, newPasswordSchema, staffSchema, staffSessionSchema } from './identity.ts';
import { route } from './route.ts';

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

export const acceptInvitation = route({
  method: 'POST',
  path: '/api/staff/invitations/acceptance',
  caller: 'public',
  summary: 'Join the desk: one’s own password and the authenticator’s first code; logged in then.',
  body: z.strictObject({ token: tokenSchema, password: newPasswordSchema, code: codeSchema }),
  result: staffSessionSchema,
  errors: [
    'invitation_invalid',
    'password_too_short',
    'password_too_weak',
    'code_incorrect',
    'too_many_requests',
  ],
});

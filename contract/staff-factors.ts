import * as z from 'zod/mini';
import { knownPasswordSchema, staffSessionSchema } from './identity.ts';
import { route } from './route.ts';
import { passkeySchema } from './security.ts';
import { passkeyAnswer, passkeyRequestSchema } from './sign-in.ts';
import { idSchema, visibleLine } from './text.ts';

export const startStaffPasskeyLogIn = route({
  method: 'POST',
  path: '/api/staff/sessions/passkeys/requests',
  caller: 'public',
  summary: 'Log in to the desk by a passkey: what the browser is to be asked for.',
  result: passkeyRequestSchema,
  status: 201,
  errors: ['too_many_requests'],
});

export const staffPasskeyLogIn = route({
  method: 'POST',
  path: '/api/staff/sessions/passkeys',
  caller: 'public',
  summary:
    'Log in to the desk by a passkey: what it signed. It checks a finger, a face or a PIN, so it is two factors.',
  body: z.strictObject(passkeyAnswer),
  result: staffSessionSchema,
  errors: ['passkey_refused', 'too_many_requests'],
});

export const getStaffFactors = route({
  method: 'GET',
  path: '/api/staff/me/factors',
  caller: 'staff',
  summary: 'My authenticator and my passkeys.',
  result: z.object({ totp: z.boolean(), passkeys: z.array(passkeySchema) }),
  errors: [],
});

export const beginStaffPasskey = route({
  method: 'POST',
  path: '/api/staff/me/passkeys/requests',
  caller: 'staff',
  summary: 'Add a passkey to my desk log-in, with my password: what the browser is to be asked for.',
  body: z.strictObject({ password: knownPasswordSchema }),
  result: passkeyRequestSchema,
  status: 201,
  errors: ['wrong_credentials', 'account_locked'],
});

export const addStaffPasskey = route({
  method: 'POST',
  path: '/api/staff/me/passkeys',
  caller: 'staff',
  summary: 'Add the passkey that the browser has made.',
  body: z.strictObject({ ...passkeyAnswer, name: z.optional(visibleLine(60)) }),
  result: passkeySchema,
  status: 201,
  errors: ['passkey_refused', 'conflict'],
});

export const removeStaffPasskey = route({
  method: 'DELETE',
  path: '/api/staff/me/passkeys/:id',
  caller: 'staff',
  summary: 'Take a passkey away; the last way to log in stays.',
  params: z.object({ id: idSchema }),
  errors: ['not_found', 'last_factor'],
});

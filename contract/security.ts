import * as z from 'zod/mini';
import { codeSchema } from './identity.ts';
import { route } from './route.ts';
import { passkeyAnswer, passkeyRequestSchema } from './sign-in.ts';
import { idSchema, timeSchema, visibleLine } from './text.ts';

/** Where an address is: on the owner's own network, in a country (ISO 3166), or not known. */
export const placeSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('local') }),
  z.object({ kind: z.literal('country'), code: z.string() }),
  z.object({ kind: z.literal('unknown') }),
]);
export type Place = z.infer<typeof placeSchema>;

/** A browser that has answered a code for this account. */
export const deviceSchema = z.object({
  id: idSchema,
  /** As it calls itself: 'Chrome', 'Android'; either may be missing. */
  browser: z.optional(z.string()),
  system: z.optional(z.string()),
  kind: z.enum(['desktop', 'mobile', 'tablet', 'unknown']),
  /** The one that asks. */
  current: z.boolean(),
  /** How many sessions are open on it now. */
  sessions: z.number(),
  /** The network of its last use: 203.0.113.0/24. */
  network: z.string(),
  place: placeSchema,
  addedAt: timeSchema,
  lastSeenAt: timeSchema,
  /** Until then the password alone lets it in; afterwards it answers a code again. */
  trustedUntil: timeSchema,
});
export type Device = z.infer<typeof deviceSchema>;

export const listDevices = route({
  method: 'GET',
  path: '/api/me/devices',
  caller: 'customer',
  summary: 'Devices this account is known on, the last used first.',
  result: z.object({ devices: z.array(deviceSchema) }),
  errors: [],
});

export const revokeDevice = route({
  method: 'DELETE',
  path: '/api/me/devices/:id',
  caller: 'customer',
  summary: 'Forget a device: its sessions end at once, and it must answer a code again.',
  params: z.object({ id: idSchema }),
  errors: ['not_found'],
});

export const revokeOtherDevices = route({
  method: 'DELETE',
  path: '/api/me/devices',
  caller: 'customer',
  summary: 'Forget every device but this one.',
  result: z.object({ revoked: z.number() }),
  errors: [],
});

export const passkeySchema = z.object({
  id: idSchema,
  name: z.string(),
  /** Kept by the maker of the phone or browser too, and so on every device of its owner's there. */
  backedUp: z.boolean(),
  createdAt: timeSchema,
  lastUsedAt: z.optional(timeSchema),
});
export type Passkey = z.infer<typeof passkeySchema>;

export const getFactors = route({
  method: 'GET',
  path: '/api/me/factors',
  caller: 'customer',
  summary: 'The second factors of this account.',
  result: z.object({
    totp: z.boolean(),
    recoveryCodesLeft: z.number(),
    /** Characters a new login password has at least. */
    shortestPassword: z.number(),
    passkeys: z.array(passkeySchema),
  }),
  errors: [],
});
export type Factors = z.infer<typeof getFactors.result>;

/** Changes of the factors are confirmed first: contract/step-up.ts. */
const stepUpErrors = ['step_up_required', 'step_up_void'] as const;
const recoveryCodes = z.object({ recoveryCodes: z.array(z.string()) });

export const beginTotp = route({
  method: 'POST',
  path: '/api/me/factors/totp',
  caller: 'customer',
  summary: 'Set up an authenticator app: its secret, shown once. It counts from its confirmation.',
  result: z.object({ secret: z.string(), uri: z.string() }),
  status: 201,
  errors: ['conflict', ...stepUpErrors],
});

export const confirmTotp = route({
  method: 'POST',
  path: '/api/me/factors/totp/confirmation',
  caller: 'customer',
  summary: 'Put the authenticator in force with its first code. Recovery codes come along, shown once.',
  body: z.strictObject({ code: codeSchema }),
  result: recoveryCodes,
  errors: ['code_incorrect', 'account_locked'],
});

export const removeTotp = route({
  method: 'DELETE',
  path: '/api/me/factors/totp',
  caller: 'customer',
  summary: 'Take the authenticator away, and its recovery codes.',
  errors: ['not_found', 'longer_password_first', ...stepUpErrors],
});

export const renewRecoveryCodes = route({
  method: 'POST',
  path: '/api/me/factors/recovery-codes',
  caller: 'customer',
  summary: 'New recovery codes, shown once; those before are void.',
  result: recoveryCodes,
  status: 201,
  errors: ['conflict', ...stepUpErrors],
});

export const beginPasskey = route({
  method: 'POST',
  path: '/api/me/passkeys/requests',
  caller: 'customer',
  summary: 'Add a passkey: what the browser is to be asked for.',
  result: passkeyRequestSchema,
  status: 201,
  errors: [...stepUpErrors],
});

export const addPasskey = route({
  method: 'POST',
  path: '/api/me/passkeys',
  caller: 'customer',
  summary: 'Add the passkey that the browser has made.',
  body: z.strictObject({ ...passkeyAnswer, name: z.optional(visibleLine(60)) }),
  result: passkeySchema,
  status: 201,
  errors: ['passkey_refused', 'conflict'],
});

export const removePasskey = route({
  method: 'DELETE',
  path: '/api/me/passkeys/:id',
  caller: 'customer',
  summary: 'Take a passkey away.',
  params: z.object({ id: idSchema }),
  errors: ['not_found', ...stepUpErrors],
});

export const confirmNetwork = route({
  method: 'POST',
  path: '/api/me/network',
  caller: 'customer',
  summary: 'Say that the network I am on is mine, so that paying from it asks no more than usual.',
  errors: [...stepUpErrors],
});

import * as z from 'zod/mini';
import { route } from './route.ts';
import { idSchema, timeSchema } from './text.ts';

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

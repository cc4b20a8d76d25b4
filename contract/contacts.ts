import * as z from 'zod/mini';
import { challengeSchema, codeSchema, newPasswordSchema } from './identity.ts';
import { route } from './route.ts';
import { idSchema, timeSchema } from './text.ts';

export const contactKinds = ['phone', 'email'] as const;
export type ContactKind = (typeof contactKinds)[number];

const pendingSchema = z.object({
  kind: z.enum(contactKinds),
  /** Masked. */
  newAddress: z.string(),
  effectiveAt: timeSchema,
});

/** The addresses bound to the account, masked, and changes that wait. */
export const contactsSchema = z.object({
  phone: z.optional(z.string()),
  email: z.optional(z.string()),
  waiting: z.array(pendingSchema),
});
export type Contacts = z.infer<typeof contactsSchema>;

const params = z.object({ kind: z.enum(contactKinds) });

export const getContacts = route({
  method: 'GET',
  path: '/api/me/contacts',
  caller: 'customer',
  summary: 'The phone and email of this account, masked, and changes that wait.',
  result: contactsSchema,
  errors: [],
});

export const startContactChange = route({
  method: 'POST',
  path: '/api/me/contacts/:kind/changes',
  caller: 'customer',
  summary: 'Bind another phone or email: confirmed first, then a code goes to the new address.',
  params,
  body: z.strictObject({ address: z.string().check(z.minLength(5), z.maxLength(254)) }),
  result: challengeSchema,
  status: 201,
  errors: [
    'phone_invalid',
    'phone_country_not_served',
    'email_invalid',
    'step_up_required',
    'step_up_void',
    'too_many_requests',
    'service_unavailable',
  ],
});

export const confirmContactChange = route({
  method: 'POST',
  path: '/api/me/contacts/:kind/changes/:challengeId',
  caller: 'customer',
  summary:
    'Answer the code. A first phone or email is bound at once; anything else waits a day, and the old address is told.',
  params: z.object({ kind: z.enum(contactKinds), challengeId: idSchema }),
  body: z.strictObject({ code: codeSchema }),
  result: contactsSchema,
  errors: ['code_incorrect', 'conflict'],
});

export const cancelContactChange = route({
  method: 'DELETE',
  path: '/api/me/contacts/:kind/changes',
  caller: 'customer',
  summary: 'Keep the address: the change that waits is off.',
  params,
  result: contactsSchema,
  errors: ['not_found'],
});

export const changePassword = route({
  method: 'PUT',
  path: '/api/me/password',
  caller: 'customer',
  summary:
    'A new login password, confirmed with the present one and a second factor. All other sessions end.',
  body: z.strictObject({ password: newPasswordSchema }),
  errors: ['password_too_short', 'password_too_weak', 'step_up_required', 'step_up_void'],
});

/** What a security check-up looks at. */
export const checkUpItems = [
  'payment_password',
  'second_factor',
  'recovery_codes',
  'phone',
  'email',
  'password_age',
  'devices',
  'network',
  'locks',
] as const;
export type CheckUpItem = (typeof checkUpItems)[number];

export const checkUpSchema = z.object({
  /** 0 to 100. */
  score: z.number(),
  items: z.array(
    z.object({
      item: z.enum(checkUpItems),
      state: z.enum(['good', 'improve', 'risk']),
      /** What it adds to the score, and what it would add at best. */
      points: z.number(),
      most: z.number(),
      /** How many: devices long unused, codes left, days since a change. */
      count: z.optional(z.number()),
    }),
  ),
});
export type CheckUp = z.infer<typeof checkUpSchema>;

export const getCheckUp = route({
  method: 'GET',
  path: '/api/me/check-up',
  caller: 'customer',
  summary: 'How well this account is protected: a score, and what would raise it.',
  result: checkUpSchema,
  errors: [],
});

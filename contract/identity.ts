import * as z from 'zod/mini';
import { route } from './route.ts';
import { idSchema, languageSchema, nameLine, timeSchema } from './text.ts';

/** As typed; the server parses it (China when no country code is given) and stores E.164. */
export const phoneSchema = z.string().check(z.minLength(5), z.maxLength(32));
const emailSchema = z.string().check(z.maxLength(254));

/** A body that names an account by its phone or by its email, each as typed. */
export function byAddress<Shape extends z.core.$ZodShape>(shape: Shape) {
  return z.union([
    z.strictObject({ phone: phoneSchema, ...shape }),
    z.strictObject({ email: emailSchema, ...shape }),
  ]);
}
export const addressErrors = ['phone_invalid', 'phone_country_not_served', 'email_invalid'] as const;

export const codeSchema = z.string().check(z.regex(/^[0-9]{6}$/));
/** As they are proven: any length that could have been set. */
export const knownPasswordSchema = z.string().check(z.maxLength(1024));
/**
 * Length, in Unicode code points after NFC, is the rule here; what is too common is refused by the server.
 * NIST 800-63B: at least 64 must be accepted.
 */
export const passwordLength = (text: string): number => [...text.normalize('NFC')].length;
/** `alone`: where the account has no second factor. docs/decisions/0007 */
export const shortestPassword = { alone: 15, withSecondFactor: 8 } as const;
export const newPasswordSchema = z.string().check(
  z.maxLength(1024),
  z.refine((text) => {
    const length = passwordLength(text);
    return text.isWellFormed() && length >= shortestPassword.withSecondFactor && length <= 256;
  }, 'password_length'),
);
export const paymentPasswordSchema = z.string().check(z.regex(/^[0-9]{6}$/));

export const customerSchema = z.object({
  id: idSchema,
  name: z.string(),
  /** Of the phone, or of the email where there is none. */
  maskedContact: z.string(),
  language: languageSchema,
  hasPaymentPassword: z.boolean(),
  status: z.enum(['active', 'locked']),
  lockedUntil: z.optional(timeSchema),
  registeredAt: timeSchema,
  /** Why money out is asked for again from here, when it is. */
  caution: z.optional(z.enum(['new_network', 'new_device'])),
  /** What the customer is reminded of, never forced to. */
  reminders: z.optional(z.array(z.enum(['password_old']))),
});
export type Customer = z.infer<typeof customerSchema>;

/** A code is on its way to a phone or a mailbox; the answer goes to the challenge. */
export const challengeSchema = z.object({
  id: idSchema,
  /** Masked. */
  sentTo: z.string(),
  expiresAt: timeSchema,
  resendAt: timeSchema,
});
export type Challenge = z.infer<typeof challengeSchema>;

export const startRegistration = route({
  method: 'POST',
  path: '/api/registrations',
  caller: 'public',
  summary: 'Register: send a code to the phone or email. The answer is the same for one that is registered.',
  body: byAddress({ language: languageSchema }),
  result: challengeSchema,
  status: 201,
  errors: [...addressErrors, 'too_many_requests', 'service_unavailable'],
});

export const completeRegistration = route({
  method: 'POST',
  path: '/api/registrations/:id/completion',
  caller: 'public',
  summary: 'Register: prove the code and become a customer, logged in.',
  params: z.object({ id: idSchema }),
  body: z.strictObject({ code: codeSchema, name: nameLine(40), password: newPasswordSchema }),
  result: customerSchema,
  status: 201,
  errors: ['code_incorrect', 'password_too_short', 'password_too_weak', 'already_registered'],
});

export const logInFactors = ['password', 'totp', 'recovery_code', 'passkey'] as const;
export type LogInFactor = (typeof logInFactors)[number];

/**
 * How far a log-in has come. On a device that is trusted the first factor is enough. On any other, whichever way it began,
 * it takes the password (or a passkey), the authenticator's code where there is one (or a passkey), and a code to the phone (the email, where there is no phone).
 */
export const logInResultSchema = z.discriminatedUnion('status', [
  z.object({ status: z.literal('signed_in'), customer: customerSchema }),
  /** A code is on its way to the phone, or to the email where there is none: answerLogInCode. */
  z.object({ status: z.literal('code_required'), challenge: challengeSchema }),
  /** One of these: answerLogInFactor. */
  z.object({
    status: z.literal('factor_required'),
    logInId: idSchema,
    factors: z.array(z.enum(logInFactors)),
  }),
]);

export const logIn = route({
  method: 'POST',
  path: '/api/sessions',
  caller: 'public',
  summary:
    'Log in. A device not seen before must also answer a code sent to the phone, or the email where there is none.',
  body: byAddress({
    password: knownPasswordSchema,
    /** Becomes the language messages are sent in. */
    language: z.optional(languageSchema),
  }),
  result: logInResultSchema,
  errors: [
    'phone_invalid',
    'email_invalid',
    'wrong_credentials',
    'account_locked',
    'too_many_requests',
    'service_unavailable',
  ],
});

export const answerLogInCode = route({
  method: 'POST',
  path: '/api/sessions/challenges/:id',
  caller: 'public',
  summary: 'Log in on a new device: answer the code.',
  params: z.object({ id: idSchema }),
  body: z.strictObject({ code: codeSchema }),
  result: customerSchema,
  errors: ['code_incorrect', 'account_locked'],
});

export const resendCode = route({
  method: 'POST',
  path: '/api/challenges/:id/resend',
  caller: 'public',
  summary: 'Send the code again; the count of wrong answers stays.',
  params: z.object({ id: idSchema }),
  result: challengeSchema,
  errors: ['not_found', 'too_many_requests', 'service_unavailable'],
});

export const logOut = route({
  method: 'DELETE',
  path: '/api/sessions/current',
  caller: 'customer',
  summary: 'End this session.',
  errors: [],
});

export const getMe = route({
  method: 'GET',
  path: '/api/me',
  caller: 'customer',
  summary: 'The customer who is logged in.',
  result: customerSchema,
  errors: [],
});

export const updateMe = route({
  method: 'PATCH',
  path: '/api/me',
  caller: 'customer',
  summary: 'Change the language messages are sent in.',
  body: z.strictObject({ language: languageSchema }),
  result: customerSchema,
  errors: [],
});

export const setPaymentPassword = route({
  method: 'PUT',
  path: '/api/me/payment-password',
  caller: 'customer',
  summary: 'Set or change the six-digit payment password; the login password proves the owner.',
  body: z.strictObject({
    password: knownPasswordSchema,
    paymentPassword: paymentPasswordSchema,
  }),
  errors: [
    'wrong_credentials',
    'payment_password_too_weak',
    'account_locked',
    'step_up_required',
    'step_up_void',
  ],
});

export const staffRoles = [
  'agent',
  'senior_agent',
  'supervisor',
  'finance',
  'knowledge_editor',
  'auditor',
] as const;
export const staffSchema = z.object({
  id: idSchema,
  name: z.string(),
  email: z.string(),
  role: z.enum(staffRoles),
});
export type Staff = z.infer<typeof staffSchema>;

export const staffSessionSchema = z.extend(staffSchema, {
  /** Of the desk, wherever they log in; customers keep theirs. */
  language: z.optional(languageSchema),
  /** What the role may do, as `subject.action`, so that the desk shows no more than the server allows. */
  may: z.array(z.string()),
});
export type StaffSession = z.infer<typeof staffSessionSchema>;

export const staffLogIn = route({
  method: 'POST',
  path: '/api/staff/sessions',
  caller: 'public',
  summary:
    'Log in to the desk with password and authenticator; without a code, the answer says whether the password is right.',
  body: z.strictObject({
    email: z.string().check(z.maxLength(254)),
    password: knownPasswordSchema,
    code: z.optional(codeSchema),
  }),
  result: z.discriminatedUnion('status', [
    z.object({ status: z.literal('signed_in'), staff: staffSessionSchema }),
    z.object({ status: z.literal('code_required') }),
  ]),
  errors: [
    'wrong_credentials',
    'code_incorrect',
    'authenticator_required',
    'account_locked',
    'too_many_requests',
  ],
});

export const staffLogOut = route({
  method: 'DELETE',
  path: '/api/staff/sessions/current',
  caller: 'staff',
  summary: 'End this desk session.',
  errors: [],
});

export const getStaffMe = route({
  method: 'GET',
  path: '/api/staff/me',
  caller: 'staff',
  summary: 'The member of staff who is logged in.',
  result: staffSessionSchema,
  errors: [],
});

export const chooseStaffLanguage = route({
  method: 'PUT',
  path: '/api/staff/me/language',
  caller: 'staff',
  summary: 'The desk in one’s own language, from now on and on every device.',
  body: z.strictObject({ language: languageSchema }),
  errors: [],
});

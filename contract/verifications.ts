import * as z from 'zod/mini';
import { route } from './route.ts';
import { idSchema, type LocalizedText, timeSchema } from './text.ts';

/** What staff may do with an account; server/support/actions/rules.ts says what each needs. */
export const accountActionKinds = [
  'unlock',
  'start_recovery',
  'freeze',
  'unfreeze',
  'end_sessions',
  'release_held_payment',
  'refuse_held_payment',
  'refund',
  'goodwill',
  'raise_limit',
  'lower_limit',
] as const;
export type AccountActionKind = (typeof accountActionKinds)[number];

/** What a customer proves who they are for: one kind of action, or hearing about the account. */
export const verificationPurposes = ['talk_about_account', ...accountActionKinds] as const;
export type VerificationPurpose = (typeof verificationPurposes)[number];

/**
 * 1: something bound to the account, such as a code to its phone. 2: that and the login password. 3: the password and
 * something strong, an authenticator or a recovery code; a passkey is all three.
 */
export const verificationLevels = [1, 2, 3] as const;
export type VerificationLevel = (typeof verificationLevels)[number];

export const purposeNames: Record<VerificationPurpose, LocalizedText> = {
  talk_about_account: { zh: '了解账户情况', en: 'Talk about the account' },
  unlock: { zh: '解锁账户', en: 'Unlock the account' },
  start_recovery: { zh: '找回账户', en: 'Start a recovery' },
  freeze: { zh: '挂失账户', en: 'Freeze the account' },
  unfreeze: { zh: '解除挂失', en: 'Lift the freeze' },
  end_sessions: { zh: '退出所有设备', en: 'Log out every device' },
  release_held_payment: { zh: '放行待核实付款', en: 'Release a held payment' },
  refuse_held_payment: { zh: '拒绝待核实付款', en: 'Refuse a held payment' },
  refund: { zh: '退款', en: 'Refund' },
  goodwill: { zh: '补偿', en: 'Goodwill credit' },
  raise_limit: { zh: '提高限额', en: 'Raise the limit' },
  lower_limit: { zh: '降低限额', en: 'Lower the limit' },
};

export const verificationLevelSchema = z.literal(verificationLevels);

/** What an agent, too, learns of it: whether, for what and until when; not how. */
export const verificationSchema = z.object({
  id: idSchema,
  purpose: z.enum(verificationPurposes),
  level: verificationLevelSchema,
  /** `over`: not proven in time, or proven and no longer counting. */
  state: z.enum(['asked', 'proven', 'over']),
  /** Until when it can be proven; once proven, until when it counts. */
  until: timeSchema,
});
export type Verification = z.infer<typeof verificationSchema>;

export const askForVerification = route({
  method: 'POST',
  path: '/api/desk/conversations/:id/verifications',
  caller: 'staff',
  summary:
    'Ask the customer of one’s open conversation to prove who they are, at the level that the purpose needs; they do so in the wallet’s own form.',
  params: z.object({ id: idSchema }),
  body: z.strictObject({ purpose: z.enum(verificationPurposes) }),
  result: verificationSchema,
  status: 201,
  /** `verification_out_of_reach`: the customer has set up nothing that proves this much. */
  errors: [
    'not_found',
    'not_allowed',
    'conversation_closed',
    'verification_out_of_reach',
    // Lifting a freeze where there is none; anything else while there is one.
    'conflict',
    'account_frozen',
  ],
});

export const proveVerification = route({
  method: 'POST',
  path: '/api/verifications/:id/proof',
  caller: 'customer',
  summary:
    'Prove who you are to support: answered with step_up_required first, then good for one purpose in one conversation, for half an hour.',
  params: z.object({ id: idSchema }),
  result: verificationSchema,
  /** `conflict`: it was proven already, or its time is over. */
  errors: ['not_found', 'conflict', 'conversation_closed', 'step_up_required', 'step_up_void'],
});

import * as z from 'zod/mini';
import { failureCodes } from './failure.ts';
import { amountSchema, balanceSchema, currencySchema } from './money.ts';
import { merchantScopes, route } from './route.ts';
import { idSchema, localizedTextSchema, nameLine, timeSchema, visibleLine } from './text.ts';

const always = ['api_key_invalid', 'insufficient_scope', 'too_many_requests'] as const;

export const getMerchantBalance = route({
  method: 'GET',
  path: '/api/merchant/balance',
  caller: 'merchant',
  scope: 'payouts.read',
  summary: 'What the merchant has: available, held for refunds, payouts and disputes, and both together.',
  result: z.object({
    balances: z.array(
      z.object({
        currency: currencySchema,
        available: balanceSchema,
        held: balanceSchema,
        total: balanceSchema,
      }),
    ),
  }),
  errors: always,
});

export const merchantBankAccountSchema = z.object({
  id: idSchema,
  bank: localizedTextSchema,
  last4: z.string(),
  addedAt: timeSchema,
});
export type MerchantBankAccount = z.infer<typeof merchantBankAccountSchema>;

export const addMerchantBankAccount = route({
  method: 'POST',
  path: '/api/merchant/bank-accounts',
  caller: 'merchant',
  scope: 'payouts.write',
  summary: 'Add a bank account to pay out to; the number goes to the bank’s vault and is not kept.',
  body: z.strictObject({
    accountNumber: z.string().check(z.regex(/^[0-9 ]{8,34}$/)),
    holderName: nameLine(80),
  }),
  result: merchantBankAccountSchema,
  status: 201,
  errors: [...always, 'invalid_bank_account', 'service_unavailable'],
});

export const listMerchantBankAccounts = route({
  method: 'GET',
  path: '/api/merchant/bank-accounts',
  caller: 'merchant',
  scope: 'payouts.read',
  summary: 'Bank accounts of this merchant.',
  result: z.object({ bankAccounts: z.array(merchantBankAccountSchema) }),
  errors: always,
});

export const removeMerchantBankAccount = route({
  method: 'DELETE',
  path: '/api/merchant/bank-accounts/:id',
  caller: 'merchant',
  scope: 'payouts.write',
  summary: 'Remove a bank account; payouts under way go on.',
  params: z.object({ id: idSchema }),
  errors: [...always, 'not_found'],
});

/** `failed`: the bank refused it, or sent it back; the money is in the merchant's balance again. */
export const payoutSchema = z.object({
  id: idSchema,
  bankAccountId: idSchema,
  amount: amountSchema,
  currency: currencySchema,
  note: z.optional(z.string()),
  status: z.enum(['processing', 'succeeded', 'failed']),
  failureCode: z.optional(z.enum(failureCodes)),
  createdAt: timeSchema,
  completedAt: z.optional(timeSchema),
});
export type Payout = z.infer<typeof payoutSchema>;

export const createPayout = route({
  method: 'POST',
  path: '/api/merchant/payouts',
  caller: 'merchant',
  scope: 'payouts.write',
  summary: 'Pay out to a bank account of the merchant’s; the amount is held until the bank has it.',
  body: z.strictObject({
    bankAccountId: idSchema,
    amount: amountSchema,
    currency: currencySchema,
    note: z.optional(visibleLine(200)),
  }),
  result: payoutSchema,
  status: 201,
  idempotent: true,
  errors: [
    ...always,
    'idempotency_key_required',
    'idempotency_key_reused',
    'not_found',
    'merchant_balance_insufficient',
  ],
});

export const getPayout = route({
  method: 'GET',
  path: '/api/merchant/payouts/:id',
  caller: 'merchant',
  scope: 'payouts.read',
  summary: 'The state of a payout of this merchant.',
  params: z.object({ id: idSchema }),
  result: payoutSchema,
  errors: [...always, 'not_found'],
});

export const pageQuery = {
  before: z.optional(idSchema),
  limit: z.optional(z.coerce.number().check(z.int(), z.minimum(1), z.maximum(100))),
};

export const listPayouts = route({
  method: 'GET',
  path: '/api/merchant/payouts',
  caller: 'merchant',
  scope: 'payouts.read',
  summary: 'Payouts of this merchant, newest first, by keyset.',
  query: z.strictObject(pageQuery),
  result: z.object({ payouts: z.array(payoutSchema), before: z.optional(idSchema) }),
  errors: always,
});

export const merchantKeySchema = z.object({
  id: idSchema,
  name: z.string(),
  /** Its first characters, to tell keys apart. */
  prefix: z.string(),
  scopes: z.array(z.enum(merchantScopes)),
  createdAt: timeSchema,
  lastUsedAt: z.optional(timeSchema),
  revokedAt: z.optional(timeSchema),
});
export type MerchantKey = z.infer<typeof merchantKeySchema>;

export const deskMerchantSchema = z.object({
  id: idSchema,
  name: z.string(),
  createdAt: timeSchema,
  balances: z.array(z.object({ currency: currencySchema, available: balanceSchema, held: balanceSchema })),
});
export type DeskMerchant = z.infer<typeof deskMerchantSchema>;

export const listMerchants = route({
  method: 'GET',
  path: '/api/desk/merchants',
  caller: 'staff',
  summary: 'Merchants, newest first, by keyset.',
  query: z.strictObject(pageQuery),
  result: z.object({ merchants: z.array(deskMerchantSchema), before: z.optional(idSchema) }),
  errors: ['not_allowed'],
});

export const createMerchant = route({
  method: 'POST',
  path: '/api/desk/merchants',
  caller: 'staff',
  summary: 'Open a merchant; it has no key yet.',
  body: z.strictObject({ name: nameLine(60) }),
  result: deskMerchantSchema,
  status: 201,
  errors: ['not_allowed'],
});

export const listMerchantKeys = route({
  method: 'GET',
  path: '/api/desk/merchants/:id/keys',
  caller: 'staff',
  summary: 'API keys of a merchant, revoked ones too; never a key itself.',
  params: z.object({ id: idSchema }),
  result: z.object({ keys: z.array(merchantKeySchema) }),
  errors: ['not_allowed', 'not_found'],
});

export const createMerchantKey = route({
  method: 'POST',
  path: '/api/desk/merchants/:id/keys',
  caller: 'staff',
  summary: 'Make an API key; it is shown this once, and kept as a hash.',
  params: z.object({ id: idSchema }),
  body: z.strictObject({
    name: visibleLine(60),
    scopes: z.array(z.enum(merchantScopes)).check(z.minLength(1), z.maxLength(merchantScopes.length)),
  }),
  result: z.extend(merchantKeySchema, { key: z.string() }),
  status: 201,
  errors: ['not_allowed', 'not_found', 'conflict'],
});

export const revokeMerchantKey = route({
  method: 'DELETE',
  path: '/api/desk/merchants/:id/keys/:keyId',
  caller: 'staff',
  summary: 'Revoke an API key; it is refused from now on.',
  params: z.object({ id: idSchema, keyId: idSchema }),
  errors: ['not_allowed', 'not_found'],
});

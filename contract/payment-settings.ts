import * as z from 'zod/mini';
import { paymentPasswordSchema } from './identity.ts';
import { balanceSchema, currencySchema } from './money.ts';
import { paymentMethodSchema } from './payments.ts';
import { route } from './route.ts';
import { idSchema } from './text.ts';

/** Limits a customer may choose from for payments without the payment password, in minor units; '0' switches it off. */
export const smallPaymentLimits = ['0', '10000', '20000', '50000', '100000'] as const;

export const paymentSettingsSchema = z.object({
  /** Whether the balance is offered before the stored methods. */
  balanceFirst: z.boolean(),
  smallPayments: z.object({
    /** Most one payment may be without the payment password; '0' while it is off. */
    limit: balanceSchema,
    currency: currencySchema,
    /** Most a day that may go without it, whatever the limit of one payment. */
    perDay: z.object({ amount: balanceSchema, count: z.number() }),
    /** What may still go without it today. */
    leftToday: z.object({ amount: balanceSchema, count: z.number() }),
  }),
});
export type PaymentSettings = z.infer<typeof paymentSettingsSchema>;

export const getPaymentSettings = route({
  method: 'GET',
  path: '/api/payment-settings',
  caller: 'customer',
  summary: 'How this customer pays: the order of methods, and small payments without the payment password.',
  result: paymentSettingsSchema,
  errors: [],
});

export const orderPaymentMethods = route({
  method: 'PUT',
  path: '/api/payment-methods/order',
  caller: 'customer',
  summary: 'Put the methods in order; the first stored one becomes the default.',
  body: z.strictObject({
    balanceFirst: z.boolean(),
    /** Every stored method once. */
    ids: z.array(idSchema).check(z.maxLength(100)),
  }),
  result: z.object({ methods: z.array(paymentMethodSchema) }),
  errors: ['conflict'],
});

export const setSmallPayments = route({
  method: 'PUT',
  path: '/api/payment-settings/small-payments',
  caller: 'customer',
  summary:
    'Choose up to what amount a payment needs no payment password; the payment password proves the owner.',
  body: z.strictObject({ limit: z.enum(smallPaymentLimits), paymentPassword: paymentPasswordSchema }),
  result: paymentSettingsSchema,
  errors: [
    'payment_password_not_set',
    'incorrect_payment_password',
    'payment_password_locked',
    'account_locked',
  ],
});

import type { proposeAccountAction } from '../../../contract/account-actions.ts';
import { decimalOf } from '../../../contract/money.ts';
import type { PaymentDetail } from '../../../contract/payments.ts';
import type { BodyOf } from '../../../contract/route.ts';
import type { LocalizedText } from '../../../contract/text.ts';
import { type AccountActionKind, purposeNames } from '../../../contract/verifications.ts';
import type { Identity } from '../../identity/identity.ts';
import { type Payments, publishedLimits } from '../../payments/payments.ts';
import type { Queryable } from '../../platform/database/database.ts';
import { ProblemError } from '../../platform/problem.ts';
import type { ActionParameters } from './queries.ts';

interface Deps {
  identity: Identity;
  payments: Payments;
}

/** A limit is raised to this many times the standard one at most. */
const mostTimesStandard = 5n;

/** What must be said about an action of each kind. */
export const takes = {
  unlock: 'nothing',
  start_recovery: 'nothing',
  freeze: 'nothing',
  unfreeze: 'nothing',
  end_sessions: 'nothing',
  release_held_payment: 'payment',
  refuse_held_payment: 'payment',
  refund: 'payment_amount',
  goodwill: 'amount',
  raise_limit: 'limit',
  lower_limit: 'limit',
} as const satisfies Record<AccountActionKind, string>;

const missing = (path: string) =>
  new ProblemError('invalid_request', { fields: [{ path: `body.${path}`, message: 'required' }] });

/** In minor units: most this customer may send a day. */
export async function dailyLimitOf({ identity }: Deps, q: Queryable, customerId: string): Promise<bigint> {
  const profile = (await identity.customers(q, [customerId])).get(customerId);
  return profile?.dailyLimit ?? publishedLimits.perDay;
}

/**
 * Exactly what is asked for, after a look at whether it can be done at all, and the words that the customer accepts and a
 * colleague approves. Whether it still can be is decided again when it is executed.
 */
export async function specify(
  deps: Deps,
  q: Queryable,
  customerId: string,
  { kind, paymentId, amount }: BodyOf<typeof proposeAccountAction>,
): Promise<{ parameters: ActionParameters; summary: LocalizedText }> {
  const name = purposeNames[kind];
  switch (takes[kind]) {
    case 'nothing':
      return { parameters: {}, summary: name };
    case 'payment': {
      const payment = await paymentOf(deps, q, customerId, paymentId);
      if (!payment.underReview) throw new ProblemError('conflict');
      const { currency } = payment;
      return {
        parameters: { paymentId: payment.id, amount: payment.amount, currency },
        summary: aboutPayment(name, payment, payment.amount),
      };
    }
    case 'payment_amount': {
      const payment = await paymentOf(deps, q, customerId, paymentId);
      if (amount === undefined) throw missing('amount');
      const { status, direction, counterparty, currency } = payment;
      if (status !== 'succeeded' || direction !== 'out' || counterparty.kind !== 'merchant')
        throw new ProblemError('payment_not_refundable');
      if (BigInt(amount) > BigInt(payment.amount) - BigInt(payment.refundedAmount ?? 0))
        throw new ProblemError('refund_exceeds_payment');
      return {
        parameters: { paymentId: payment.id, amount, currency },
        summary: aboutPayment(name, payment, amount),
      };
    }
    case 'amount':
      if (amount === undefined) throw missing('amount');
      return {
        parameters: { amount, currency: 'CNY' },
        summary: { zh: `${name.zh} ¥${decimalOf(amount)}`, en: `${name.en} of ¥${decimalOf(amount)}` },
      };
    case 'limit': {
      if (amount === undefined) throw missing('amount');
      const now = await dailyLimitOf(deps, q, customerId);
      const wanted = BigInt(amount);
      const fits =
        kind === 'raise_limit'
          ? wanted > now && wanted <= publishedLimits.perDay * mostTimesStandard
          : wanted < now;
      if (!fits)
        throw new ProblemError('invalid_request', {
          fields: [{ path: 'body.amount', message: `now ${now}` }],
        });
      return {
        parameters: { amount, currency: 'CNY' },
        summary: {
          zh: `每日付款限额改为 ¥${decimalOf(amount)}${kind === 'raise_limit' ? '，30 天' : ''}`,
          en: `Daily limit of ¥${decimalOf(amount)}${kind === 'raise_limit' ? ' for 30 days' : ''}`,
        },
      };
    }
  }
}

async function paymentOf(
  { payments }: Deps,
  q: Queryable,
  customerId: string,
  paymentId: string | undefined,
): Promise<PaymentDetail> {
  if (paymentId === undefined) throw missing('paymentId');
  const payment = await payments.get(q, customerId, paymentId.toLowerCase());
  if (payment === undefined) throw new ProblemError('not_found');
  return payment;
}

function aboutPayment(
  name: LocalizedText,
  { counterparty, currency }: PaymentDetail,
  amount: string,
): LocalizedText {
  const money = `${decimalOf(amount)} ${currency}`;
  return {
    zh: `${name.zh} ${money}（${counterparty.name.zh}）`,
    en: `${name.en}: ${money} (${counterparty.name.en})`,
  };
}

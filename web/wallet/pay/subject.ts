import { t } from '@lingui/core/macro';
import type { Currency } from '../../../contract/money.ts';
import type { PaymentSettings } from '../../../contract/payment-settings.ts';
import type { PaymentDetail, PaymentKind } from '../../../contract/payments.ts';
import type { LocalizedText } from '../../../contract/text.ts';
import { formatMoney } from '../../shared/money.ts';
import type { PayRequest } from './request.ts';

/** What the customer confirms: shown over the keypad. */
export interface PaySubject {
  kind: PaymentKind;
  /** The kind the methods must fit: a top_up_and_pay takes money from a card although it finishes a transfer. */
  fundedAs: PaymentKind;
  amount: string;
  currency: Currency;
  /** Who is paid, or what happens, in one line. */
  line: (locale: string) => string;
}

/** Undefined until the payment that the request names is known. */
export function subjectOf(
  request: PayRequest,
  payment: PaymentDetail | undefined,
  localized: (text: LocalizedText) => string,
): PaySubject | undefined {
  switch (request.kind) {
    case 'attempt': {
      if (!payment) return undefined;
      const { kind, amount, currency, counterparty } = payment;
      return {
        kind,
        fundedAs: kind,
        amount,
        currency,
        line: () => lineOf(kind, localized(counterparty.name)),
      };
    }
    case 'top_up_and_pay': {
      if (!payment) return undefined;
      const name = localized(payment.counterparty.name);
      const line = (locale: string) => {
        const full = formatMoney(payment.amount, payment.currency, { locale });
        return t`充值差额，并付清给 ${name} 的 ${full}`;
      };
      const { topUpAmount: amount, currency } = request;
      return { kind: payment.kind, fundedAs: 'top_up', amount, currency, line };
    }
    default: {
      const { kind, amount, currency } = request;
      const payee = 'payee' in request ? request.payee : '';
      return { kind, fundedAs: kind, amount, currency, line: () => lineOf(kind, payee) };
    }
  }
}

function lineOf(kind: PaymentKind, payee: string): string {
  if (kind === 'transfer') return t`向 ${payee} 转账`;
  if (kind === 'purchase') return t`付给 ${payee}`;
  if (kind === 'top_up') return t`充值到账户余额`;
  return t`提现到银行账户`;
}

export function titleOf(kind: PaymentKind): string {
  if (kind === 'transfer') return t`确认转账`;
  if (kind === 'top_up') return t`确认充值`;
  if (kind === 'withdrawal') return t`确认提现`;
  return t`确认付款`;
}

/** What the customer confirms, as the server is told it: the payment's whole amount, and the payee's name on screen. */
export function confirmedOf(
  request: PayRequest,
  payment: PaymentDetail | undefined,
  localized: (text: LocalizedText) => string,
): { amount: string; payee?: string } | undefined {
  if ('amount' in request)
    return 'payee' in request ? { amount: request.amount, payee: request.payee } : { amount: request.amount };
  if (!payment) return undefined;
  const named = payment.kind === 'transfer' || payment.kind === 'purchase';
  return {
    amount: payment.amount,
    ...(named ? { payee: localized(payment.counterparty.name) } : {}),
  };
}

/** Whether the customer's own limit lets this go without the payment password; the server has the last word. */
export function isSmall(subject: PaySubject, { smallPayments }: PaymentSettings): boolean {
  const { limit, currency, leftToday } = smallPayments;
  const amount = BigInt(subject.amount);
  return (
    (subject.fundedAs === 'transfer' || subject.fundedAs === 'purchase') &&
    subject.currency === currency &&
    amount <= BigInt(limit) &&
    amount <= BigInt(leftToday.amount) &&
    leftToday.count > 0
  );
}

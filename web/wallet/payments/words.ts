import { t } from '@lingui/core/macro';
import type { Payment, PaymentKind, PaymentStatus } from '../../../contract/payments.ts';
import type { Refund } from '../../../contract/refunds.ts';
import type { LocalizedText } from '../../../contract/text.ts';
import type { Tone } from '../../shared/ui/tone.ts';

/** The words for a payment's kind, state and money, the same on every screen. */

export function kindName(kind: PaymentKind): string {
  if (kind === 'transfer') return t`转账`;
  if (kind === 'purchase') return t`消费`;
  if (kind === 'top_up') return t`充值`;
  if (kind === 'goodwill') return t`补偿`;
  return t`提现`;
}

/** One line that says what it was: "转账给 *三", "沙盒咖啡". */
export function paymentTitle(payment: Payment, localized: (text: LocalizedText) => string): string {
  const name = localized(payment.counterparty.name);
  if (payment.kind === 'transfer') {
    return payment.direction === 'in' ? t`收到 ${name} 的转账` : t`转账给 ${name}`;
  }
  if (payment.kind === 'top_up') return t`充值 · ${name}`;
  if (payment.kind === 'withdrawal') return t`提现到 ${name}`;
  if (payment.kind === 'goodwill') return t`${name} 给您的补偿`;
  return name;
}

export function statusName(status: PaymentStatus): string {
  switch (status) {
    case 'succeeded':
      return t`成功`;
    case 'processing':
      return t`处理中`;
    case 'requires_action':
      return t`待银行确认`;
    case 'requires_payment_method':
      return t`未成功`;
    case 'canceled':
      return t`已取消`;
  }
}

/** The state in words, with what only this payment knows. */
export function stateName(payment: Payment): string {
  return payment.underReview ? t`安全核实中` : statusName(payment.status);
}

export function statusTone(status: PaymentStatus): Tone {
  if (status === 'succeeded') return 'success';
  if (status === 'requires_payment_method') return 'danger';
  return status === 'canceled' ? 'neutral' : 'warning';
}

/** What every customer asks first: did my money move? */
export function moneyMovedSentence(payment: Payment): string {
  if (payment.underReview)
    return t`为保护您的资金，这笔付款正在人工核实，一般一个工作日内完成。钱已冻结，还没有付出。`;
  if (payment.status === 'requires_action') return t`您在银行确认之前不会扣款。`;
  if (payment.moneyMoved === 'held') {
    return payment.method.type === 'balance' || payment.kind === 'withdrawal'
      ? t`这笔钱暂时冻结在您的账户里，有结果后会付出或退回。`
      : t`银行可能已经扣款，我们正在确认；没有成功的话会退回。`;
  }
  if (payment.failure?.code === 'payment_expired' && payment.status === 'canceled')
    return t`银行没有说扣过款。如果之后发现扣了，会自动到您的余额。`;
  if (payment.moneyMoved === 'no') return t`钱没有动，没有扣款。`;
  if (payment.kind === 'top_up' || payment.kind === 'goodwill') return t`钱已到账户余额。`;
  return payment.direction === 'in' ? t`钱已到您的账户。` : t`钱已付出。`;
}

/** Whether all or part of it was given back, or is on its way; nothing when none was. */
export function refundState({ amount, refundedAmount }: Payment): string | undefined {
  if (refundedAmount === undefined) return undefined;
  return refundedAmount === amount ? t`已全额退款` : t`已部分退款`;
}

export function refundDestination(
  { destination: { type, bank, last4 } }: Refund,
  localized: (text: LocalizedText) => string,
): string {
  if (type === 'balance') return t`账户余额`;
  if (bank === undefined || last4 === undefined) return type === 'card' ? t`原银行卡` : t`原银行账户`;
  const name = localized(bank);
  return t`${name}（尾号 ${last4}）`;
}

/** Where the money of a refund is, in one sentence. */
export function refundSentence(refund: Refund): string {
  if (refund.status === 'processing')
    return refund.destination.type === 'card'
      ? t`已提交给银行，通常 1–5 个工作日到账。`
      : t`已提交给银行，通常 1 个工作日内到账。`;
  if (refund.fellBackToBalance) return t`原卡无法收款，已退到您的账户余额。`;
  return refund.destination.type === 'balance'
    ? t`已到您的账户余额。`
    : t`银行已受理，请在银行账单中查看；入账以银行为准。`;
}

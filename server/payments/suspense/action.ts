import { moneyText } from '../../../contract/money.ts';
import type { BodyOf } from '../../../contract/route.ts';
import type { requestSuspense } from '../../../contract/suspense.ts';
import type { LocalizedText } from '../../../contract/text.ts';
import type { ApprovedAction } from '../../identity/identity.ts';
import type { SuspenseRow } from './queries.ts';

/** settle: the money has left our account at the bank by hand, and leaves the books too. */
export type Action = BodyOf<typeof requestSuspense>['action'];

/** For whoever approves. */
export function summaryOf(
  { amount, currency, payerName }: SuspenseRow,
  action: Action,
  customer: { maskedName: string; maskedContact: string } | undefined,
): LocalizedText {
  const money = moneyText(amount, currency);
  const payer = payerName ?? '?';
  if (customer !== undefined)
    return {
      zh: `挂账 ${money}（付款方 ${payer}）归入客户 ${customer.maskedName} ${customer.maskedContact}`,
      en: `Give ${money} in suspense (from ${payer}) to the customer ${customer.maskedName} ${customer.maskedContact}`,
    };
  return action === 'return'
    ? { zh: `挂账 ${money} 退回付款方 ${payer}`, en: `Return ${money} in suspense to its payer ${payer}` }
    : {
        zh: `挂账 ${money}（付款方 ${payer}）已在银行办理，销账`,
        en: `Clear ${money} in suspense (from ${payer}), dealt with at the bank`,
      };
}

/** Exactly what is approved. */
export function actionOf(item: SuspenseRow, kind: Action, customerId: string | null): ApprovedAction {
  return {
    itemId: item.id,
    kind,
    customerId,
    amount: item.amount.toString(),
    currency: item.currency,
    payerAccount: kind === 'return' ? item.payerAccount : null,
  };
}

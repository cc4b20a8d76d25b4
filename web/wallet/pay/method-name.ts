import { t } from '@lingui/core/macro';
import type { LocalizedText } from '../../../contract/text.ts';

type Named = { type: string; bank?: LocalizedText; funding?: 'credit' | 'debit'; last4?: string };

/** "招商银行储蓄卡", "账户余额": for a row that shows the digits beside it. */
export function methodTitle(method: Named, localized: (text: LocalizedText) => string): string {
  if (method.type === 'balance') return t`账户余额`;
  const bank = method.bank ? localized(method.bank) : t`银行卡`;
  if (method.type === 'bank_account') return t`${bank}账户`;
  if (method.funding === 'credit') return t`${bank}信用卡`;
  if (method.funding === 'debit') return t`${bank}储蓄卡`;
  return bank;
}

/** "招商银行储蓄卡 (8821)": in one line. */
export function methodName(method: Named, localized: (text: LocalizedText) => string): string {
  const title = methodTitle(method, localized);
  return method.last4 ? `${title} (${method.last4})` : title;
}

/** "尾号 8821" */
export function lastDigits({ last4 }: { last4: string }): string {
  return t`尾号 ${last4}`;
}

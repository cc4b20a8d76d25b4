import { t } from '@lingui/core/macro';
import type { LocalizedText } from '../../../contract/text.ts';

/** "招商银行储蓄卡 (8821)", "账户余额". */
export function methodName(
  method: { type: string; bank?: LocalizedText; funding?: 'credit' | 'debit'; last4?: string },
  localized: (text: LocalizedText) => string,
): string {
  if (method.type === 'balance') return t`账户余额`;
  const bank = method.bank ? localized(method.bank) : t`银行卡`;
  const last4 = method.last4 ?? '';
  if (method.type === 'bank_account') return t`${bank}账户 (${last4})`;
  if (method.funding === 'credit') return t`${bank}信用卡 (${last4})`;
  if (method.funding === 'debit') return t`${bank}储蓄卡 (${last4})`;
  return `${bank} (${last4})`;
}

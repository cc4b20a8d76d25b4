import type { MessageDescriptor } from '@lingui/core';
import { msg } from '@lingui/core/macro';

const RULES: Record<string, MessageDescriptor> = {
  much_to_unknown_payee: msg`大额转给从未付过的人`,
  much_to_new_bank_account: msg`大额提现到刚添加的银行账户`,
  device_sends_much: msg`这台设备今天付出过多`,
  payee_receives_much: msg`收款人今天收款过多`,
};

/** Why a payment is held; undefined for a rule the desk has no words for. */
export function ruleWords(rule: string): MessageDescriptor | undefined {
  return RULES[rule];
}

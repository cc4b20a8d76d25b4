import type { MessageDescriptor } from '@lingui/core';
import { msg } from '@lingui/core/macro';

const NAMES: Record<string, MessageDescriptor> = {
  home: msg`首页`,
  payments: msg`账单`,
  bills: msg`账单`,
  payment: msg`账单详情`,
  pay: msg`付款`,
  checkout: msg`收银台`,
  transfer: msg`转账`,
  top_up: msg`充值`,
  withdraw: msg`提现`,
  cards: msg`银行卡`,
  add_card: msg`添加银行卡`,
  help: msg`帮助中心`,
  support: msg`客服`,
  settings: msg`设置`,
  security: msg`安全中心`,
  me: msg`我的`,
  callback: msg`电话回访`,
  diagnostics: msg`诊断信息`,
};

/** What a screen of the wallet is called; undefined for one the desk has no name for. */
export function screenName(screen: string): MessageDescriptor | undefined {
  return NAMES[screen];
}

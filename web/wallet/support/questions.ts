import { msg } from '@lingui/core/macro';
import type { MessageDescriptor } from '@lingui/core';

/** What customers ask most; asking one begins a message to support with its words. */
export const hotQuestions: readonly MessageDescriptor[] = [
  msg`我刚才付款失败了`,
  msg`钱扣了，对方没有收到`,
  msg`忘记了支付密码`,
  msg`余额不足，怎么充值`,
  msg`转账转错人了，怎么办`,
  msg`提现多久到账`,
  msg`怎样添加银行卡`,
  msg`收到可疑的付款短信`,
];

/** Whether each word of the search is somewhere in one of the texts. */
export function matches(search: string, ...texts: readonly string[]): boolean {
  const words = search.normalize('NFKC').toLowerCase().split(/\s+/).filter(Boolean);
  const all = texts.join('\n').normalize('NFKC').toLowerCase();
  return words.every((word) => all.includes(word));
}

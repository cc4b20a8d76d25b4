import type { LocalizedText } from '../../../contract/text.ts';
import type { PaymentFacts } from '../payment/facts.ts';
import type { Run } from '../run.ts';
import { text } from '../wording.ts';

/** Something that several customers may report at once; `title` is part of a sentence. */
export interface Cause {
  cause: string;
  title: LocalizedText;
}

/** Guides that are started because something does not work. Others are for what one wants to do or know. */
const symptoms: Record<string, LocalizedText> = {
  'payment-failed': text('付款失败', 'failed payments'),
  'payment-processing': text('付款一直没有结果', 'payments that stay without a result'),
  'charged-twice': text('重复扣款', 'being charged twice'),
  'refund-where': text('退款没有到账', 'refunds that have not arrived'),
  'top-up-failed': text('充值失败', 'failed top-ups'),
  'withdrawal-late': text('提现没有到账', 'withdrawals that have not arrived'),
  'unrecognised-transaction': text('不认识的交易', 'transactions that they do not recognise'),
  'account-locked': text('账户被锁', 'locked accounts'),
  'log-in-help': text('登录不了', 'trouble logging in'),
  'app-crash': text('应用闪退或打不开', 'an app that crashes or does not open'),
  'network-check': text('连不上网络', 'trouble connecting'),
};

const networks: Record<string, string> = {
  visa: 'Visa',
  mastercard: 'Mastercard',
  amex: 'American Express',
  jcb: 'JCB',
  discover: 'Discover',
  diners: 'Diners Club',
  unionpay: 'UnionPay',
};

export const guideCause = (guide: string) => `guide:${guide}`;

/**
 * What a run reports: what it is about, and what the payment went through. Nothing where an agent sent the guide, and
 * where a network that is known not to answer explains it.
 */
export function causesOf({ guide, door, facts }: Pick<Run, 'guide' | 'door' | 'facts'>): Cause[] {
  const symptom = symptoms[guide];
  if (symptom === undefined || door === 'agent') return [];
  const { payment, incidents } = facts as Pick<PaymentFacts, 'payment' | 'incidents'>;
  const { type, network, bank } = payment?.method ?? {};
  if (incidents?.some(({ methodType }) => methodType === type)) return [];
  const causes: Cause[] = [{ cause: guideCause(guide), title: symptom }];
  if (type === 'card' && network !== undefined) {
    const name = networks[network] ?? network;
    causes.push({
      cause: `network:${network}`,
      title: text(`${name} 卡的问题`, `problems with ${name} cards`),
    });
  }
  if (bank !== undefined)
    causes.push({
      cause: `bank:${bank.zh}`,
      title: text(`${bank.zh}的卡或账户的问题`, `problems with cards and accounts of ${bank.en}`),
    });
  return causes;
}

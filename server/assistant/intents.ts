import type { LocalizedText } from '../../contract/text.ts';
import type { Intent } from './understanding/utterances.ts';

const text = (zh: string, en: string): LocalizedText => ({ zh, en });

interface IntentRule {
  /** As a choice the customer can make, and as the conversation's topic. */
  label: LocalizedText;
  /** The answer where nothing more can be done yet than to say so and offer a person. */
  answer?: LocalizedText;
  /** Where a person is the only help, how soon it is needed. */
  priority?: 'urgent';
}

const offer = text('这类问题要由客服处理，要现在转人工吗？', 'This takes a person. Shall I pass you on now?');

export const intents: Record<Intent, IntentRule> = {
  payment_failed: { label: text('付款失败', 'A payment failed') },
  payment_processing: { label: text('付款没有结果', 'A payment has no result yet') },
  talk_to_person: { label: text('转人工', 'Talk to a person') },
  charged_twice: {
    label: text('重复扣款', 'Charged twice'),
    answer: text(
      `重复扣款需要客服逐笔核对。${offer.zh}`,
      `A double charge has to be checked payment by payment. ${offer.en}`,
    ),
    priority: 'urgent',
  },
  unrecognised_charge: {
    label: text('不认识的交易', 'A transaction I do not recognise'),
    answer: text(
      '这可能关系到您的资金安全，请尽快转人工，我会标为紧急。请不要把密码或验证码告诉任何人。',
      'Your money may be at risk, so please talk to a person soon; I will mark it urgent. Never tell anyone a password or code.',
    ),
    priority: 'urgent',
  },
  refund_where: {
    label: text('退款', 'A refund'),
    answer: text(`退款进度我还查不了。${offer.zh}`, `I cannot look into refunds yet. ${offer.en}`),
  },
  top_up_help: {
    label: text('怎么充值', 'How to top up'),
    answer: text(
      `充值在钱包首页的“充值”里。具体问题我还答不全。${offer.zh}`,
      `You can top up from the wallet’s home screen. I cannot answer more about it yet. ${offer.en}`,
    ),
  },
  withdraw_help: {
    label: text('提现', 'Withdrawing'),
    answer: text(
      `提现的问题我还答不了。${offer.zh}`,
      `I cannot answer questions on withdrawals yet. ${offer.en}`,
    ),
  },
  change_payment_password: {
    label: text('修改支付密码', 'Change the payment password'),
    answer: text(
      `支付密码只能由您本人在钱包里重设，请不要发在这里。如果操作不了，可以转人工。`,
      'Only you can reset the payment password, in the wallet; never send it here. If that does not work, a person can help.',
    ),
  },
  account_access: {
    label: text('登录和账户', 'Logging in and the account'),
    answer: text(
      `登录和账户问题我还处理不了。${offer.zh}`,
      `I cannot help with log-in problems yet. ${offer.en}`,
    ),
  },
  complaint: {
    label: text('投诉', 'A complaint'),
    answer: text(
      '很抱歉让您不满意。投诉由客服受理并给您答复，要现在转人工吗？',
      'I am sorry about this. Complaints are taken up and answered by a person. Shall I pass you on now?',
    ),
  },
  greeting: { label: text('打招呼', 'Hello') },
  thanks: { label: text('道谢', 'Thanks') },
  out_of_scope: { label: text('其他', 'Something else') },
};

/** What is offered to somebody who has not said what they need. */
export const commonIntents: readonly Intent[] = [
  'payment_failed',
  'payment_processing',
  'refund_where',
  'talk_to_person',
];

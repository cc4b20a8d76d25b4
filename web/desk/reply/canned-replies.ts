import type { LocalizedText } from '../../../contract/text.ts';

export interface CannedReply {
  /** What one types after "/". */
  shortcut: string;
  title: LocalizedText;
  text: LocalizedText;
}

/** Sentences that are needed often, in the customer's language. None promises what only the ledger knows. */
export const CANNED_REPLIES: readonly CannedReply[] = [
  {
    shortcut: 'hello',
    title: { zh: '问候', en: 'Greeting' },
    text: {
      zh: '您好，我是 UPay 客服，您之前和智能助手说的内容我已经看到了，不用再重复。我先核对一下这笔付款。',
      en: 'Hello, this is UPay support. I can see what you told the assistant, so you need not repeat it. Let me check this payment first.',
    },
  },
  {
    shortcut: 'moment',
    title: { zh: '请稍候', en: 'One moment' },
    text: {
      zh: '请稍等一两分钟，我正在查看这笔付款的完整过程，查到后马上回复您。',
      en: 'Please give me a minute or two: I am looking at every step of this payment and will answer as soon as I know.',
    },
  },
  {
    shortcut: 'nocharge',
    title: { zh: '没有扣款', en: 'Nothing charged' },
    text: {
      zh: '已经核对过账务记录：这笔付款没有成功，也没有扣款。您可以放心再付一次，或换一种付款方式。',
      en: 'I have checked the ledger: this payment did not go through and nothing was charged. You can safely pay again or use another method.',
    },
  },
  {
    shortcut: 'processing',
    title: { zh: '处理中，别重复付', en: 'Still processing' },
    text: {
      zh: '银行还没有答复这笔付款，金额只是冻结，并没有扣走。我们会持续查询，有结果会立刻通知您。请先不要重复付款。',
      en: 'The bank has not answered yet: the amount is held, not charged. We keep asking and will tell you at once. Please do not pay again for now.',
    },
  },
  {
    shortcut: 'topup',
    title: { zh: '余额不足', en: 'Balance too low' },
    text: {
      zh: '这次没付成是因为余额不足。点卡片上的按钮，就能补足差额并付完同一笔，不需要重新下单。',
      en: 'It failed because the balance was too low. The button on the card tops up the difference and finishes the same payment; no new order is needed.',
    },
  },
  {
    shortcut: 'bank',
    title: { zh: '银行拒绝', en: 'Declined by the bank' },
    text: {
      zh: '发卡银行拒绝了这笔付款，具体原因只有银行知道。您可以换一种付款方式，或拨打卡背面的电话询问银行。',
      en: 'The card’s bank declined the payment, and only the bank knows exactly why. You can use another method, or call the number on the back of the card.',
    },
  },
  {
    shortcut: 'password',
    title: { zh: '支付密码', en: 'Payment password' },
    text: {
      zh: '请在钱包里自行重设支付密码：我的 → 安全中心 → 支付密码。我们不会询问您的密码或验证码，也请不要发到聊天里。',
      en: 'Please reset the payment password yourself in the wallet: Me → Security → Payment password. We never ask for passwords or codes; please do not send them here.',
    },
  },
  {
    shortcut: 'guide',
    title: { zh: '请点卡片', en: 'See the card' },
    text: {
      zh: '我发了一张卡片给您，请按上面的按钮操作，我这边会同步看到结果。',
      en: 'I have sent you a card. Please use its buttons; I can see the result here as you go.',
    },
  },
  {
    shortcut: 'anything',
    title: { zh: '还需要帮助吗', en: 'Anything else?' },
    text: {
      zh: '问题应该已经解决了。还有其他需要帮忙的吗？',
      en: 'That should be solved now. Is there anything else I can help with?',
    },
  },
  {
    shortcut: 'bye',
    title: { zh: '结束语', en: 'Goodbye' },
    text: {
      zh: '感谢您的耐心。会话结束后请为本次服务评分，之后有任何问题都可以随时联系我们。',
      en: 'Thank you for your patience. Please rate this conversation when it closes, and contact us any time.',
    },
  },
];

/** What is typed behind a slash that begins the text; undefined when the composer holds something else. */
export function slashQuery(text: string): string | undefined {
  return /^\/([^\s/]{0,30})$/u.exec(text)?.[1];
}

/** Replies whose shortcut begins with, or whose title in either language contains, what was typed. */
export function matchReplies(query: string): CannedReply[] {
  const wanted = query.toLowerCase();
  return CANNED_REPLIES.filter(
    ({ shortcut, title }) =>
      shortcut.startsWith(wanted) || title.zh.includes(wanted) || title.en.toLowerCase().includes(wanted),
  );
}

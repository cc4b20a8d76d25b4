import type { FaultKind, Operation } from '../faults.ts';
import type { Words } from '../outcomes.ts';

export type Language = 'zh' | 'en';

/** Every fixed word of the page. */
export const TEXT = {
  title: { zh: 'UPay 沙盒', en: 'UPay Sandbox' },
  lead: {
    zh: 'UPay 之外的世界：卡组织、银行、短信和邮件。这里没有真钱，也没有真的短信。',
    en: 'The world outside UPay: card networks, banks, text messages and mail. No real money, no real messages.',
  },
  sections: { zh: '页面内容', en: 'On this page' },
  otherLanguage: { zh: 'English', en: '中文' },
  live: { zh: '实时', en: 'Live' },
  offline: { zh: '连接中断，正在重试', en: 'Connection lost, retrying' },
  copy: { zh: '复制', en: 'Copy' },
  copied: { zh: '已复制', en: 'Copied' },

  messages: { zh: '消息', en: 'Messages' },
  messagesHint: {
    zh: '发往任何手机和邮箱的消息都会出现在这里。',
    en: 'Whatever is sent to any phone or mailbox shows up here.',
  },
  sms: { zh: '短信', en: 'SMS' },
  mail: { zh: '邮件', en: 'Mail' },
  filter: { zh: '按收件人筛选', en: 'Filter by recipient' },
  noMessages: {
    zh: '还没有消息。在钱包里请求一个验证码试试。',
    en: 'Nothing yet. Ask for a code in the wallet.',
  },
  copyCode: { zh: '复制验证码', en: 'Copy the code' },

  authenticators: { zh: '动态口令', en: 'Authenticator' },
  authenticatorsHint: {
    zh: '演示客服手机上的动态口令应用。每个口令只能用一次。',
    en: 'The authenticator app of the demo’s staff. Each code is good once.',
  },
  secondsLeft: { zh: '秒', en: 's' },

  cards: { zh: '测试卡', en: 'Test cards' },
  cardsHint: {
    zh: '有效期填任意未来月份，安全码任意 3 位（运通 4 位）。未列出的有效卡号一律批准。',
    en: 'Any future expiry, any 3-digit CVC (4 on Amex). A valid number that is not listed is approved.',
  },
  amounts: { zh: '测试金额', en: 'Test amounts' },
  amountsHint: {
    zh: '用会批准的卡支付 ¥2000.NN，卡组织返回 ISO 8583 代码 NN。',
    en: 'Charge ¥2000.NN to a card that would be approved: the network answers ISO 8583 code NN.',
  },
  accounts: { zh: '测试银行账户', en: 'Test bank accounts' },
  accountsHint: {
    zh: '代码为 ISO 20022 原因代码。未列出的 8 至 30 位账号一律立即结清。',
    en: 'Codes are ISO 20022 reasons. Any other number of 8 to 30 digits settles at once.',
  },

  faults: { zh: '故障', en: 'Faults' },
  faultsHint: {
    zh: '让接下来的请求出故障，看 UPay 如何应对。',
    en: 'Make the next requests fail, and see what UPay makes of it.',
  },
  operation: { zh: '操作', en: 'Operation' },
  fault: { zh: '故障', en: 'Fault' },
  times: { zh: '次数', en: 'Times' },
  delay: { zh: '延迟（毫秒）', en: 'Delay (ms)' },
  add: { zh: '设置故障', en: 'Set the fault' },
  clear: { zh: '全部清除', en: 'Clear all' },
  remove: { zh: '移除', en: 'Remove' },
  noFaults: { zh: '目前没有故障，一切正常。', en: 'No faults set; all is well.' },
  /** '#' stands for the number. */
  remaining: { zh: '剩余 # 次', en: '# left' },
  random: { zh: '随机故障，种子', en: 'Random faults, seed' },
  noCallback: {
    zh: '此操作没有回调，请换一种故障。',
    en: 'This operation makes no callback; choose another fault.',
  },

  authentication: { zh: '持卡人验证', en: 'Cardholder authentication' },
  authenticationHint: {
    zh: '这是沙盒里的 3-D Secure 页面，代替发卡行核实您的身份。',
    en: 'This is the sandbox’s 3-D Secure page; it stands in for the card’s issuer.',
  },
  merchant: { zh: '商户', en: 'Merchant' },
  amount: { zh: '金额', en: 'Amount' },
  succeed: { zh: '通过验证', en: 'Pass' },
  failAuthentication: { zh: '验证失败', en: 'Fail' },
  decided: { zh: '这笔交易已不需要验证。', en: 'This charge no longer needs authentication.' },
  back: { zh: '返回商户', en: 'Back to the merchant' },
} satisfies Record<string, Words>;

export const OPERATION_NAMES: Record<Operation | '*', Words> = {
  '*': { zh: '所有操作', en: 'Every operation' },
  'card.token': { zh: '绑卡', en: 'Add a card' },
  'card.charge': { zh: '卡扣款', en: 'Card charge' },
  'card.capture': { zh: '卡请款', en: 'Card capture' },
  'card.void': { zh: '卡撤销', en: 'Card void' },
  'card.refund': { zh: '卡退款', en: 'Card refund' },
  'card.inquiry': { zh: '卡查询', en: 'Card inquiry' },
  'bank.account': { zh: '绑定银行账户', en: 'Add a bank account' },
  'bank.debit': { zh: '银行扣款', en: 'Bank debit' },
  'bank.payout': { zh: '银行付款', en: 'Bank payout' },
  'bank.file': { zh: '银行收取文件', en: 'Hand a file to the bank' },
  'bank.inquiry': { zh: '银行查询', en: 'Bank inquiry' },
  sms: { zh: '发短信', en: 'Send SMS' },
  mail: { zh: '发邮件', en: 'Send mail' },
};

export const FAULT_NAMES: Record<FaultKind, Words> = {
  drop_after: { zh: '处理后断开', en: 'Drop after processing' },
  drop_before: { zh: '处理前断开', en: 'Drop before processing' },
  refuse: { zh: '拒绝连接', en: 'Refuse the connection' },
  slow: { zh: '缓慢', en: 'Slow' },
  error: { zh: '服务器错误 503', en: 'Server error 503' },
  duplicate_callback: { zh: '重复回调', en: 'Duplicate callback' },
  late_callback: { zh: '延迟回调', en: 'Late callback' },
};

import type { LocalizedText } from '../../contract/text.ts';
import type { Intent } from './understanding/utterances.ts';

const text = (zh: string, en: string): LocalizedText => ({ zh, en });

interface IntentRule {
  /** As a choice the customer can make, and as the conversation's topic. */
  label: LocalizedText;
  /** Where a person is the only help, how soon it is needed. */
  priority?: 'urgent';
}

export const intents: Record<Intent, IntentRule> = {
  'install-app': { label: text('下载安装', 'Installing the app') },
  register: { label: text('注册账户', 'Opening an account') },
  'log-in-help': { label: text('登录不了', 'Trouble logging in') },
  'account-locked': { label: text('账户被锁', 'My account is locked') },
  'reset-password': { label: text('忘记登录密码', 'Forgot the login password') },
  'reset-payment-password': { label: text('支付密码', 'The payment password') },
  'change-password': { label: text('修改登录密码', 'Change the login password') },
  'change-phone': { label: text('更换手机号', 'Change the phone number') },
  'set-up-two-factor': { label: text('两步验证', 'Two-step verification') },
  'new-device': { label: text('新设备和登录记录', 'New devices') },
  'security-checkup': { label: text('安全检查', 'A security check-up') },
  'lost-phone': { label: text('手机丢失，冻结账户', 'Lost phone, freeze the account'), priority: 'urgent' },
  'top-up': { label: text('怎么充值', 'How to top up') },
  'top-up-failed': { label: text('充值失败或未到账', 'A top-up failed or has not arrived') },
  withdraw: { label: text('怎么提现', 'How to withdraw') },
  'withdrawal-late': { label: text('提现没有到账', 'A withdrawal has not arrived') },
  'add-card-or-bank': { label: text('绑定银行卡', 'Cards and bank accounts') },
  pay: { label: text('怎么付款和转账', 'How to pay and transfer') },
  'payment-failed': { label: text('付款失败', 'A payment failed') },
  'payment-processing': { label: text('付款没有结果', 'A payment has no result yet') },
  'charged-twice': { label: text('重复扣款', 'Charged twice'), priority: 'urgent' },
  'transfer-to-wrong-person': {
    label: text('转错人了', 'Sent money to the wrong person'),
    priority: 'urgent',
  },
  'refund-where': { label: text('退款', 'A refund') },
  'unrecognised-transaction': {
    label: text('不认识的交易', 'A transaction I do not recognise'),
    priority: 'urgent',
  },
  'limits-and-fees': { label: text('限额和手续费', 'Limits and fees') },
  'network-check': { label: text('网络检查', 'A network check') },
  'app-crash': { label: text('闪退或打不开', 'The app crashes or does not open') },
  complaint: { label: text('投诉', 'A complaint') },
  'complaint-progress': { label: text('投诉进度', 'How my complaint stands') },
  'talk-to-a-person': { label: text('转人工', 'Talk to a person') },
  'request-callback': { label: text('预约回电', 'Ask for a call') },
  'manage-account': { label: text('账户资料、实名和注销', 'Account details and closing') },
  statements: { label: text('账单、凭证和发票', 'Statements, receipts and invoices') },
  greeting: { label: text('打招呼', 'Hello') },
  thanks: { label: text('道谢', 'Thanks') },
  anger: { label: text('不满', 'Anger') },
  'out-of-scope': { label: text('其他', 'Something else') },
};

/** What is said besides: it opens no topic. */
export const smallTalk: ReadonlySet<Intent> = new Set([
  'greeting',
  'thanks',
  'anger',
  'out-of-scope',
  'talk-to-a-person',
]);

/** What is offered to somebody who has not said what they need. */
export const commonIntents: readonly Intent[] = [
  'payment-failed',
  'payment-processing',
  'refund-where',
  'talk-to-a-person',
];

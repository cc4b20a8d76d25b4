import { moneyText } from '../../contract/money.ts';
import type { Payment, PaymentDetail, PaymentMethod } from '../../contract/payments.ts';
import type { LocalizedText } from '../../contract/text.ts';

/** Times inside sentences are told in the time zone the product serves; typed facts are formatted by the reader's door. */
const timeZone = 'Asia/Shanghai';

export const text = (zh: string, en: string): LocalizedText => ({ zh, en });

const clock = new Intl.DateTimeFormat('en-GB', { timeZone, hour: '2-digit', minute: '2-digit' });
const calendar = new Intl.DateTimeFormat('en-CA', { timeZone, dateStyle: 'short' });
const chineseDay = new Intl.DateTimeFormat('zh-CN', { timeZone, month: 'long', day: 'numeric' });
const englishDay = new Intl.DateTimeFormat('en-GB', { timeZone, month: 'short', day: 'numeric' });

/** The day of a time where the product is used, as YYYY-MM-DD. */
export function dayOf(time: Date): string {
  return calendar.format(time);
}

/** Minutes since midnight where the product is used. */
export function minuteOfDay(time: Date): number {
  const [hours = '0', minutes = '0'] = clock.format(time).split(':');
  return Number(hours) * 60 + Number(minutes);
}

/** 14:02 · 昨天 14:02 · 11月21日 14:02; en: at 14:02 · yesterday at 14:02 · on 21 Nov at 14:02. */
export function timeText(time: Date, now: Date): LocalizedText {
  const at = clock.format(time);
  const day = dayOf(time);
  if (day === dayOf(now)) return text(at, `at ${at}`);
  if (day === dayOf(new Date(now.getTime() - 86_400_000))) return text(`昨天 ${at}`, `yesterday at ${at}`);
  return text(`${chineseDay.format(time)} ${at}`, `on ${englishDay.format(time)} at ${at}`);
}

const kinds: Record<Payment['kind'], LocalizedText> = {
  transfer: text('转账', 'transfer'),
  purchase: text('付款', 'payment'),
  top_up: text('充值', 'top-up'),
  withdrawal: text('提现', 'withdrawal'),
  goodwill: text('补偿', 'goodwill credit'),
};

/** What kind of payment it is, as a noun: 付款, transfer, … */
export function kindText(payment: Pick<Payment, 'kind'>): LocalizedText {
  return kinds[payment.kind];
}

/** 您 14:02 付给云朵咖啡的 ¥35.00 · your ¥35.00 to 云朵咖啡 at 14:02 */
export function paymentText(payment: Payment, now: Date): LocalizedText {
  const money = moneyText(payment.amount, payment.currency);
  const time = timeText(new Date(payment.createdAt), now);
  const { zh, en } = payment.counterparty.name;
  switch (payment.kind) {
    case 'transfer':
      return text(`您 ${time.zh} 转给${zh}的 ${money}`, `your ${money} transfer to ${en} ${time.en}`);
    case 'purchase':
      return text(`您 ${time.zh} 付给${zh}的 ${money}`, `your ${money} to ${en} ${time.en}`);
    case 'top_up':
      return text(`您 ${time.zh} 的 ${money} 充值`, `your ${money} top-up ${time.en}`);
    case 'withdrawal':
      return text(`您 ${time.zh} 的 ${money} 提现`, `your ${money} withdrawal ${time.en}`);
    case 'goodwill':
      return text(`我们 ${time.zh} 补偿您的 ${money}`, `the ${money} goodwill credit you got ${time.en}`);
  }
}

const fundings = { credit: text('信用卡', 'credit card'), debit: text('储蓄卡', 'debit card') };

/** 招商银行储蓄卡（8821） · China Merchants Bank debit card (8821) */
export function methodText(method: PaymentDetail['method'] | PaymentMethod): LocalizedText {
  if (method.type === 'balance') return text('账户余额', 'Balance');
  const funding =
    'funding' in method && method.funding !== undefined
      ? fundings[method.funding]
      : method.type === 'card'
        ? text('卡', 'card')
        : text('账户', 'account');
  const bank = method.bank ?? text('', '');
  const digits = method.last4 === undefined ? '' : method.last4;
  return text(
    `${bank.zh}${funding.zh}${digits && `（${digits}）`}`,
    `${bank.en} ${funding.en}${digits && ` (${digits})`}`.trim(),
  );
}

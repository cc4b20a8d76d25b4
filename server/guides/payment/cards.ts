import { moneyText } from '../../../contract/money.ts';
import type { Fact } from '../../../contract/guides.ts';
import type { Payment, PaymentDetail } from '../../../contract/payments.ts';
import type { LocalizedText } from '../../../contract/text.ts';
import type { CardContent } from '../definition.ts';
import { kindText, methodText, text, timeText } from '../wording.ts';
import { type PaymentFacts, paymentOf } from './facts.ts';
import { reasonText } from './reasons.ts';

const badges: Record<Payment['moneyMoved'], LocalizedText> = {
  no: text('未扣款', 'Not charged'),
  held: text('已冻结', 'On hold'),
  yes: text('已扣款', 'Charged'),
};

const textFact = (label: LocalizedText, value: LocalizedText): Fact => ({
  label,
  value: { type: 'text', text: value },
});
export const moneyFact = (
  label: LocalizedText,
  amount: string | bigint,
  currency: Payment['currency'],
): Fact => ({ label, value: { type: 'money', amount: String(amount), currency } });

const payeeLabels: Record<Payment['kind'], LocalizedText> = {
  purchase: text('商家', 'Merchant'),
  transfer: text('收款人', 'Payee'),
  top_up: text('充值来源', 'From'),
  withdrawal: text('提现到', 'To'),
  goodwill: text('补偿方', 'From'),
};

/** Who, how much, when, with what, and why not. */
function factsOf(payment: PaymentDetail): Fact[] {
  const attempt = payment.attempts.at(-1);
  const reason = payment.status !== 'succeeded' && payment.failure && reasonText(payment.failure.code);
  return [
    textFact(payeeLabels[payment.kind], payment.counterparty.name),
    moneyFact(text('金额', 'Amount'), payment.amount, payment.currency),
    {
      label: text('时间', 'Time'),
      value: { type: 'time', time: payment.completedAt ?? attempt?.startedAt ?? payment.createdAt },
    },
    textFact(text('付款方式', 'Method'), methodText(payment.method)),
    ...(reason ? [textFact(text('原因', 'Reason'), reason)] : []),
    ...(payment.status === 'succeeded'
      ? [textFact(text('交易编号', 'Reference'), text(payment.id, payment.id))]
      : []),
  ];
}

/** A card about the run's payment. */
export function paymentCard(
  facts: PaymentFacts,
  content: Pick<CardContent, 'title' | 'tone' | 'body'> & { more?: Fact[] },
): CardContent {
  const payment = paymentOf(facts);
  const { more = [], ...rest } = content;
  return { ...rest, badge: badges[payment.moneyMoved], facts: [...factsOf(payment), ...more] };
}

/** Whether money has moved, in a sentence. */
export function moneyMovedText(payment: Payment): LocalizedText {
  const money = moneyText(payment.amount, payment.currency);
  switch (payment.moneyMoved) {
    case 'no':
      return text('没有扣款。', 'Nothing was charged.');
    case 'held':
      if (payment.underReview)
        return text(`${money} 已冻结，还没有付出。`, `${money} is on hold and has not been paid.`);
      return payment.method.type === 'balance' || payment.kind === 'withdrawal'
        ? text(`${money} 已为这笔交易冻结，没有扣走。`, `${money} is on hold for it and has not been taken.`)
        : text(
            `银行可能已暂时占用 ${money}，没有成功的话会退回。`,
            `The bank may be holding ${money}; it is released if this does not succeed.`,
          );
    case 'yes':
      if (payment.direction === 'in' && payment.kind !== 'top_up')
        return text(`${money} 已到您的余额。`, `${money} is in your balance.`);
      return text(`已扣款 ${money}。`, `${money} was charged.`);
  }
}

/** What a person is told in the queue. */
export function topicOf(facts: PaymentFacts): LocalizedText {
  const { payment } = facts;
  if (payment === undefined) return text('付款问题', 'A payment problem');
  const kind = kindText(payment);
  const money = moneyText(payment.amount, payment.currency);
  const name = payment.counterparty.name;
  const state =
    payment.status === 'succeeded'
      ? text('已成功', 'succeeded')
      : payment.underReview
        ? text('安全核实中', 'checked for safety')
        : payment.status === 'processing'
          ? text('等待银行结果', 'waiting for the bank')
          : payment.failure
            ? reasonText(payment.failure.code)
            : text('未完成', 'unfinished');
  return text(
    `${kind.zh} ${money} · ${name.zh} · ${state.zh}`,
    `${kind.en} ${money} · ${name.en} · ${state.en}`,
  );
}

/** ¥35.00 · 云朵咖啡 · 14:02 */
export function candidateLabel(payment: Payment, asOf: Date): LocalizedText {
  const money = moneyText(payment.amount, payment.currency);
  const time = timeText(new Date(payment.createdAt), asOf);
  const name = payment.counterparty.name;
  return text(`${money} · ${name.zh} · ${time.zh}`, `${money} · ${name.en} · ${time.en}`);
}

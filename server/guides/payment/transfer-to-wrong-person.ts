import { moneyText } from '../../../contract/money.ts';
import { defineGuide } from '../definition.ts';
import { endings, solvedOrNot } from '../endings.ts';
import { text } from '../wording.ts';
import { paymentCard } from './cards.ts';
import { findPayment, type FoundFacts, noneFound, severalFound, whichPayment, within } from './find.ts';
import { samplePayment } from './sample.ts';

interface Facts extends FoundFacts {
  askedRail?: boolean;
}

const topicOf = ({ payment }: Facts) => {
  if (payment === undefined) return text('转错人', 'Sent to the wrong person');
  const money = moneyText(payment.amount, payment.currency);
  const { zh, en } = payment.counterparty.name;
  return text(`转错人 ${money} · ${zh}`, `Sent to the wrong person: ${money} · ${en}`);
};

export const transferToWrongPerson = defineGuide<Facts>()({
  id: 'transfer-to-wrong-person',
  version: 1,
  title: text('转账转错人了', 'I sent money to the wrong person'),
  summary: text(
    '先看钱到了没有，能拦就拦，不能拦的协助联系对方。',
    'See whether it has arrived: stopped if it can be, otherwise we help reach the payee.',
  ),
  area: 'payments',
  start: 'look',
  resume: 'look',
  person: 'hand_off',
  sample: { payment: { ...samplePayment, kind: 'transfer', status: 'succeeded', moneyMoved: 'yes' } },
  subject: ({ payment, chosenPaymentId }) => ({ paymentId: payment?.id ?? chosenPaymentId }),
  steps: {
    look: {
      kind: 'look',
      summary: text('查看最近 30 天的转账', 'Looked at the transfers of the last 30 days'),
      read: (world, facts) =>
        findPayment(
          world,
          facts,
          (payment) =>
            payment.kind === 'transfer' &&
            payment.direction === 'out' &&
            payment.status !== 'canceled' &&
            within(30, payment, world.now),
          true,
        ),
      next: [
        { when: severalFound, because: text('有转账记录', 'There are transfers'), to: 'which' },
        { when: noneFound, because: text('没有转账记录', 'There is no transfer'), to: 'none' },
        {
          when: ({ payment }) => payment?.status === 'succeeded',
          because: text('已经到账', 'It has arrived'),
          to: 'arrived',
        },
        {
          when: ({ payment }) => payment?.status === 'canceled',
          because: text('已经取消', 'It was cancelled'),
          to: 'not_sent',
        },
        {
          when: ({ payment }) => payment?.status === 'requires_payment_method',
          because: text('还没有转出去', 'It has not been sent'),
          to: 'not_paid',
        },
        { to: 'under_way' },
      ],
    },
    which: whichPayment<'look' | 'none'>(
      {
        title: text('是哪一笔转错了？', 'Which transfer was wrong?'),
        body: text('最近 30 天的转账：', 'Your transfers of the last 30 days:'),
      },
      'look',
      'none',
    ),
    none: {
      kind: 'ask',
      card: () => ({
        title: text('没有找到这笔转账', 'That transfer was not found'),
        tone: 'neutral',
        body: text(
          '更早的转账在账单里能看到，也可以直接告诉客服。',
          'Older transfers are in your bills; or tell a person.',
        ),
      }),
      answers: [
        {
          id: 'look_again',
          label: text('重新查看', 'Look again'),
          learn: { chosenPaymentId: undefined },
          to: 'look',
        },
        { id: 'solved', label: text('不用了', 'Never mind'), to: 'thanks' },
      ],
    },
    not_paid: {
      kind: 'choose',
      card: (facts) =>
        paymentCard(facts, {
          title: text('这笔还没有转出去', 'This has not been sent'),
          tone: 'warning',
          body: text(
            '没有扣款。取消它，就不会再转出。',
            'Nothing was taken. Cancel it and it can no longer be sent.',
          ),
        }),
      options: [
        {
          id: 'cancel',
          offer: () => [{ label: text('取消这笔转账', 'Cancel this transfer') }],
          to: 'cancel',
        },
      ],
      on: { 'payment.succeeded': 'look', 'payment.processing': 'look', 'payment.canceled': 'look' },
    },
    cancel: {
      kind: 'do',
      summary: text('取消还没有付成的转账', 'Cancelled the transfer that had not been sent'),
      run: async (commands, { payment }) => ({ payment: await commands.cancel(payment?.id ?? '') }),
      next: 'look',
      refused: 'under_way',
    },
    not_sent: {
      kind: 'ask',
      card: (facts) =>
        paymentCard(facts, {
          title: text('拦住了，钱没有转出去', 'Stopped: nothing was sent'),
          tone: 'success',
          body: text(
            '这笔转账已取消，没有扣款，对方收不到。',
            'This transfer is cancelled; nothing was taken and the payee gets nothing.',
          ),
        }),
      answers: solvedOrNot,
    },
    under_way: {
      kind: 'wait',
      card: (facts) =>
        paymentCard(facts, {
          title: text('银行正在处理，暂时拦不住', 'The bank is at it and it cannot be stopped now'),
          tone: 'warning',
          body: text(
            '钱还没有到对方账上。一有结果我就告诉您：没成功就退回，成功了再帮您联系对方。',
            'The payee does not have the money yet. I will tell you the result: it comes back if it fails, and if it succeeds we help reach the payee.',
          ),
        }),
      on: { 'payment.succeeded': 'look', 'payment.failed': 'look', 'payment.canceled': 'look' },
      deadline: { hours: 24, to: 'hand_off' },
    },
    arrived: {
      kind: 'ask',
      card: (facts) => {
        const name = facts.payment?.counterparty.name ?? text('', '');
        return paymentCard(facts, {
          title: text('钱已经到了对方账上', 'The money has arrived there'),
          tone: 'warning',
          body: text(
            `转账不能由您或客服单方撤回。如果您认识${name.zh}，请直接联系对方转回；不认识的话，由客服联系对方协商退回。`,
            `Neither you nor we can take it back alone. If you know ${name.en}, ask them to send it back; if not, a person here contacts them to return it.`,
          ),
        });
      },
      answers: [
        { id: 'contact', label: text('请客服联系对方', 'Have a person contact them'), to: 'hand_off' },
        { id: 'myself', label: text('我自己联系', 'I will contact them'), to: 'thanks' },
        { id: 'scam', label: text('我可能被骗了', 'I may have been deceived'), to: 'scam' },
      ],
    },
    scam: {
      kind: 'tell',
      card: () => ({
        title: text(
          '请马上报警，我同时为您转紧急客服',
          'Report it to the police now; I am passing you on as urgent',
        ),
        tone: 'danger',
        body: text(
          '拨打 110 或 96110，保留聊天记录和这笔交易编号。不要再转任何钱，也不要把验证码告诉任何人。',
          'Call the police (110, or the anti-fraud line 96110) and keep the messages and the reference. Send no more money and tell nobody a code.',
        ),
      }),
      next: 'hand_off',
    },
    ...endings<Facts>({ topic: topicOf, priority: () => 'urgent' }),
  },
});

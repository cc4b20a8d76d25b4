import { moneyText } from '../../../contract/money.ts';
import { defineGuide } from '../definition.ts';
import { endings, opens } from '../endings.ts';
import { paymentCard, moneyMovedText } from '../payment/cards.ts';
import { paymentOf } from '../payment/facts.ts';
import {
  findPayment,
  type FoundFacts,
  noneFound,
  severalFound,
  whichPayment,
  within,
} from '../payment/find.ts';
import { underReview } from '../payment/under-review.ts';
import { samplePayment } from '../payment/sample.ts';
import { methodText, text } from '../wording.ts';

interface Facts extends FoundFacts {
  askedRail?: boolean;
}

const onNews = {
  'payment.succeeded': 'look',
  'payment.failed': 'look',
  'payment.processing': 'look',
} as const;

export const withdrawalLate = defineGuide<Facts>()({
  id: 'withdrawal-late',
  version: 2,
  title: text('提现还没到账', 'A withdrawal has not arrived'),
  summary: text(
    '向银行查清钱在哪里，没成功的马上回到余额。',
    'Ask the bank where the money is; if it failed it is back in your balance.',
  ),
  area: 'funds',
  start: 'look',
  resume: 'look',
  person: 'hand_off',
  sample: {
    payment: {
      ...samplePayment,
      kind: 'withdrawal',
      status: 'processing',
      moneyMoved: 'held',
      method: { type: 'bank_account', last4: '6789' },
    },
  },
  subject: ({ payment, chosenPaymentId }) => ({ paymentId: payment?.id ?? chosenPaymentId }),
  steps: {
    look: {
      kind: 'look',
      summary: text('查看提现记录', 'Looked at the withdrawals'),
      read: async (world, facts) => {
        const isWithdrawal = (days: number) => (payment: Parameters<typeof within>[1]) =>
          payment.kind === 'withdrawal' && payment.status !== 'canceled' && within(days, payment, world.now);
        // One that is under way is what is meant, whatever else there is.
        const open = await findPayment(
          world,
          facts,
          (payment) => isWithdrawal(60)(payment) && payment.status === 'processing',
        );
        return noneFound(open) && !severalFound(open) ? findPayment(world, facts, isWithdrawal(14)) : open;
      },
      next: [
        { when: severalFound, because: text('有好几笔', 'There are several'), to: 'which' },
        { when: noneFound, because: text('没有提现记录', 'There is none'), to: 'none' },
        {
          when: ({ payment }) => payment?.underReview === true,
          because: text('正在安全核实', 'People look at it for safety'),
          to: 'under_review',
        },
        {
          when: ({ payment, askedRail }) => payment?.status === 'processing' && askedRail === true,
          because: text('银行还在处理', 'The bank is at it'),
          to: 'waiting',
        },
        {
          when: ({ payment }) => payment?.status === 'processing',
          because: text('还没有结果', 'No result yet'),
          to: 'find_out',
        },
        {
          when: ({ payment }) => payment?.status === 'succeeded',
          because: text('银行说已到账', 'The bank says it arrived'),
          to: 'arrived',
        },
        { to: 'failed' },
      ],
    },
    which: whichPayment<'look' | 'none'>(
      {
        title: text('是哪一笔提现？', 'Which withdrawal?'),
        body: text('您最近的提现：', 'Your recent withdrawals:'),
      },
      'look',
      'none',
    ),
    none: {
      kind: 'ask',
      card: () => ({
        title: text('没有找到最近的提现', 'No recent withdrawal found'),
        tone: 'neutral',
        body: text(
          '近两周没有提现，也没有处理中的提现。',
          'There was none in two weeks, and none is being processed.',
        ),
      }),
      answers: [
        { id: 'solved', label: text('明白了', 'I see'), to: 'thanks' },
        { id: 'not_solved', label: text('我提过，请核对', 'I did withdraw, check it'), to: 'hand_off' },
      ],
    },
    find_out: {
      kind: 'choose',
      card: (facts) => {
        const moved = moneyMovedText(paymentOf(facts));
        return paymentCard(facts, {
          title: text('银行还没有确认', 'The bank has not confirmed it yet'),
          tone: 'warning',
          body: text(
            `${moved.zh}可以现在问银行，有结果也会自动通知您。`,
            `${moved.en} Ask the bank now; you are also told as soon as it answers.`,
          ),
        });
      },
      options: [
        { id: 'find_out', offer: () => [{ label: text('现在问银行', 'Ask the bank now') }], to: 'inquire' },
      ],
      on: onNews,
      silence: 'waiting',
    },
    inquire: {
      kind: 'do',
      summary: text('向银行查询提现结果', 'Asked the bank about the withdrawal'),
      run: async (commands, facts) => ({
        payment: await commands.inquire(paymentOf(facts).id),
        askedRail: true,
      }),
      next: 'look',
      refused: 'waiting',
    },
    under_review: underReview,
    waiting: {
      kind: 'wait',
      card: (facts) => {
        const moved = moneyMovedText(paymentOf(facts));
        return paymentCard(facts, {
          title: text('银行正在处理，我盯着', 'The bank is at it; I keep watch'),
          tone: 'info',
          body: text(
            `${moved.zh}一有结果我就在这里告诉您；超过 24 小时没有结果，自动转人工追查。`,
            `${moved.en} I will tell you here; after 24 hours without a result a person takes it up by itself.`,
          ),
        });
      },
      on: onNews,
      options: [{ id: 'find_out', offer: () => [{ label: text('再问一次', 'Ask again') }], to: 'inquire' }],
      deadline: { hours: 24, to: 'hand_off' },
    },
    arrived: {
      kind: 'ask',
      card: (facts) => {
        const method = methodText(paymentOf(facts).method);
        return paymentCard(facts, {
          title: text('银行已确认到账', 'The bank confirms it has arrived'),
          tone: 'success',
          body: text(
            `钱已付到${method.zh}。请在银行查当天的入账，摘要里有交易编号。找到了吗？`,
            `It was paid to ${method.en}. Look at that day’s credits at your bank; the reference is in the details. Did you find it?`,
          ),
        });
      },
      answers: [
        { id: 'solved', label: text('找到了', 'Found it'), to: 'thanks' },
        { id: 'wrong_account', label: text('账户不是我想要的', 'It is the wrong account'), to: 'hand_off' },
        { id: 'not_solved', label: text('银行里没有', 'It is not there'), to: 'hand_off' },
      ],
    },
    failed: {
      kind: 'choose',
      card: (facts) => {
        const payment = paymentOf(facts);
        const money = moneyText(payment.amount, payment.currency);
        return paymentCard(facts, {
          title: text('提现没有成功，钱在余额里', 'It failed; the money is in your balance'),
          tone: 'warning',
          body: text(
            `${money} 没有离开钱包，可以换一个银行账户再提。${payment.failure?.message.zh ?? ''}`,
            `${money} never left the wallet; withdraw it again, perhaps to another account. ${payment.failure?.message.en ?? ''}`.trim(),
          ),
        });
      },
      options: [
        { id: 'withdraw', offer: () => [opens('withdraw', text('重新提现', 'Withdraw again'))] },
        {
          id: 'add_account',
          offer: () => [opens('add_bank_account', text('添加银行账户', 'Add a bank account'))],
        },
        {
          id: 'solved',
          quiet: true,
          offer: () => [{ label: text('知道了，已解决', 'I see, solved') }],
          to: 'thanks',
        },
      ],
      on: { 'payment.succeeded': 'look' },
    },
    ...endings<Facts>({
      topic: ({ payment }) => {
        if (payment === undefined) return text('提现未到账', 'A withdrawal has not arrived');
        const money = moneyText(payment.amount, payment.currency);
        const method = methodText(payment.method);
        return text(`提现未到账 ${money} · ${method.zh}`, `Withdrawal not arrived: ${money} · ${method.en}`);
      },
      priority: ({ payment }) => (payment === undefined ? 'normal' : 'urgent'),
    }),
  },
});

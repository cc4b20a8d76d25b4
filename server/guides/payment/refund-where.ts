import { moneyText } from '../../../contract/money.ts';
import type { Refund } from '../../../contract/refunds.ts';
import { defineGuide } from '../definition.ts';
import { endings, solvedOrNot } from '../endings.ts';
import { methodText, text } from '../wording.ts';
import { moneyFact, paymentCard } from './cards.ts';
import { disputed, disputeOffer, onDispute } from './dispute-steps.ts';
import { findPayment, type FoundFacts, noneFound, severalFound, whichPayment, within } from './find.ts';
import { given, isGiven } from './given.ts';
import { samplePayment } from './sample.ts';

interface Facts extends FoundFacts {
  /** The merchant has agreed to give it back, as the customer says. */
  merchantAgreed?: boolean;
}

const refundsOf = ({ payment }: Facts): Refund[] => payment?.refunds ?? [];
const last = (facts: Facts) => refundsOf(facts).at(-1);

const destinationText = ({ destination }: Refund) =>
  destination.type === 'balance' ? text('您的 UPay 余额', 'your UPay balance') : methodText(destination);

const refundFacts = (facts: Facts) =>
  refundsOf(facts).map((refund) => {
    const state =
      refund.status === 'succeeded' ? text('已退到', 'Returned to') : text('正在退到', 'On its way to');
    const to = destinationText(refund);
    return moneyFact(text(`${state.zh}${to.zh}`, `${state.en} ${to.en}`), refund.amount, refund.currency);
  });

export const refundWhere = defineGuide<Facts>()({
  id: 'refund-where',
  version: 3,
  title: text('退款到哪里了', 'Where is my refund'),
  summary: text(
    '查清商家退没退、退了多少、退到哪里；没退的帮您推进。',
    'See whether the merchant gave it back, how much and where to; if not, we push it on.',
  ),
  area: 'payments',
  start: 'look',
  resume: 'look',
  person: 'hand_off',
  sample: { payment: { ...samplePayment, status: 'succeeded', moneyMoved: 'yes' } },
  subject: ({ payment, chosenPaymentId }) => ({ paymentId: payment?.id ?? chosenPaymentId }),
  steps: {
    look: {
      kind: 'look',
      summary: text('查看付款和它的退款记录', 'Looked at the payment and its refunds'),
      read: async (world, facts) => {
        const purchase = (refunded: boolean) => (payment: Parameters<typeof within>[1]) =>
          payment.kind === 'purchase' &&
          payment.status === 'succeeded' &&
          (!refunded || payment.refundedAmount !== undefined) &&
          within(180, payment, world.now);
        // One with a refund is what is meant, whatever else was bought.
        const found = await findPayment(world, facts, purchase(true));
        return noneFound(found) && !severalFound(found)
          ? findPayment(world, facts, purchase(false), true)
          : found;
      },
      next: [
        { when: severalFound, because: text('有好几笔', 'There are several'), to: 'which' },
        { when: noneFound, because: text('没有付过款', 'Nothing was bought'), to: 'none' },
        isGiven,
        {
          when: (facts) => last(facts)?.status === 'processing',
          because: text('正在退', 'It is on its way'),
          to: 'on_its_way',
        },
        {
          when: (facts) => last(facts)?.status === 'succeeded',
          because: text('已经退了', 'It was returned'),
          to: 'returned',
        },
        { to: 'not_yet' },
      ],
    },
    which: whichPayment<'look' | 'none'>(
      {
        title: text('是哪一笔的退款？', 'Which payment’s refund?'),
        body: text('您付给商家的：', 'Your payments to merchants:'),
      },
      'look',
      'none',
    ),
    none: {
      kind: 'ask',
      card: () => ({
        title: text('没有找到这笔付款', 'That payment was not found'),
        tone: 'neutral',
        body: text(
          '退款总是退回原来那笔付款。没有经过 UPay 付的，要问当时的付款方式。',
          'A refund goes back to its payment. What was not paid with UPay comes back another way.',
        ),
      }),
      answers: [
        { id: 'solved', label: text('明白了', 'I see'), to: 'thanks' },
        { id: 'not_solved', label: text('我付过，请核对', 'I did pay, check it'), to: 'hand_off' },
      ],
    },
    given,
    on_its_way: {
      kind: 'wait',
      card: (facts) =>
        paymentCard(facts, {
          title: text('商家已退，银行正在入账', 'Returned by the merchant; the bank is at it'),
          tone: 'info',
          body: text(
            '原路退回，您不用做什么。到账了我在这里告诉您。',
            'It goes back the way it was paid; nothing to do. I tell you here when it is there.',
          ),
          more: refundFacts(facts),
        }),
      on: { 'refund.succeeded': 'look', 'refund.processing': 'look' },
      options: [{ id: 'understood', offer: () => [{ label: text('知道了', 'I see') }], to: 'thanks' }],
      deadline: { hours: 72, to: 'hand_off' },
    },
    returned: {
      kind: 'ask',
      card: (facts) => {
        const refund = last(facts);
        const to = refund ? destinationText(refund) : text('', '');
        return paymentCard(facts, {
          title: text(`已经退到${to.zh}`, `It was returned to ${to.en}`),
          tone: 'success',
          body: refund?.fellBackToBalance
            ? text(
                '原来的卡收不了，所以退到了余额，可以直接用或提现。看到了吗？',
                'The card could not take it, so it is in your balance, to use or withdraw. Do you see it?',
              )
            : text(
                '请看余额明细，或那张卡的账单。看到了吗？',
                'Look at your balance, or at that card’s statement. Do you see it?',
              ),
          more: refundFacts(facts),
        });
      },
      answers: [
        { id: 'solved', label: text('看到了', 'I see it'), to: 'thanks' },
        { id: 'less', label: text('退少了', 'It is too little'), to: 'hand_off' },
        { id: 'not_solved', label: text('银行里没有', 'It is not at my bank'), to: 'hand_off' },
      ],
    },
    not_yet: {
      kind: 'ask',
      card: (facts) =>
        paymentCard(facts, {
          title: text('商家还没有退款', 'The merchant has not refunded it yet'),
          tone: 'warning',
          body: text(
            '退款由商家发起，一发起就原路退回，这里马上看得到。商家答应退了吗？',
            'The merchant starts a refund; it then goes back the way it was paid and shows here at once. Have they agreed?',
          ),
        }),
      answers: [
        {
          id: 'agreed',
          label: text('答应了', 'Yes'),
          learn: { merchantAgreed: true },
          to: 'wait_for_merchant',
        },
        { id: 'not_asked', label: text('还没问', 'I have not asked'), to: 'ask_merchant' },
        {
          id: 'refused',
          label: text('不肯退', 'They refuse'),
          learn: { merchantAgreed: false },
          to: 'refused',
        },
      ],
      on: { 'refund.succeeded': 'look', 'refund.processing': 'look' },
    },
    refused: {
      kind: 'choose',
      card: (facts) =>
        paymentCard(facts, {
          title: text('商家不退，可以发起争议', 'If they refuse, dispute it'),
          tone: 'warning',
          body: text(
            '没收到货、货不对、说好退却不退，都可以。金额马上冻结在商家那边，商家限期答复，再由我们裁定。',
            'Not received, not as described, or a refund promised and not made: the amount is reserved at the merchant at once, they have to answer in time, and then we decide.',
          ),
        }),
      options: [
        { id: 'dispute', offer: ({ payment }) => disputeOffer(payment) },
        {
          id: 'person_please',
          offer: () => [{ label: text('请客服出面协调', 'Have a person step in') }],
          to: 'hand_off',
        },
      ],
      on: { ...onDispute, 'refund.succeeded': 'look', 'refund.processing': 'look' },
    },
    disputed,
    ask_merchant: {
      kind: 'ask',
      card: () => ({
        title: text('先向商家申请退款', 'Ask the merchant first'),
        tone: 'info',
        body: text(
          '带上交易编号和订单号，商家能在自己的后台直接退。商家不肯，再来找我，我转人工处理争议。',
          'Give them the reference and the order; they can refund it themselves. If they refuse, come back and a person takes it up.',
        ),
      }),
      answers: solvedOrNot,
      on: { 'refund.succeeded': 'look', 'refund.processing': 'look' },
    },
    wait_for_merchant: {
      kind: 'wait',
      card: (facts) =>
        paymentCard(facts, {
          title: text('等商家退，我盯着', 'Waiting for the merchant; I keep watch'),
          tone: 'info',
          body: text(
            '商家一退我就告诉您；三天没有动静，自动转人工去催。',
            'I tell you as soon as they do; after three days without a move a person takes it up by itself.',
          ),
        }),
      on: { 'refund.succeeded': 'look', 'refund.processing': 'look' },
      options: [{ id: 'understood', offer: () => [{ label: text('好的', 'All right') }], to: 'thanks' }],
      deadline: { hours: 72, to: 'hand_off' },
    },
    ...endings<Facts>({
      topic: ({ payment, merchantAgreed }) => {
        if (payment === undefined) return text('退款', 'A refund');
        const money = moneyText(payment.amount, payment.currency);
        const { zh, en } = payment.counterparty.name;
        return merchantAgreed === false
          ? text(`商家不退款 ${money} · ${zh}`, `Merchant refuses a refund: ${money} · ${en}`)
          : text(`退款 ${money} · ${zh}`, `Refund of ${money} · ${en}`);
      },
    }),
  },
});

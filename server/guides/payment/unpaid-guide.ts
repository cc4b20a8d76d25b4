import type { LocalizedText } from '../../../contract/text.ts';
import { defineGuide } from '../definition.ts';
import { thanks } from '../endings.ts';
import { text } from '../wording.ts';
import { candidateLabel, topicOf } from './cards.ts';
import {
  firstRemedy,
  isUnpaid,
  outageOf,
  type PaymentFacts,
  passwordLockedUntil,
  type PaymentKind,
  paymentOf,
  readPaymentFacts,
} from './facts.ts';
import { samplePayment } from './sample.ts';
import { underReview } from './under-review.ts';
import * as cards from './unpaid-cards.ts';
import { sameMethodAgain, topUps } from './ways-out.ts';
import { wayAddCard, wayLookAgain, wayPayAnother, wayResetPassword } from './ways.ts';

/** Whatever becomes of the payment while a card is open, it is looked at anew. */
const onNews = {
  'payment.succeeded': 'look',
  'payment.failed': 'look',
  'payment.processing': 'look',
  'payment.requires_action': 'look',
  'payment.canceled': 'look',
} as const;

const remedyIs = (remedy: ReturnType<typeof firstRemedy>) => (facts: PaymentFacts) =>
  isUnpaid(facts) && firstRemedy(facts) === remedy;

export interface UnpaidGuide {
  id: string;
  title: LocalizedText;
  summary: LocalizedText;
  area: 'payments' | 'funds';
  /** Which unpaid payments it may be about when none is named: the first of these that any fits. */
  meant: PaymentKind[];
  /** Said when there is none. */
  nothingFound: { title: LocalizedText; body: LocalizedText };
}

/** The procedure for a payment that has not succeeded: what became of it, whether money moved, and how to finish it. */
export const unpaidGuide = ({ meant, nothingFound, ...named }: UnpaidGuide) =>
  defineGuide<PaymentFacts>()({
    ...named,
    version: 5,
    start: 'look',
    resume: 'look',
    sample: { payment: samplePayment, available: '2000', asOf: samplePayment.createdAt },
    person: 'hand_off',
    subject: ({ payment, chosenPaymentId }) => ({ paymentId: payment?.id ?? chosenPaymentId }),

    steps: {
      look: {
        kind: 'look',
        summary: text(
          '查看付款记录、付款方式和余额',
          'Looked at the payment, the payment methods and the balance',
        ),
        read: (world, facts) => readPaymentFacts(world, facts, meant),
        next: [
          {
            when: (facts) => facts.candidates !== undefined && facts.payment === undefined,
            because: text('最近有几笔没付成', 'Several are unpaid'),
            to: 'which_payment',
          },
          {
            when: (facts) => facts.payment === undefined,
            because: text('没有未完成的付款', 'None is unpaid'),
            to: 'nothing_found',
          },
          {
            when: ({ payment, wasUnpaid }) => payment?.status === 'succeeded' && wasUnpaid === true,
            because: text('刚刚付成了', 'It has just been paid'),
            to: 'fixed',
          },
          {
            when: ({ payment }) => payment?.status === 'succeeded',
            because: text('早已付成', 'It was paid already'),
            to: 'already_paid',
          },
          {
            when: ({ payment }) => payment?.status === 'canceled',
            because: text('已取消', 'It was cancelled'),
            to: 'canceled',
          },
          {
            when: ({ payment }) => payment?.underReview === true,
            because: text('正在安全核实', 'People look at it for safety'),
            to: 'under_review',
          },
          {
            when: ({ payment, askedRail }) => payment?.status === 'processing' && askedRail === true,
            because: text('银行还不知道结果', 'The bank does not know yet'),
            to: 'waiting',
          },
          {
            when: ({ payment }) => payment?.status === 'processing',
            because: text('结果未知', 'The outcome is unknown'),
            to: 'find_out',
          },
          {
            when: ({ payment }) => payment?.status === 'requires_action',
            because: text('银行等客户确认', 'The bank waits for the customer'),
            to: 'authenticate',
          },
          {
            when: ({ accountLocked }) => accountLocked === true,
            because: text('账户已锁定，什么都付不了', 'The account is locked, nothing can be paid'),
            to: 'needs_person',
          },
          { when: remedyIs('top_up'), because: text('余额不足', 'The balance is too low'), to: 'top_up' },
          {
            when: remedyIs('payment_password'),
            because: text('支付密码输错', 'Wrong payment password'),
            to: 'enter_again',
          },
          {
            when: (facts) => passwordLockedUntil(facts) !== undefined,
            because: text('支付密码锁定中', 'The payment password is locked'),
            to: 'password_locked',
          },
          {
            when: ({ payment }) => payment?.failure?.code === 'payment_password_locked',
            because: text('支付密码的锁定已过', 'The lock is over'),
            to: 'enter_again',
          },
          {
            when: (facts) => outageOf(facts) !== undefined,
            because: text('银行网络中断中，再试也没用', 'The network is down, another try is in vain'),
            to: 'outage',
          },
          {
            when: (facts) =>
              ['retry', 'authenticate', 'inquire'].some((remedy) => firstRemedy(facts) === remedy),
            because: text('再试可能成功', 'Another try may succeed'),
            to: 'try_again',
          },
          {
            when: ({ payment }) => payment?.failure?.category === 'limit',
            because: text('超过限额', 'Above a limit'),
            to: 'limit',
          },
          {
            when: remedyIs('see_original'),
            because: text('之前提交过', 'Submitted before'),
            to: 'see_original',
          },
          {
            when: (facts) => remedyIs('contact_support')(facts) || remedyIs('verify_identity')(facts),
            because: text('要由人处理', 'Only a person can help'),
            to: 'needs_person',
          },
          { to: 'other_method' },
        ],
      },

      which_payment: {
        kind: 'choose',
        card: () => ({
          title: text('您说的是哪一笔？', 'Which one do you mean?'),
          tone: 'info',
          body: text('这几笔最近没有付成。', 'These were not paid recently.'),
        }),
        options: [
          {
            id: 'payment',
            offer: ({ candidates = [], asOf = '' }) =>
              candidates.map((payment) => ({
                key: payment.id,
                label: candidateLabel(payment, new Date(asOf)),
                learn: { chosenPaymentId: payment.id },
              })),
            to: 'look',
          },
        ],
      },

      nothing_found: {
        kind: 'choose',
        card: () => ({ ...nothingFound, tone: 'neutral' }),
        options: [wayLookAgain],
      },

      top_up: {
        kind: 'choose',
        card: cards.topUp,
        options: [
          { id: 'pay', offer: (facts) => sameMethodAgain(facts, text('用余额付款', 'Pay from the balance')) },
          { id: 'top_up', offer: topUps },
          wayPayAnother,
          wayAddCard,
          wayLookAgain,
        ],
        on: onNews,
      },

      enter_again: {
        kind: 'choose',
        card: cards.enterAgain,
        options: [
          {
            id: 'pay',
            offer: (facts) => sameMethodAgain(facts, text('重新输入并付款', 'Enter it again and pay')),
          },
          wayResetPassword,
          wayPayAnother,
        ],
        on: onNews,
      },

      password_locked: {
        kind: 'choose',
        card: cards.passwordLocked,
        options: [
          wayResetPassword,
          {
            id: 'was_reset',
            offer: () => [{ label: text('已重设，继续付款', 'I have reset it, go on') }],
            to: 'enter_again',
          },
        ],
        on: onNews,
      },

      authenticate: {
        kind: 'prove',
        card: cards.authenticate,
        form: (facts) => ({
          label: text('去银行页面确认', 'Confirm with the bank'),
          action: { type: 'open', screen: 'authentication', paymentId: paymentOf(facts).id },
        }),
        on: onNews,
        options: [
          {
            id: 'find_out',
            quiet: true,
            offer: () => [{ label: text('我已确认，查结果', 'I have confirmed, find out') }],
            to: 'inquire',
          },
        ],
      },

      try_again: {
        kind: 'choose',
        card: cards.unpaid,
        options: [
          { id: 'pay', offer: (facts) => sameMethodAgain(facts, text('现在再试一次', 'Try again now')) },
          wayPayAnother,
          wayAddCard,
        ],
        on: onNews,
      },

      outage: {
        kind: 'choose',
        card: cards.outage,
        options: [
          wayPayAnother,
          {
            id: 'look_again',
            offer: () => [{ label: text('看看恢复了没有', 'Does it work again?') }],
            to: 'look',
          },
        ],
        on: onNews,
      },

      other_method: {
        kind: 'choose',
        card: cards.declined,
        options: [
          {
            id: 'pay',
            // Never tried yet, so it may well work.
            offer: (facts) =>
              paymentOf(facts).failure ? [] : sameMethodAgain(facts, text('继续付款', 'Go on paying')),
          },
          wayPayAnother,
          wayAddCard,
          wayLookAgain,
        ],
        on: onNews,
      },

      limit: {
        kind: 'choose',
        card: cards.limit,
        options: [
          wayPayAnother,
          wayAddCard,
          wayLookAgain,
          { id: 'understood', quiet: true, offer: () => [{ label: text('知道了', 'I see') }], to: 'thanks' },
        ],
        on: onNews,
      },

      see_original: {
        kind: 'choose',
        card: cards.seeOriginal,
        options: [
          {
            id: 'open',
            offer: (facts) => [
              {
                label: text('查看付款', 'See the payment'),
                action: { type: 'open', screen: 'payment', paymentId: paymentOf(facts).id },
              },
            ],
          },
          { id: 'solved', offer: () => [{ label: text('明白了，已解决', 'I see, solved') }], to: 'thanks' },
        ],
        on: onNews,
      },

      find_out: {
        kind: 'choose',
        card: cards.findOut,
        options: [
          { id: 'find_out', offer: () => [{ label: text('现在查结果', 'Find out now') }], to: 'inquire' },
        ],
        on: onNews,
        silence: 'waiting',
      },

      inquire: {
        kind: 'do',
        summary: text('向银行查询这笔付款的结果', 'Asked the bank what became of the payment'),
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
        card: cards.waiting,
        on: onNews,
        options: [
          {
            id: 'find_out',
            offer: () => [{ label: text('再查一次', 'Ask again') }],
            to: 'inquire',
          },
        ],
        deadline: { hours: 24, to: 'hand_off' },
      },

      fixed: {
        kind: 'ask',
        card: cards.fixed,
        answers: [
          { id: 'solved', label: text('解决了', 'Yes, solved'), to: 'thanks' },
          { id: 'not_solved', label: text('还没有', 'Not yet'), to: 'hand_off' },
        ],
        // The payment did succeed, so silence is no doubt about it.
        silence: 'thanks',
      },

      already_paid: {
        kind: 'end',
        outcome: 'resolved',
        card: cards.alreadyPaid,
      },

      canceled: {
        kind: 'ask',
        card: cards.canceled,
        answers: [
          { id: 'solved', label: text('解决了', 'Yes, solved'), to: 'thanks' },
          { id: 'not_solved', label: text('还没有', 'Not yet'), to: 'hand_off' },
        ],
      },

      needs_person: {
        kind: 'tell',
        card: cards.needsPerson,
        next: 'hand_off',
      },

      hand_off: {
        kind: 'hand_off',
        topic: topicOf,
        priority: ({ payment }) =>
          payment !== undefined && payment.moneyMoved !== 'no' ? 'urgent' : 'normal',
        card: cards.handOff,
      },

      thanks,
    },
  });

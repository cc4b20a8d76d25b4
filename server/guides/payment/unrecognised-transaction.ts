import { moneyText } from '../../../contract/money.ts';
import { defineGuide } from '../definition.ts';
import { endings, opens } from '../endings.ts';
import { paymentText, text } from '../wording.ts';
import { paymentCard } from './cards.ts';
import { disputed, disputeOffer, onDispute } from './dispute-steps.ts';
import { paymentOf } from './facts.ts';
import {
  findPayment,
  type FoundFacts,
  isOwn,
  noneFound,
  severalFound,
  whichPayment,
  within,
} from './find.ts';
import { given, isGiven } from './given.ts';
import { samplePayment } from './sample.ts';

interface Facts extends FoundFacts {
  /** The customer says that neither they nor anybody they know made it. */
  denied?: boolean;
  /** Somebody had got the customer to give away a code or password. */
  gaveAwaySecret?: boolean;
  /** Frozen in this run, as the customer asked. */
  frozen?: boolean;
}

export const unrecognisedTransaction = defineGuide<Facts>()({
  id: 'unrecognised-transaction',
  version: 4,
  title: text('不认识的交易', 'A transaction I do not recognise'),
  summary: text(
    '认一认是谁、用什么付的；不是您做的，马上保护账户并报案。',
    'See who and how; if it was not you, secure the account and report it.',
  ),
  area: 'payments',
  start: 'look',
  resume: 'look',
  person: 'hand_off',
  sample: {
    payment: { ...samplePayment, status: 'succeeded', moneyMoved: 'yes' },
    asOf: samplePayment.createdAt,
  },
  subject: ({ payment, chosenPaymentId }) => ({ paymentId: payment?.id ?? chosenPaymentId }),
  steps: {
    look: {
      kind: 'look',
      summary: text('查看最近 60 天的扣款', 'Looked at the charges of the last 60 days'),
      read: (world, facts) =>
        findPayment(
          world,
          facts,
          (payment) =>
            isOwn(payment) &&
            (payment.status === 'succeeded' || payment.status === 'processing') &&
            within(60, payment, world.now),
          true,
        ),
      next: [
        { when: severalFound, because: text('有扣款记录', 'There are charges'), to: 'which' },
        { when: noneFound, because: text('没有扣款记录', 'There are none'), to: 'none' },
        isGiven,
        { to: 'details' },
      ],
    },
    which: whichPayment<'look' | 'none'>(
      {
        title: text('您不认识哪一笔？', 'Which one do you not recognise?'),
        body: text('最近的扣款：', 'Your recent charges:'),
      },
      'look',
      'none',
    ),
    none: {
      kind: 'ask',
      card: () => ({
        title: text('钱包里没有这笔扣款', 'This charge is not in your wallet'),
        tone: 'neutral',
        body: text(
          '如果是银行短信里看到的，它可能不是通过 UPay 扣的，请先问银行。要我转人工一起核对吗？',
          'If you saw it in a message of your bank it may not have come through UPay; ask the bank first. Shall a person check it with you?',
        ),
      }),
      answers: [
        { id: 'person_please', label: text('转人工核对', 'Yes, a person please'), to: 'hand_off' },
        { id: 'solved', label: text('不用了', 'No need'), to: 'thanks' },
      ],
    },
    given,
    details: {
      kind: 'ask',
      card: (facts) =>
        paymentCard(facts, {
          title: text('这一笔是这样付的', 'This is how it was paid'),
          tone: 'info',
          body: text(
            '商家的登记名常和店名不同；也请想想家人是否用过您的手机。想起来了吗？',
            'A merchant’s registered name often differs from the shop’s; and perhaps somebody at home used your phone. Do you recall it now?',
          ),
        }),
      answers: [
        { id: 'mine', label: text('是我付的', 'It was me'), to: 'thanks' },
        { id: 'family', label: text('是家人付的', 'Somebody at home did'), to: 'family' },
        { id: 'not_me', label: text('不是我付的', 'It was not me'), learn: { denied: true }, to: 'secret' },
      ],
    },
    family: {
      kind: 'choose',
      card: () => ({
        title: text('换一个只有您知道的支付密码', 'Change the payment password to one only you know'),
        tone: 'info',
        body: text('之后没有您的密码，别人就付不了。', 'Then nobody can pay without you.'),
      }),
      options: [
        {
          id: 'reset',
          offer: () => [opens('reset_payment_password', text('更换支付密码', 'Change the payment password'))],
        },
        { id: 'solved', offer: () => [{ label: text('好了', 'Done') }], to: 'thanks' },
      ],
      on: { 'payment_password.set': 'thanks' },
    },
    secret: {
      kind: 'ask',
      card: () => ({
        title: text('有没有把密码或验证码告诉过别人？', 'Did you tell anybody a password or code?'),
        tone: 'warning',
        body: text(
          '比如自称客服、银行或公安的人，或点过短信里的链接。',
          'Such as somebody who said they were support, a bank or the police, or by a link in a message.',
        ),
      }),
      answers: [
        { id: 'yes', label: text('告诉过', 'Yes'), learn: { gaveAwaySecret: true }, to: 'protect' },
        { id: 'no', label: text('没有', 'No'), learn: { gaveAwaySecret: false }, to: 'protect' },
      ],
    },
    protect: {
      kind: 'choose',
      card: () => ({
        title: text('要马上冻结账户吗？', 'Freeze the account right now?'),
        tone: 'danger',
        body: text(
          '有人能用您的账户付款。冻结后所有设备退出、谁也付不了，您随时能自己解除。客服同时按紧急处理，给您报案（110 或 96110）要的记录。',
          'Somebody can pay from your account. A freeze logs out every device and stops all payments; you lift it yourself at any time. A person takes this up as urgent and gives you the records for the police (110 or 96110).',
        ),
      }),
      options: [
        { id: 'freeze', offer: () => [{ label: text('马上冻结', 'Freeze now') }], to: 'freeze' },
        { id: 'dispute', offer: ({ payment }) => disputeOffer(payment) },
        {
          id: 'no_freeze',
          offer: () => [{ label: text('先不冻结，转人工', 'Not now, a person please') }],
          to: 'hand_off',
        },
      ],
      on: onDispute,
    },
    disputed,
    freeze: {
      kind: 'do',
      summary: text('挂失冻结账户，退出所有设备', 'Froze the account and logged out every device'),
      run: async (commands) => {
        await commands.freeze();
        return { frozen: true };
      },
      next: 'hand_off',
      refused: 'hand_off',
    },
    ...endings<Facts>({
      topic: (facts) => {
        const { payment, asOf, gaveAwaySecret, frozen } = facts;
        if (payment === undefined) return text('不认识的交易', 'A transaction not recognised');
        const about = paymentText(paymentOf(facts), new Date(asOf ?? payment.createdAt));
        const money = moneyText(payment.amount, payment.currency);
        return text(
          `不认识的交易 ${money} · ${payment.counterparty.name.zh}${gaveAwaySecret ? ' · 泄露过密码或验证码' : ''}${frozen ? ' · 已冻结' : ''}`,
          `Not recognised: ${about.en}${gaveAwaySecret ? ' · gave away a secret' : ''}${frozen ? ' · frozen' : ''}`,
        );
      },
      priority: ({ denied }) => (denied ? 'urgent' : 'normal'),
    }),
  },
});

import { moneyText } from '../../../contract/money.ts';
import type { PaymentKind } from '../../../contract/payments.ts';
import type { LocalizedText } from '../../../contract/text.ts';
import type { CardContent, Step } from '../definition.ts';
import { endings, opens, solvedOrNot } from '../endings.ts';
import { moneyFact } from '../payment/cards.ts';
import { text } from '../wording.ts';
import { readWallet, type WalletFacts } from './wallet-facts.ts';

/** Whatever happens to the customer's payments while a card is open, it is looked at anew. */
export const onMoney = {
  'payment.succeeded': 'look',
  'payment.failed': 'look',
  'payment.processing': 'look',
  'payment_password.set': 'look',
} as const;

export const lookAgain = {
  id: 'look_again',
  quiet: true,
  offer: () => [{ label: text('弄好了，继续', 'Done, go on') }],
  to: 'look',
} as const;

export const balanceFact = ({ available = '0' }: WalletFacts) =>
  moneyFact(text('可用余额', 'Available'), available, 'CNY');

export const lookAtWallet = (kind: PaymentKind, summary: LocalizedText) => ({
  kind: 'look' as const,
  summary,
  read: (world: Parameters<typeof readWallet>[0]) => readWallet(world, kind),
});

type Common = 'look' | 'locked' | 'set_password' | 'made' | 'failed' | 'thanks' | 'hand_off';

/** The steps that guides to top up, withdraw, pay and transfer have in common. */
export function walletSteps(words: { topic: LocalizedText; made: (facts: WalletFacts) => LocalizedText }) {
  return {
    locked: {
      kind: 'tell',
      card: (): CardContent => ({
        title: text('账户已暂时锁定', 'The account is locked for now'),
        tone: 'warning',
        body: text(
          '锁定期间不能动钱，您的钱是安全的。我把查到的交给客服，帮您解锁。',
          'No money moves while it is locked, and yours is safe. I am passing on what I found so that a person can help unlock it.',
        ),
      }),
      next: 'hand_off',
    },
    set_password: {
      kind: 'choose',
      card: (): CardContent => ({
        title: text('先设置支付密码', 'Set a payment password first'),
        tone: 'info',
        body: text(
          '支付密码是 6 位数字，付款时用，和登录密码不同。设置时要输入登录密码。',
          'It is six digits, used when you pay, and not your login password. Setting it takes the login password.',
        ),
      }),
      options: [
        {
          id: 'set',
          offer: () => [opens('reset_payment_password', text('设置支付密码', 'Set the payment password'))],
        },
        lookAgain,
      ],
      on: onMoney,
    },
    made: {
      kind: 'ask',
      card: (facts: WalletFacts): CardContent => ({
        title: words.made(facts),
        tone: 'success',
        ...(facts.made
          ? {
              facts: [
                moneyFact(text('金额', 'Amount'), facts.made.amount, facts.made.currency),
                balanceFact(facts),
              ],
            }
          : {}),
      }),
      answers: solvedOrNot,
      on: onMoney,
      // It was seen to be done, so silence is no doubt about it.
      silence: 'thanks',
    },
    failed: {
      kind: 'choose',
      card: ({ made }: WalletFacts): CardContent => ({
        title: text('这次没有成功', 'This time it did not work'),
        tone: 'warning',
        ...(made?.failure ? { body: made.failure.message } : {}),
        ...(made ? { facts: [moneyFact(text('金额', 'Amount'), made.amount, made.currency)] } : {}),
      }),
      options: [
        {
          id: 'fix',
          offer: ({ made }: WalletFacts) =>
            made
              ? [
                  {
                    label: text('看看怎么付成', 'See how to finish it'),
                    action: { type: 'open', screen: 'payment', paymentId: made.id } as const,
                  },
                ]
              : [],
        },
        lookAgain,
      ],
      on: onMoney,
    },
    ...endings<WalletFacts>({
      topic: ({ made }) =>
        made?.failure
          ? text(
              `${words.topic.zh} · ${moneyText(made.amount, made.currency)} 没有成功`,
              `${words.topic.en} · ${moneyText(made.amount, made.currency)} failed`,
            )
          : words.topic,
      priority: ({ accountLocked }) => (accountLocked ? 'urgent' : 'normal'),
    }),
  } as const satisfies Record<string, Step<WalletFacts, Common>>;
}

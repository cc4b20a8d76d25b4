import { moneyText } from '../../../contract/money.ts';
import type { Payment } from '../../../contract/payments.ts';
import type { LocalizedText } from '../../../contract/text.ts';
import type { CardContent } from '../definition.ts';
import { text, timeText } from '../wording.ts';
import { moneyFact, moneyMovedText, paymentCard } from './cards.ts';
import {
  failedCheck,
  outageOf,
  type PaymentFacts,
  passwordLockedUntil,
  paymentOf,
  shortfallOf,
  walletLimit,
} from './facts.ts';
import { reasonText } from './reasons.ts';

/** The words of the payment-failed guide, a card each. */

export const topUp = (facts: PaymentFacts): CardContent => {
  const { currency, kind } = paymentOf(facts);
  const missing = moneyText(shortfallOf(facts), currency);
  const enough = shortfallOf(facts) === 0n;
  return paymentCard(facts, {
    title: enough
      ? text('现在余额够了', 'Your balance suffices now')
      : text(`余额不足，还差 ${missing}`, `${missing} short`),
    tone: 'warning',
    body: enough
      ? text(
          '之前余额不足，没有扣款。现在可以接着付。',
          'It was too low before; nothing was charged. You can pay now.',
        )
      : kind === 'withdrawal'
        ? text(
            '没有扣款。请按可用余额重新提现。',
            'Nothing was taken. Start a new withdrawal of what is available.',
          )
        : text(
            '没有扣款。补足后会接着付完同一笔，不会重复付。',
            'Nothing was charged. Once topped up, the same payment is finished; you never pay twice.',
          ),
    more: [moneyFact(text('可用余额', 'Available'), facts.available ?? '0', currency)],
  });
};

export const enterAgain = (facts: PaymentFacts): CardContent => {
  const left = failedCheck(paymentOf(facts))?.evidence.triesLeft;
  return paymentCard(facts, {
    title: text('重新输入支付密码', 'Enter the payment password again'),
    tone: 'warning',
    body:
      typeof left === 'number'
        ? text(
            `上次的支付密码不正确，没有扣款。还可以再试 ${left} 次。`,
            `The payment password was not right and nothing was charged. ${left === 1 ? 'One try is' : `${left} tries are`} left.`,
          )
        : text('没有扣款。现在可以重新输入。', 'Nothing was charged. You can enter it again now.'),
  });
};

export const passwordLocked = (facts: PaymentFacts): CardContent => {
  const until = passwordLockedUntil(facts);
  const time = until && timeText(until, new Date(facts.asOf ?? ''));
  return paymentCard(facts, {
    title: text('支付密码已暂时锁定', 'The payment password is locked for now'),
    tone: 'warning',
    body: text(
      `为保护您的资金，支付密码锁定到 ${time?.zh}。没有扣款。可以等到那时，或现在重设。`,
      `To protect your money it opens again ${time?.en}. Nothing was charged. Wait until then, or reset it now.`,
    ),
  });
};

export const authenticate = (facts: PaymentFacts): CardContent =>
  paymentCard(facts, {
    title: text('银行等您确认这笔付款', 'Your bank waits for you to confirm'),
    tone: 'warning',
    body: text(
      '在银行页面确认后，付款会自动完成，结果会显示在这里。',
      'Confirm on the bank’s page and the payment completes by itself; the result appears here.',
    ),
  });

export const unpaid = (facts: PaymentFacts): CardContent => {
  const { failure } = paymentOf(facts);
  return paymentCard(facts, {
    title: failure ? reasonText(failure.code) : text('付款没有完成', 'The payment is unfinished'),
    tone: 'warning',
    body: failure?.message,
  });
};

export const outage = (facts: PaymentFacts): CardContent => {
  const incident = outageOf(facts);
  const since = incident && timeText(new Date(incident.startedAt), new Date(facts.asOf ?? ''));
  const isCard = incident?.methodType === 'card';
  return paymentCard(facts, {
    title: isCard
      ? text('银行卡网络暂时中断', 'The card network is down')
      : text('银行转账暂时中断', 'Bank transfers are down'),
    tone: 'warning',
    body: text(
      `${since?.zh} 起${isCard ? '银行卡网络' : '银行'}没有应答，不是您${isCard ? '的卡' : '账户'}的问题。这笔没有扣款，恢复后可以接着付，也可以换一种方式。`,
      `There has been no answer since ${since?.en.replace(/^(at|on) /, '')}; it is not your ${isCard ? 'card' : 'account'}. Nothing was charged. Pay once it works again, or another way.`,
    ),
  });
};

export const declined = (facts: PaymentFacts): CardContent => {
  const { failure } = paymentOf(facts);
  return paymentCard(facts, {
    title: failure ? reasonText(failure.code) : text('付款没有完成', 'The payment is unfinished'),
    tone: 'danger',
    body: failure?.message ?? text('没有扣款，可以接着付。', 'Nothing was charged; you can go on.'),
  });
};

export const limit = (facts: PaymentFacts): CardContent => {
  const payment = paymentOf(facts);
  const own = walletLimit(payment);
  const remaining = moneyText(own?.remaining ?? '0', payment.currency);
  const resets = own?.resetsAt && timeText(own.resetsAt, new Date(facts.asOf ?? ''));
  const body =
    own?.limit === 'per_payment'
      ? text(
          `没有扣款。单笔最多 ${remaining}，请降低金额或分几笔付。`,
          `Nothing was charged. One payment may be at most ${remaining}; lower the amount or split it.`,
        )
      : own?.limit === 'per_day'
        ? text(
            `没有扣款。今天还可以付 ${remaining}，${resets?.zh} 恢复。`,
            `Nothing was charged. ${remaining} may still be paid today; it resets ${resets?.en}.`,
          )
        : own?.limit === 'payments_per_day'
          ? text(
              `没有扣款。今天的付款次数已用完，${resets?.zh} 恢复。`,
              `Nothing was charged. Today’s number of payments is used up; it resets ${resets?.en}.`,
            )
          : payment.failure?.message;
  return paymentCard(facts, { title: text('超过限额', 'Above a limit'), tone: 'warning', body });
};

export const seeOriginal = (facts: PaymentFacts): CardContent =>
  paymentCard(facts, {
    title: text('这笔之前已经提交过', 'This was submitted before'),
    tone: 'info',
    body: paymentOf(facts).failure?.message,
  });

export const findOut = (facts: PaymentFacts): CardContent => {
  const moved = moneyMovedText(paymentOf(facts));
  return paymentCard(facts, {
    title: text('结果还没确定', 'The outcome is not known yet'),
    tone: 'warning',
    body: text(
      `银行还没有答复。${moved.zh}请先不要再付一次。`,
      `The bank has not answered yet. ${moved.en} Please do not pay again.`,
    ),
  });
};

export const waiting = (facts: PaymentFacts): CardContent => {
  const moved = moneyMovedText(paymentOf(facts));
  return paymentCard(facts, {
    title: text('银行还没有结果，我们继续查', 'No result yet; we keep asking'),
    tone: 'info',
    body: text(
      `${moved.zh}请不要再付一次，一有结果我就在这里告诉您。`,
      `${moved.en} Please do not pay again; I will tell you here as soon as we know.`,
    ),
  });
};

/** What success means, by kind of payment. */
const successes: Record<Payment['kind'], { title: LocalizedText; body: LocalizedText }> = {
  purchase: {
    title: text('付款成功', 'Paid'),
    body: text('只付了这一次，不用再付。', 'It was paid once; no need to pay again.'),
  },
  transfer: {
    title: text('转账成功', 'Transferred'),
    body: text('只转了这一次，不用再转。', 'It was sent once; no need to send it again.'),
  },
  top_up: {
    title: text('充值到账了', 'The top-up has arrived'),
    body: text('钱已经在余额里，只充了这一次。', 'The money is in your balance; you were charged once.'),
  },
  withdrawal: {
    title: text('提现成功', 'Withdrawn'),
    body: text('银行已经收到这笔钱。', 'Your bank has received the money.'),
  },
  goodwill: {
    title: text('补偿已到账', 'The goodwill credit is there'),
    body: text('这是我们补偿给您的，已经在余额里。', 'We gave you this; it is in your balance.'),
  },
};

export const fixed = (facts: PaymentFacts): CardContent => {
  const { title, body } = successes[paymentOf(facts).kind];
  return paymentCard(facts, {
    title,
    tone: 'success',
    body: text(`${body.zh}问题解决了吗？`, `${body.en} Is it solved?`),
  });
};

export const alreadyPaid = (facts: PaymentFacts): CardContent => {
  const { kind } = paymentOf(facts);
  return paymentCard(facts, {
    ...successes[kind],
    ...(kind === 'purchase' || kind === 'transfer'
      ? {
          title: text('这笔已经付成了', 'This has been paid'),
          body: text('只扣了一次，不用再付。', 'You were charged once; no need to pay again.'),
        }
      : {}),
    tone: 'success',
  });
};

export const canceled = (facts: PaymentFacts): CardContent => {
  const moved = moneyMovedText(paymentOf(facts));
  return paymentCard(facts, {
    title: text('这笔付款已取消', 'This payment was cancelled'),
    tone: 'neutral',
    body: text(
      `${moved.zh}需要的话，请重新发起付款。问题解决了吗？`,
      `${moved.en} Start a new payment if you still want to pay. Is it solved?`,
    ),
  });
};

export const needsPerson = (facts: PaymentFacts): CardContent =>
  paymentCard(facts, {
    title: text('需要客服为您核实', 'A person needs to check this'),
    tone: 'warning',
    body: facts.accountLocked
      ? text(
          '您的账户已暂时锁定，没有扣款。我把查到的都交给客服，帮您解锁。',
          'Your account is locked for now and nothing was charged. I am passing on what I found so that a person can help unlock it.',
        )
      : paymentOf(facts).failure?.message,
  });

export const handOff = (facts: PaymentFacts): CardContent => {
  const content = {
    title: text('转人工客服', 'Passing you to a person'),
    tone: 'info' as const,
    body: text(
      '客服能看到以上检查结果，您不用再说一遍。',
      'They see everything checked above; you need not explain it again.',
    ),
  };
  return facts.payment ? paymentCard(facts, content) : content;
};

import { moneyText } from '../../../contract/money.ts';
import type { Payment } from '../../../contract/payments.ts';
import { defineGuide, type World } from '../definition.ts';
import { endings, solvedOrNot } from '../endings.ts';
import { paymentText, text, timeText } from '../wording.ts';
import { moneyFact } from './cards.ts';
import { disputed, disputeOffer, onDispute } from './dispute-steps.ts';
import { isOwn, within } from './find.ts';
import { samplePayment } from './sample.ts';

interface Facts {
  /** Alike payments: to the same, of the same amount, within two days of each other; the newest first. */
  group?: Payment[];
  groups?: Payment[][];
  chosenId?: string;
  asOf?: string;
  askedRail?: boolean;
}

const twoDays = 2 * 24 * 3_600_000;
const settled = ({ status }: Payment) => status === 'succeeded';
/** Held for review it is people who know, not the bank. */
const asksRail = (payment: Payment) => open(payment) && !payment.underReview;
const open = ({ status }: Payment) => status === 'processing' || status === 'requires_action';
/** What may have taken money: succeeded, or still unknown. */
const charged = (group: readonly Payment[] = []) =>
  group.filter((payment) => settled(payment) || open(payment));

const alike = (a: Payment, b: Payment) =>
  a.kind === b.kind &&
  a.amount === b.amount &&
  a.currency === b.currency &&
  a.counterparty.name.zh === b.counterparty.name.zh &&
  Math.abs(Date.parse(a.createdAt) - Date.parse(b.createdAt)) <= twoDays;

/** Payments that look like one made twice, newest first; each in one group. */
export function findAlike(payments: readonly Payment[]): Payment[][] {
  const groups: Payment[][] = [];
  for (const payment of payments) {
    const group = groups.find(([first]) => first !== undefined && alike(first, payment));
    if (group) group.push(payment);
    else groups.push([payment]);
  }
  return groups.filter(
    (group) => group.length > 1 && group.some((payment) => settled(payment) || open(payment)),
  );
}

async function look(world: World, facts: Facts): Promise<Facts> {
  const own = (await world.recentPayments(100)).filter(
    (payment) =>
      isOwn(payment) &&
      (payment.kind === 'purchase' || payment.kind === 'transfer' || payment.kind === 'top_up') &&
      within(30, payment, world.now),
  );
  const groups = findAlike(own);
  const named = facts.chosenId ?? world.subject.paymentId;
  const group =
    groups.find((payments) => payments.some(({ id }) => id === named)) ??
    (named === undefined && groups.length === 1 ? groups[0] : undefined);
  // A payment that was named and has no double stands alone.
  const alone = group === undefined ? own.filter(({ id }) => id === named) : [];
  const looked = group ?? (alone.length > 0 ? alone : undefined);
  return {
    group: looked,
    groups: looked ? undefined : groups.slice(0, 5),
    asOf: world.now.toISOString(),
  };
}

const listed = ({ group = [], asOf = '' }: Facts) =>
  group.slice(0, 6).map((payment) => {
    const time = timeText(new Date(payment.createdAt), new Date(asOf));
    const state = settled(payment)
      ? text('已扣款', 'charged')
      : payment.underReview
        ? text('安全核实中，没有扣款', 'checked for safety, not charged')
        : open(payment)
          ? text('等待结果', 'no result yet')
          : text('没有扣款', 'not charged');
    return moneyFact(
      text(`${time.zh} · ${state.zh}`, `${time.en} · ${state.en}`),
      payment.amount,
      payment.currency,
    );
  });

const nameOf = ({ group = [] }: Facts) => group[0]?.counterparty.name ?? text('', '');

export const chargedTwice = defineGuide<Facts>()({
  id: 'charged-twice',
  version: 3,
  title: text('重复扣款', 'Charged twice'),
  summary: text(
    '逐笔核对到底扣了几次，多扣的交给专人追回。',
    'Check payment by payment how often you were charged; a person recovers what was too much.',
  ),
  area: 'payments',
  start: 'look',
  resume: 'look',
  person: 'hand_off',
  sample: {
    group: [{ ...samplePayment, status: 'succeeded' }, samplePayment],
    asOf: samplePayment.createdAt,
  },
  subject: ({ group }) => ({ paymentId: group?.[0]?.id }),

  steps: {
    look: {
      kind: 'look',
      summary: text('逐笔核对最近 30 天的扣款', 'Compared the charges of the last 30 days'),
      read: look,
      next: [
        {
          when: ({ groups = [] }) => groups.length > 1,
          because: text('有好几组相同的', 'Several look alike'),
          to: 'which',
        },
        {
          when: ({ group }) => group === undefined,
          because: text('没有相同的两笔', 'No two are alike'),
          to: 'none',
        },
        {
          when: ({ group, askedRail }) => (group ?? []).some(asksRail) && askedRail === true,
          because: text('银行还不知道', 'The bank does not know yet'),
          to: 'waiting',
        },
        {
          when: ({ group }) => charged(group).length > 1 && (group ?? []).some(open),
          because: text('其中一笔还没有结果', 'One has no result yet'),
          to: 'one_open',
        },
        {
          when: ({ group }) => charged(group).length > 1,
          because: text('确实成功了两笔', 'Two did succeed'),
          to: 'two',
        },
        { to: 'once' },
      ],
    },
    which: {
      kind: 'choose',
      card: () => ({
        title: text('您说的是哪一组？', 'Which of these do you mean?'),
        tone: 'info',
        body: text('这几组付款的对象和金额相同。', 'These were to the same payee and of the same amount.'),
      }),
      options: [
        {
          id: 'group',
          offer: ({ groups = [], asOf = '' }) =>
            groups.flatMap(([first]) => {
              if (first === undefined) return [];
              const { zh, en } = paymentText(first, new Date(asOf));
              return [{ key: first.id, label: text(zh, en), learn: { chosenId: first.id } }];
            }),
          to: 'look',
        },
      ],
    },
    none: {
      kind: 'ask',
      card: () => ({
        title: text('没有找到重复的扣款', 'No double charge found'),
        tone: 'neutral',
        body: text(
          '最近 30 天里，没有同一收款方、同一金额的两笔扣款。银行短信里的“预授权”不是扣款，没有成功的会自动退回。',
          'In the last 30 days no two charges went to the same payee with the same amount. An authorisation your bank tells you of is not a charge; one that did not go through is released by itself.',
        ),
      }),
      answers: [
        { id: 'solved', label: text('明白了', 'I see'), to: 'thanks' },
        {
          id: 'not_solved',
          label: text('银行扣了两次，请核对', 'My bank charged twice, check it'),
          to: 'hand_off',
        },
      ],
    },
    once: {
      kind: 'ask',
      card: (facts) => ({
        title: text('只扣了一次', 'You were charged once'),
        tone: 'success',
        body: text(
          `付给${nameOf(facts).zh}的这几次里，只有标“已扣款”的一笔成功；其他没有扣款，银行如有占用会自动退回。`,
          `Of these to ${nameOf(facts).en}, only the one marked “charged” went through; the others took nothing, and what a bank may hold for them is released by itself.`,
        ),
        facts: listed(facts),
      }),
      answers: solvedOrNot,
    },
    one_open: {
      kind: 'choose',
      card: (facts) => ({
        title: text('有一笔还没有结果', 'One has no result yet'),
        tone: 'warning',
        body: text(
          '钱只是冻结，没有扣走。没有成功就马上解冻。请先不要再付。',
          'Its money is on hold and has not been taken; if it does not succeed it is released at once. Please do not pay again for now.',
        ),
        facts: listed(facts),
      }),
      options: [
        {
          id: 'find_out',
          offer: ({ group = [] }) =>
            group.some(asksRail) ? [{ label: text('现在向银行查', 'Ask the bank now') }] : [],
          to: 'inquire',
        },
        {
          id: 'wait',
          offer: ({ group = [] }) =>
            group.some(asksRail) ? [] : [{ label: text('好，等核实完', 'Fine, I wait for the check') }],
          to: 'thanks',
        },
      ],
      on: { 'payment.succeeded': 'look', 'payment.failed': 'look', 'payment.canceled': 'look' },
    },
    inquire: {
      kind: 'do',
      summary: text('向银行查询没有结果的那一笔', 'Asked the bank about the one without a result'),
      run: async (commands, { group = [] }) => {
        for (const payment of group.filter(asksRail)) await commands.inquire(payment.id);
        return { askedRail: true };
      },
      next: 'look',
      refused: 'waiting',
    },
    waiting: {
      kind: 'wait',
      card: (facts) => ({
        title: text('银行还没有结果，我们继续查', 'No result yet; we keep asking'),
        tone: 'info',
        body: text('一有结果我就在这里告诉您。', 'I will tell you here as soon as we know.'),
        facts: listed(facts),
      }),
      on: { 'payment.succeeded': 'look', 'payment.failed': 'look' },
      deadline: { hours: 24, to: 'hand_off' },
    },
    two: {
      kind: 'ask',
      card: (facts) => ({
        title: text('确实成功了两笔', 'Two did go through'),
        tone: 'warning',
        body: text(
          `付给${nameOf(facts).zh}的有 ${charged(facts.group).length} 笔相同的付款成功了。是两次购买，还是重复付了？`,
          `${charged(facts.group).length} equal payments to ${nameOf(facts).en} went through. Were they separate, or was one a mistake?`,
        ),
        facts: listed(facts),
      }),
      answers: [
        { id: 'mistake', label: text('重复付了', 'Paid twice by mistake'), to: 'recover' },
        { id: 'separate', label: text('是两次，没有错', 'They are separate'), to: 'thanks' },
      ],
    },
    recover: {
      kind: 'choose',
      card: (facts) => ({
        title: text('怎么追回多付的那笔', 'How to get the second one back'),
        tone: 'info',
        body: text(
          '付给商家的，可以自己发起争议：金额马上冻结在商家那边。也可以由客服去追。',
          'Paid to a merchant, you can dispute it: the amount is reserved there at once. Or a person pursues it.',
        ),
        facts: listed(facts),
      }),
      options: [
        {
          id: 'person_please',
          offer: () => [{ label: text('请客服追回', 'Have a person pursue it') }],
          to: 'hand_off',
        },
        {
          id: 'dispute',
          offer: ({ group = [] }) =>
            disputeOffer(group.find((payment) => settled(payment) && payment.kind === 'purchase')),
        },
      ],
      on: onDispute,
    },
    disputed,
    ...endings<Facts>({
      topic: (facts) => {
        const [first] = facts.group ?? [];
        if (first === undefined) return text('重复扣款', 'Charged twice');
        const money = moneyText(first.amount, first.currency);
        const times = charged(facts.group).length;
        return text(
          `重复扣款 ${money} × ${times} · ${first.counterparty.name.zh}`,
          `Charged twice: ${money} × ${times} · ${first.counterparty.name.en}`,
        );
      },
      priority: ({ group }) => (charged(group).length > 1 ? 'urgent' : 'normal'),
    }),
  },
});

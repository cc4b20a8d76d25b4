import { publishedLimits } from '../../payments/payments.ts';
import { defineGuide } from '../definition.ts';
import { endings } from '../endings.ts';
import { moneyFact } from '../payment/cards.ts';
import { text, timeText } from '../wording.ts';

interface Facts {
  /** Lower for a while after the account was recovered. */
  reducedUntil?: string;
  asOf?: string;
}

const yuan = (label: { zh: string; en: string }, amount: bigint) => moneyFact(label, amount, 'CNY');

export const limitsAndFees = defineGuide<Facts>()({
  id: 'limits-and-fees',
  version: 1,
  title: text('限额和手续费', 'Limits and fees'),
  summary: text(
    '单笔、每天、每月能付多少，收不收手续费，额度不够怎么办。',
    'How much a payment, a day and a month may be, what it costs, and what to do when it is not enough.',
  ),
  area: 'funds',
  audience: 'everyone',
  start: 'look',
  resume: 'look',
  person: 'hand_off',
  steps: {
    look: {
      kind: 'look',
      summary: text('查看适用的限额', 'Looked at the limits in force'),
      read: async (world) => {
        const customer = await world.customer();
        return {
          reducedUntil: customer?.reducedLimitsUntil?.toISOString(),
          asOf: world.now.toISOString(),
        };
      },
      next: [
        {
          when: ({ reducedUntil }) => reducedUntil !== undefined,
          because: text('刚找回账户，限额较低', 'Lower after a recovery'),
          to: 'reduced',
        },
        { to: 'limits' },
      ],
    },
    reduced: {
      kind: 'ask',
      card: ({ reducedUntil = '', asOf = '' }) => {
        const until = timeText(new Date(reducedUntil || asOf || 0), new Date(asOf || 0));
        return {
          title: text('刚找回账户，限额暂时较低', 'Limits are lower after a recovery'),
          tone: 'info',
          body: text(
            `为防有人冒用，${until.zh} 后自动恢复。问题解决了吗？`,
            `So that nobody misuses it; they are back to normal ${until.en}. Is it solved?`,
          ),
          facts: [
            yuan(text('单笔和每天最多', 'At most, a payment and a day'), publishedLimits.afterRecovery),
          ],
        };
      },
      answers: [
        { id: 'solved', label: text('知道了', 'I see'), to: 'thanks' },
        { id: 'normal', label: text('看正常限额', 'Show the usual limits'), to: 'limits' },
        { id: 'not_solved', label: text('急用，要提高', 'I need more now'), to: 'hand_off' },
      ],
    },
    limits: {
      kind: 'ask',
      card: () => ({
        title: text(
          'UPay 的限额，充值提现都不收手续费',
          'UPay’s limits; topping up and withdrawing are free',
        ),
        tone: 'info',
        body: text(
          `付款、转账、提现合起来算，每天最多 ${publishedLimits.paymentsADay} 笔。银行自己的限额另算，超过时会说是银行没同意。够用吗？`,
          `Payments, transfers and withdrawals count together, ${publishedLimits.paymentsADay} a day at most. Your bank’s own limits come on top; then it says that the bank refused. Is it enough?`,
        ),
        facts: [
          yuan(text('单笔', 'A payment'), publishedLimits.perPayment),
          yuan(text('每天付出', 'Out, a day'), publishedLimits.perDay),
          yuan(text('每月付出', 'Out, a month'), publishedLimits.perMonth),
          yuan(text('一张卡每天', 'One card, a day'), publishedLimits.ofMethodADay),
          yuan(text('每天充值', 'Top-ups, a day'), publishedLimits.topUpsADay),
          yuan(text('出示付款码，每天', 'By your pay code, a day'), publishedLimits.byPayerCodeADay),
          yuan(text('扫静态收款码，每天', 'By static codes, a day'), publishedLimits.byStaticCodeADay),
        ],
      }),
      answers: [
        { id: 'solved', label: text('够用', 'It is enough'), to: 'thanks' },
        { id: 'split', label: text('单笔不够', 'Too low for one payment'), to: 'split' },
        { id: 'not_solved', label: text('要提高限额', 'I need higher limits'), to: 'hand_off' },
      ],
    },
    split: {
      kind: 'ask',
      card: () => ({
        title: text('分几笔付，或隔天付', 'Split it, or pay over two days'),
        tone: 'info',
        body: text(
          '每笔不超过单笔限额就行，当天合计不超过每天的限额。零点重新计算。',
          'Keep each below the limit of one payment and the day’s sum below the day’s; it starts anew at midnight.',
        ),
      }),
      answers: [
        { id: 'solved', label: text('好的', 'All right'), to: 'thanks' },
        { id: 'not_solved', label: text('还是不够', 'Still not enough'), to: 'hand_off' },
      ],
    },
    ...endings<Facts>({ topic: () => text('要求提高限额', 'Asks for higher limits') }),
  },
});

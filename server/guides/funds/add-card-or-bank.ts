import { defineGuide } from '../definition.ts';
import { endings, opens, solvedOrNot } from '../endings.ts';
import { methodText, text } from '../wording.ts';
import { readWallet, type WalletFacts } from './wallet-facts.ts';

interface Facts extends WalletFacts {
  /** What the wallet said when it would not be added. */
  trouble?: 'declined' | 'invalid' | 'other';
}

export const addCardOrBank = defineGuide<Facts>()({
  id: 'add-card-or-bank',
  version: 1,
  title: text('绑定银行卡或银行账户', 'Add a card or bank account'),
  summary: text('带您绑好卡；绑不上的，查清原因。', 'We add it together; if it is refused, find out why.'),
  area: 'funds',
  start: 'look',
  resume: 'look',
  person: 'hand_off',
  steps: {
    look: {
      kind: 'look',
      summary: text('查看已绑定的付款方式', 'Looked at the stored payment methods'),
      read: (world) => readWallet(world),
      next: [
        {
          when: ({ added = [] }) => added.length > 0,
          because: text('刚刚绑好', 'One was just added'),
          to: 'added',
        },
        { to: 'add' },
      ],
    },
    add: {
      kind: 'choose',
      card: ({ methods = [] }) => ({
        title: text('绑银行卡，还是银行账户？', 'A card, or a bank account?'),
        tone: 'info',
        body: text(
          `卡可以付款和充值；银行账户还能收提现。您现在绑了 ${methods.length} 个。卡号不会经过客服。`,
          `A card pays and tops up; a bank account also receives withdrawals. You have ${methods.length} now. The number never passes through support.`,
        ),
      }),
      options: [
        { id: 'add_card', offer: () => [opens('add_card', text('添加银行卡', 'Add a card'))] },
        {
          id: 'add_account',
          offer: () => [opens('add_bank_account', text('添加银行账户', 'Add a bank account'))],
        },
        {
          id: 'done',
          quiet: true,
          offer: () => [{ label: text('我绑好了', 'I have added it') }],
          to: 'look',
        },
        {
          id: 'trouble',
          quiet: true,
          offer: () => [{ label: text('绑不上', 'It is refused') }],
          to: 'trouble',
        },
      ],
    },
    trouble: {
      kind: 'ask',
      card: () => ({
        title: text('页面上怎么提示的？', 'What did the screen say?'),
        tone: 'neutral',
      }),
      answers: [
        {
          id: 'invalid',
          label: text('卡号、有效期或安全码不正确', 'The number, expiry or security code is wrong'),
          learn: { trouble: 'invalid' },
          to: 'check_numbers',
        },
        {
          id: 'declined',
          label: text('这张卡无法添加', 'This card cannot be added'),
          learn: { trouble: 'declined' },
          to: 'declined',
        },
        {
          id: 'too_many',
          label: text('操作太频繁', 'Too many requests'),
          learn: { trouble: 'other' },
          to: 'too_many',
        },
        {
          id: 'other',
          label: text('其他提示', 'Something else'),
          learn: { trouble: 'other' },
          to: 'hand_off',
        },
      ],
    },
    check_numbers: {
      kind: 'choose',
      card: () => ({
        title: text('对着卡面再核对一遍', 'Check it against the card'),
        tone: 'info',
        body: text(
          '卡号 12–19 位；有效期是卡面上的“月/年”；安全码是卡背面 3 位（美国运通在正面 4 位）。不要把这些数字发给任何人，包括客服。',
          'The number has 12 to 19 digits; the expiry is month/year on the card; the security code is the 3 digits on the back (4 on the front of American Express). Send these to nobody, not even support.',
        ),
      }),
      options: [
        { id: 'again', offer: () => [opens('add_card', text('重新添加', 'Add it again'))] },
        { id: 'done', offer: () => [{ label: text('绑好了', 'Added') }], to: 'look' },
        {
          id: 'still',
          quiet: true,
          offer: () => [{ label: text('还是不行', 'Still refused') }],
          to: 'declined',
        },
      ],
    },
    declined: {
      kind: 'choose',
      card: () => ({
        title: text('是发卡银行没有同意', 'The card’s bank did not agree'),
        tone: 'warning',
        body: text(
          '常见原因：卡过期或已注销、没有开通网上支付、卡被银行限制。请打卡背面的银行电话开通，或换一张卡。',
          'Usually the card has expired or is closed, is not enabled for online payments, or is restricted by the bank. Call the number on its back, or use another card.',
        ),
      }),
      options: [
        { id: 'other_card', offer: () => [opens('add_card', text('换一张卡', 'Use another card'))] },
        {
          id: 'add_account',
          offer: () => [opens('add_bank_account', text('改绑银行账户', 'Add a bank account instead'))],
        },
        { id: 'done', quiet: true, offer: () => [{ label: text('绑好了', 'Added') }], to: 'look' },
      ],
    },
    too_many: {
      kind: 'ask',
      card: () => ({
        title: text('试得太频繁了，过一小时再来', 'Too many tries; come back in an hour'),
        tone: 'info',
        body: text(
          '为防止有人用偷来的卡号试，一小时内只能绑定有限的次数。',
          'Adding is limited each hour, so that nobody can try stolen card numbers.',
        ),
      }),
      answers: [
        { id: 'solved', label: text('知道了', 'I see'), to: 'thanks' },
        { id: 'not_solved', label: text('等过了还是这样', 'I waited, it is the same'), to: 'hand_off' },
      ],
    },
    added: {
      kind: 'ask',
      card: ({ added: [method] = [] }) => {
        const name = method ? methodText(method) : text('', '');
        return {
          title: text('绑好了', 'Added'),
          tone: 'success',
          body: text(`${name.zh}现在可以用了。问题解决了吗？`, `${name.en} can be used now. Is it solved?`),
        };
      },
      answers: solvedOrNot,
      silence: 'thanks',
    },
    ...endings<Facts>({
      topic: ({ trouble }) =>
        trouble === 'declined'
          ? text('绑卡被拒', 'A card is refused when added')
          : text('绑定银行卡或账户', 'Adding a card or bank account'),
    }),
  },
});

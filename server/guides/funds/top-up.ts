import { defineGuide } from '../definition.ts';
import { opens } from '../endings.ts';
import { text } from '../wording.ts';
import { hasMade, isLocked, lacksPaymentPassword, type WalletFacts } from './wallet-facts.ts';
import { balanceFact, lookAgain, lookAtWallet, onMoney, walletSteps } from './wallet-steps.ts';

export const topUp = defineGuide<WalletFacts>()({
  id: 'top-up',
  version: 1,
  title: text('怎么充值', 'How to top up'),
  summary: text(
    '从银行卡或银行账户充进余额，一步步带您做完。',
    'From a card or bank account into your balance, step by step.',
  ),
  area: 'funds',
  start: 'look',
  resume: 'look',
  hears: 'customer',
  person: 'hand_off',
  steps: {
    look: {
      ...lookAtWallet('top_up', text('查看余额和付款方式', 'Looked at the balance and the payment methods')),
      next: [
        { when: hasMade('succeeded'), because: text('充值到账', 'It has arrived'), to: 'made' },
        {
          when: hasMade('processing', 'requires_action'),
          because: text('银行在处理', 'The bank is at it'),
          to: 'under_way',
        },
        { when: hasMade('requires_payment_method'), because: text('没充成', 'It failed'), to: 'failed' },
        { when: isLocked, because: text('账户锁定', 'The account is locked'), to: 'locked' },
        {
          when: ({ methods = [] }) => methods.length === 0,
          because: text('还没有绑卡', 'No card or account yet'),
          to: 'add_method',
        },
        {
          when: lacksPaymentPassword,
          because: text('没有支付密码', 'No payment password'),
          to: 'set_password',
        },
        { to: 'top_up' },
      ],
    },
    add_method: {
      kind: 'choose',
      card: () => ({
        title: text('第一步：绑一张银行卡', 'First, add a card'),
        tone: 'info',
        body: text(
          '充值的钱从您的银行卡或银行账户来。卡号只交给卡组织保管，我们不保存。',
          'Top-ups come from your card or bank account. The number goes to the card network’s vault and is not kept here.',
        ),
      }),
      options: [
        { id: 'add_card', offer: () => [opens('add_card', text('添加银行卡', 'Add a card'))] },
        {
          id: 'add_account',
          offer: () => [opens('add_bank_account', text('添加银行账户', 'Add a bank account'))],
        },
        lookAgain,
      ],
      on: onMoney,
    },
    top_up: {
      kind: 'choose',
      card: (facts) => ({
        title: text('打开充值，输入金额', 'Open top-up and enter the amount'),
        tone: 'info',
        body: text(
          '选银行卡，输入支付密码就完成。不收手续费，银行确认后马上到账；到账了我会在这里告诉您。',
          'Choose the card and enter the payment password. There is no fee, it arrives once the bank confirms, and I tell you here.',
        ),
        facts: [balanceFact(facts)],
      }),
      options: [{ id: 'open', offer: () => [opens('top_up', text('去充值', 'Top up'))] }, lookAgain],
      on: onMoney,
    },
    under_way: {
      kind: 'wait',
      card: () => ({
        title: text('银行正在处理', 'The bank is at it'),
        tone: 'info',
        body: text(
          '不要再充一次，到账了我马上告诉您。',
          'Do not top up again; I tell you as soon as it arrives.',
        ),
      }),
      on: onMoney,
      deadline: { hours: 24, to: 'hand_off' },
    },
    ...walletSteps({
      topic: text('充值', 'Topping up'),
      made: () => text('充值到账了', 'Your top-up has arrived'),
    }),
  },
});

import { defineGuide } from '../definition.ts';
import { opens } from '../endings.ts';
import { readWallet, isLocked, lacksPaymentPassword, type WalletFacts } from '../funds/wallet-facts.ts';
import { balanceFact, lookAgain, onMoney, walletSteps } from '../funds/wallet-steps.ts';
import { text } from '../wording.ts';

export const pay = defineGuide<WalletFacts>()({
  id: 'pay',
  version: 1,
  title: text('怎么付款和转账', 'How to pay and transfer'),
  summary: text(
    '在商家付款、转账给别人，一步步带您做完。',
    'Pay a shop or send money to somebody, step by step.',
  ),
  area: 'payments',
  start: 'look',
  resume: 'look',
  hears: 'customer',
  person: 'hand_off',
  steps: {
    look: {
      kind: 'look',
      summary: text(
        '查看余额、付款方式和支付密码',
        'Looked at the balance, the methods and the payment password',
      ),
      read: async (world) => {
        const transfer = await readWallet(world, 'transfer');
        const purchase = await readWallet(world, 'purchase');
        return { ...transfer, made: transfer.made ?? purchase.made };
      },
      next: [
        {
          when: ({ made }) => made?.status === 'succeeded',
          because: text('付成了', 'It was paid'),
          to: 'made',
        },
        {
          when: ({ made }) => made?.status === 'requires_payment_method',
          because: text('没付成', 'It failed'),
          to: 'failed',
        },
        { when: isLocked, because: text('账户锁定', 'The account is locked'), to: 'locked' },
        {
          when: lacksPaymentPassword,
          because: text('没有支付密码', 'No payment password'),
          to: 'set_password',
        },
        {
          when: ({ available = '0', methods = [] }) => BigInt(available) === 0n && methods.length === 0,
          because: text('没有可用的钱', 'Nothing to pay with'),
          to: 'nothing_to_pay_with',
        },
        { to: 'what' },
      ],
    },
    nothing_to_pay_with: {
      kind: 'choose',
      card: () => ({
        title: text('先绑一张卡，或充点余额', 'Add a card or top up first'),
        tone: 'info',
        body: text(
          '付款可以用余额、银行卡或银行账户。',
          'You can pay from the balance, a card or a bank account.',
        ),
      }),
      options: [
        { id: 'add_card', offer: () => [opens('add_card', text('添加银行卡', 'Add a card'))] },
        { id: 'top_up', offer: () => [opens('top_up', text('去充值', 'Top up'))] },
        lookAgain,
      ],
      on: onMoney,
    },
    what: {
      kind: 'choose',
      card: (facts) => ({
        title: text('您想怎么付？', 'How do you want to pay?'),
        tone: 'info',
        facts: [balanceFact(facts)],
      }),
      options: [
        {
          id: 'to_person',
          offer: () => [{ label: text('转账给别人', 'Send to a person') }],
          to: 'to_person',
        },
        { id: 'shop', offer: () => [{ label: text('在商家付款', 'Pay a shop') }], to: 'to_shop' },
        { id: 'receive', offer: () => [opens('receive', text('出示收款码收钱', 'Show my code to receive'))] },
      ],
      on: onMoney,
    },
    to_person: {
      kind: 'choose',
      card: () => ({
        title: text('用手机号找到对方', 'Find them by phone number'),
        tone: 'info',
        body: text(
          '输入手机号后先核对打码的姓名，再填金额、输入支付密码。转账马上到账，转错不能自己撤回。',
          'Enter the number, check the masked name, then the amount and the payment password. It arrives at once and cannot be taken back.',
        ),
      }),
      options: [
        { id: 'open', offer: () => [opens('transfer', text('去转账', 'Transfer'))] },
        { id: 'back', quiet: true, offer: () => [{ label: text('返回', 'Back') }], to: 'what' },
      ],
      on: onMoney,
    },
    to_shop: {
      kind: 'choose',
      card: () => ({
        title: text('在商家的收银台选 UPay', 'Choose UPay at the shop’s checkout'),
        tone: 'info',
        body: text(
          '下单后会打开 UPay 收银台：核对商家和金额，选付款方式，输入支付密码。同一个订单只会付一次。',
          'The order opens UPay’s checkout: check shop and amount, choose a method, enter the payment password. One order is paid once.',
        ),
      }),
      options: [
        { id: 'paid', offer: () => [{ label: text('付好了', 'I have paid') }], to: 'look' },
        { id: 'back', quiet: true, offer: () => [{ label: text('返回', 'Back') }], to: 'what' },
      ],
      on: onMoney,
    },
    ...walletSteps({
      topic: text('付款和转账', 'Paying and transferring'),
      made: () => text('付款成功', 'Paid'),
    }),
  },
});

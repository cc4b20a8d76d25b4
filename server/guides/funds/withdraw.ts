import { defineGuide } from '../definition.ts';
import { opens } from '../endings.ts';
import { text } from '../wording.ts';
import { accounts, hasMade, isLocked, lacksPaymentPassword, type WalletFacts } from './wallet-facts.ts';
import { balanceFact, lookAgain, lookAtWallet, onMoney, walletSteps } from './wallet-steps.ts';

export const withdraw = defineGuide<WalletFacts>()({
  id: 'withdraw',
  version: 1,
  title: text('怎么提现', 'How to withdraw'),
  summary: text(
    '把余额提到自己的银行账户，一步步带您做完。',
    'From your balance to your own bank account, step by step.',
  ),
  area: 'funds',
  start: 'look',
  resume: 'look',
  hears: 'customer',
  person: 'hand_off',
  steps: {
    look: {
      ...lookAtWallet(
        'withdrawal',
        text('查看余额和银行账户', 'Looked at the balance and the bank accounts'),
      ),
      next: [
        {
          when: hasMade('succeeded', 'processing'),
          because: text('已经提交', 'It was submitted'),
          to: 'made',
        },
        { when: hasMade('requires_payment_method'), because: text('没提成', 'It failed'), to: 'failed' },
        { when: isLocked, because: text('账户锁定', 'The account is locked'), to: 'locked' },
        {
          when: ({ available = '0' }) => BigInt(available) === 0n,
          because: text('没有可提的余额', 'Nothing to withdraw'),
          to: 'nothing',
        },
        {
          when: (facts) => accounts(facts).length === 0,
          because: text('没有银行账户', 'No bank account'),
          to: 'add_account',
        },
        {
          when: lacksPaymentPassword,
          because: text('没有支付密码', 'No payment password'),
          to: 'set_password',
        },
        { to: 'withdraw' },
      ],
    },
    nothing: {
      kind: 'ask',
      card: (facts) => ({
        title: text('现在没有可提的余额', 'There is nothing to withdraw now'),
        tone: 'neutral',
        body: text(
          '冻结中的钱要等那一笔有结果才能提。',
          'Money on hold can be withdrawn once its payment has a result.',
        ),
        facts: [balanceFact(facts)],
      }),
      answers: [
        { id: 'solved', label: text('明白了', 'I see'), to: 'thanks' },
        { id: 'not_solved', label: text('我应该有余额', 'I should have a balance'), to: 'hand_off' },
      ],
      on: onMoney,
    },
    add_account: {
      kind: 'choose',
      card: () => ({
        title: text('先添加自己的银行账户', 'Add your bank account first'),
        tone: 'info',
        body: text(
          '提现只能到银行账户，请准备好账号。',
          'Withdrawals go to a bank account; have its number at hand.',
        ),
      }),
      options: [
        { id: 'add', offer: () => [opens('add_bank_account', text('添加银行账户', 'Add a bank account'))] },
        lookAgain,
      ],
      on: onMoney,
    },
    withdraw: {
      kind: 'choose',
      card: (facts) => ({
        title: text('打开提现，输入金额', 'Open withdraw and enter the amount'),
        tone: 'info',
        body: text(
          '选银行账户，核对后输入支付密码。提交后我在这里告诉您结果。',
          'Choose the account, check it and enter the payment password. I tell you the result here.',
        ),
        facts: [balanceFact(facts)],
      }),
      options: [{ id: 'open', offer: () => [opens('withdraw', text('去提现', 'Withdraw'))] }, lookAgain],
      on: onMoney,
    },
    ...walletSteps({
      topic: text('提现', 'Withdrawing'),
      made: ({ made }) =>
        made?.status === 'processing'
          ? text('已提交，银行正在处理', 'Submitted; the bank is at it')
          : text('提现成功，银行已收到', 'Withdrawn; your bank has it'),
    }),
  },
});

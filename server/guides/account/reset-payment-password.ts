import { defineGuide } from '../definition.ts';
import { endings, opens, solvedOrNot } from '../endings.ts';
import { text } from '../wording.ts';

interface Facts {
  accountLocked?: boolean;
  hasPaymentPassword?: boolean;
}

export const resetPaymentPassword = defineGuide<Facts>()({
  id: 'reset-payment-password',
  version: 2,
  title: text('忘记或修改支付密码', 'Forgot or change the payment password'),
  summary: text(
    '用登录密码证明是您，当场设新的支付密码。',
    'Prove it is you with the login password and set a new one at once.',
  ),
  area: 'account',
  start: 'look',
  resume: 'look',
  hears: 'customer',
  person: 'hand_off',
  steps: {
    look: {
      kind: 'look',
      summary: text('查看账户和支付密码的状态', 'Looked at the account and the payment password'),
      read: async (world) => {
        const customer = await world.customer();
        return {
          accountLocked: customer?.status === 'locked',
          hasPaymentPassword: customer?.hasPaymentPassword ?? false,
        };
      },
      next: [
        {
          when: ({ accountLocked }) => accountLocked === true,
          because: text('账户锁定', 'The account is locked'),
          to: 'locked',
        },
        { to: 'reset' },
      ],
    },
    locked: {
      kind: 'tell',
      card: () => ({
        title: text('账户已暂时锁定', 'The account is locked for now'),
        tone: 'warning',
        body: text(
          '解锁后才能改密码。我把情况交给客服。',
          'It must be unlocked first. I am passing this on to a person.',
        ),
      }),
      next: 'hand_off',
    },
    reset: {
      kind: 'prove',
      card: ({ hasPaymentPassword }) => ({
        title: hasPaymentPassword
          ? text('在钱包里重设支付密码', 'Reset it in the wallet')
          : text('在钱包里设置支付密码', 'Set it in the wallet'),
        tone: 'info',
        body: text(
          '先输入登录密码，再输两遍新的 6 位数字。不要用生日、手机号或连续的数字。客服看不到，也不会问您要。',
          'Enter the login password, then the six new digits twice. No birthdays, phone numbers or sequences. Nobody here sees it or asks for it.',
        ),
      }),
      form: () => opens('reset_payment_password', text('去设置', 'Set it now')),
      on: { 'payment_password.set': 'done' },
      options: [
        { id: 'done', offer: () => [{ label: text('已设好', 'I have set it') }], to: 'done' },
        {
          id: 'forgot_login',
          quiet: true,
          offer: () => [{ label: text('登录密码也忘了', 'I forgot the login password too') }],
          to: 'forgot_login',
        },
        {
          id: 'too_simple',
          quiet: true,
          offer: () => [{ label: text('提示太简单', 'It says too simple') }],
          to: 'too_simple',
        },
      ],
    },
    too_simple: {
      kind: 'prove',
      card: () => ({
        title: text('换一组不好猜的数字', 'Choose digits that are hard to guess'),
        tone: 'info',
        body: text(
          '不能是连号（123456）、重复（111111、121212）。可以用一句话里字的笔画数之类只有您懂的数字。',
          'No runs (123456) and no repeats (111111, 121212). Use digits that only you can make sense of.',
        ),
      }),
      form: () => opens('reset_payment_password', text('再设一次', 'Set it again')),
      on: { 'payment_password.set': 'done' },
      options: [{ id: 'done', offer: () => [{ label: text('已设好', 'I have set it') }], to: 'done' }],
    },
    forgot_login: {
      kind: 'choose',
      card: () => ({
        title: text('先找回登录密码', 'Recover the login password first'),
        tone: 'info',
        body: text(
          '在找回页面用绑定的手机或邮箱和常用设备证明是您，两个密码都能在那里重设。',
          'On the recovery page, prove who you are with the bound phone or email and a device you use; both passwords can be reset there.',
        ),
      }),
      options: [
        { id: 'recover', offer: () => [opens('recover', text('去找回页面', 'Open the recovery page'))] },
        { id: 'remembered', offer: () => [{ label: text('想起来了', 'I remember it now') }], to: 'reset' },
      ],
      on: { 'payment_password.reset': 'done' },
    },
    done: {
      kind: 'ask',
      card: () => ({
        title: text('新的支付密码已生效', 'The new payment password works now'),
        tone: 'success',
        body: text(
          '之前输错的次数也清零了。问题解决了吗？',
          'Earlier wrong tries count no more. Is it solved?',
        ),
      }),
      answers: solvedOrNot,
    },
    ...endings<Facts>({
      topic: ({ accountLocked }) =>
        accountLocked
          ? text('重设支付密码 · 账户锁定', 'Reset the payment password · account locked')
          : text('重设支付密码', 'Reset the payment password'),
    }),
  },
});

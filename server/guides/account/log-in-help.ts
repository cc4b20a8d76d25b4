import { defineGuide } from '../definition.ts';
import { endings, opens } from '../endings.ts';
import { text } from '../wording.ts';

interface Facts {
  stuckAt?: 'password' | 'code' | 'locked' | 'phone';
}

export const logInHelp = defineGuide<Facts>()({
  id: 'log-in-help',
  version: 2,
  title: text('登录不了', 'I cannot log in'),
  summary: text(
    '密码不对、收不到验证码、被锁定、换了手机号，分别怎么办。',
    'Wrong password, no code, locked, or a new number: what to do for each.',
  ),
  area: 'account',
  audience: 'everyone',
  start: 'what',
  person: 'hand_off',
  steps: {
    what: {
      kind: 'ask',
      card: () => ({ title: text('登录时出现什么情况？', 'What happens when you log in?'), tone: 'neutral' }),
      answers: [
        {
          id: 'password',
          label: text('账号或密码不正确', 'Account or password incorrect'),
          learn: { stuckAt: 'password' },
          to: 'password',
        },
        {
          id: 'code',
          label: text('收不到验证码', 'No code arrives'),
          learn: { stuckAt: 'code' },
          to: 'code',
        },
        {
          id: 'locked',
          label: text('提示已锁定', 'It says locked'),
          learn: { stuckAt: 'locked' },
          to: 'locked',
        },
        {
          id: 'phone',
          label: text('手机号不用了', 'I no longer have the number'),
          learn: { stuckAt: 'phone' },
          to: 'phone',
        },
      ],
    },
    password: {
      kind: 'choose',
      card: () => ({
        title: text('核对手机号，再试密码', 'Check the number, then the password'),
        tone: 'info',
        body: text(
          '看看国家代码、大小写和输入法。连续输错 5 次会暂时锁定，之后从 15 分钟开始逐次变长，所以想不起来就别硬试。',
          'Check the country code, capitals and keyboard. Five wrong ones in a row lock it, for 15 minutes at first and longer each time, so do not guess on.',
        ),
      }),
      options: [
        { id: 'log_in', offer: () => [opens('log_in', text('再试一次', 'Try again'))] },
        { id: 'forgot', offer: () => [{ label: text('想不起来了', 'I cannot remember it') }], to: 'forgot' },
        { id: 'solved', quiet: true, offer: () => [{ label: text('登录上了', 'I am in') }], to: 'thanks' },
      ],
    },
    forgot: {
      kind: 'choose',
      card: () => ({
        title: text('用绑定的手机或邮箱找回', 'Recover it with the bound phone or email'),
        tone: 'info',
        body: text(
          '收一个验证码，再证明一项（常用设备或支付密码），就能设新密码。任何人都不会问您要密码或验证码。',
          'Get a code, prove one more thing (a device you use, or the payment password), and set a new one. Nobody will ask you for a password or code.',
        ),
      }),
      options: [
        { id: 'recover', offer: () => [opens('recover', text('找回密码', 'Recover it'))] },
        { id: 'solved', offer: () => [{ label: text('登录上了', 'I am in') }], to: 'thanks' },
        {
          id: 'not_solved',
          quiet: true,
          offer: () => [{ label: text('找回不了', 'That does not work') }],
          to: 'hand_off',
        },
      ],
    },
    code: {
      kind: 'ask',
      card: () => ({
        title: text('新设备登录要验证码', 'A new device needs a code'),
        tone: 'info',
        body: text(
          '验证码发到绑定的手机，没有手机就发到邮箱。请看信号、拦截记录和垃圾邮件，倒计时结束后重发，只有最新的有效，10 分钟内用。收到了吗？',
          'It goes to the registered number. Check the signal and blocked messages, resend after the countdown; only the newest works, for 10 minutes. Did it arrive?',
        ),
      }),
      answers: [
        { id: 'solved', label: text('收到了', 'It arrived'), to: 'thanks' },
        { id: 'phone', label: text('那个号码不用了', 'I no longer have that number'), to: 'phone' },
        { id: 'not_solved', label: text('还是没有', 'Still nothing'), to: 'hand_off' },
      ],
    },
    locked: {
      kind: 'choose',
      card: () => ({
        title: text('到时间会自动解锁', 'It unlocks by itself'),
        tone: 'info',
        body: text(
          '密码连续输错会锁 15 分钟，再错锁 1 小时、1 天。不想等，用绑定的手机或邮箱验证身份就能马上解锁。',
          'Wrong passwords lock it for 15 minutes, then an hour, then a day. Not to wait, prove who you are with the bound phone or email and unlock it now.',
        ),
      }),
      options: [
        {
          id: 'recover',
          offer: () => [opens('recover', text('验证身份并解锁', 'Prove who I am and unlock'))],
        },
        { id: 'solved', offer: () => [{ label: text('我等一等', 'I will wait') }], to: 'thanks' },
        {
          id: 'not_me',
          quiet: true,
          offer: () => [{ label: text('不是我输错的', 'It was not me') }],
          to: 'hand_off',
        },
      ],
    },
    phone: {
      kind: 'ask',
      card: () => ({
        title: text('没有原手机号，要人工核实身份', 'Without the number a person has to verify you'),
        tone: 'warning',
        body: text(
          '如果还有登录着的设备，请先不要退出，在那台设备上联系客服。',
          'If a device is still logged in, do not log out; contact support from there.',
        ),
      }),
      answers: [
        { id: 'person_please', label: text('请人工核实身份', 'Have a person verify me'), to: 'hand_off' },
        { id: 'solved', label: text('我有登录着的设备', 'I have such a device'), to: 'thanks' },
      ],
    },
    ...endings<Facts>({
      topic: ({ stuckAt }) =>
        stuckAt === 'phone'
          ? text('手机号停用，无法登录', 'Lost the registered number, cannot log in')
          : stuckAt === 'locked'
            ? text('账户锁定，非本人输错', 'Locked, and not by the owner')
            : stuckAt === 'code'
              ? text('登录收不到验证码', 'No log-in code arrives')
              : text('登录不了', 'Cannot log in'),
      priority: ({ stuckAt }) => (stuckAt === 'locked' ? 'urgent' : 'normal'),
    }),
  },
});

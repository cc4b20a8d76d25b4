import { defineGuide } from '../definition.ts';
import { endings, opens } from '../endings.ts';
import { text } from '../wording.ts';

interface Facts {
  cannot?: 'phone' | 'proofs';
}

export const resetPassword = defineGuide<Facts>()({
  id: 'reset-password',
  version: 1,
  title: text('忘记登录密码', 'Forgot the login password'),
  summary: text(
    '用绑定的手机或邮箱和另一项证明重设登录密码，不用找客服。',
    'Reset it with the bound phone or email and one more proof, without anybody’s help.',
  ),
  area: 'account',
  audience: 'everyone',
  start: 'reset',
  hears: 'customer',
  person: 'hand_off',
  steps: {
    reset: {
      kind: 'prove',
      card: () => ({
        title: text('在找回页面重设', 'Reset it on the recovery page'),
        tone: 'info',
        body: text(
          '先收一个验证码，再证明一项：常用的设备，或支付密码。然后设新的登录密码；所有设备都要重新登录。验证码不要告诉任何人。',
          'Get a code, then prove one more thing: a device you use, or the payment password. Then set a new one; every device has to log in again. Tell nobody the code.',
        ),
      }),
      form: () => opens('recover', text('去找回页面', 'Open the recovery page')),
      on: { 'password.reset': 'done' },
      options: [
        { id: 'done', offer: () => [{ label: text('重设好了', 'I have reset it') }], to: 'done' },
        {
          id: 'no_phone',
          quiet: true,
          offer: () => [
            { label: text('收不到验证码', 'No code arrives'), learn: { cannot: 'phone' as const } },
          ],
          to: 'no_phone',
        },
        {
          id: 'no_proof',
          quiet: true,
          offer: () => [
            {
              label: text('还要证明，我没有', 'It wants more, I have none'),
              learn: { cannot: 'proofs' as const },
            },
          ],
          to: 'no_proof',
        },
      ],
    },
    no_phone: {
      kind: 'ask',
      card: () => ({
        title: text('号码还是您的吗？', 'Is the number still yours?'),
        tone: 'neutral',
        body: text(
          '还在用的话，看看信号和短信拦截，等倒计时结束再发一次。',
          'If so, check signal and blocked messages, and send it again after the countdown.',
        ),
      }),
      answers: [
        { id: 'again', label: text('再试一次', 'Try again'), to: 'reset' },
        { id: 'lost', label: text('号码不用了', 'I no longer have it'), to: 'hand_off' },
      ],
    },
    no_proof: {
      kind: 'ask',
      card: () => ({
        title: text('换到平时用的手机或电脑上试', 'Try it on a phone or computer you use'),
        tone: 'info',
        body: text(
          '您登录过的设备本身就是一项证明。只有一个验证码不能重设，这样偷到短信的人也进不来。',
          'A device you logged in on is a proof itself. One code alone resets nothing, so that whoever reads your messages cannot get in.',
        ),
      }),
      answers: [
        { id: 'again', label: text('我去试试', 'I will try'), to: 'reset' },
        { id: 'none', label: text('都没有了', 'I have none of these'), to: 'hand_off' },
      ],
    },
    done: {
      kind: 'ask',
      card: () => ({
        title: text('新密码已生效', 'The new password works now'),
        tone: 'success',
        body: text(
          '用它重新登录。一天内限额较低，之后自动恢复。登录上了吗？',
          'Log in with it. Limits are lower for a day. Are you in?',
        ),
      }),
      answers: [
        { id: 'solved', label: text('登录上了', 'I am in'), to: 'thanks' },
        { id: 'not_solved', label: text('还是不行', 'It does not work'), to: 'hand_off' },
      ],
    },
    ...endings<Facts>({
      topic: ({ cannot }) =>
        cannot === 'phone'
          ? text('重设登录密码 · 手机号停用', 'Reset the password · lost the number')
          : text('重设登录密码', 'Reset the login password'),
    }),
  },
});

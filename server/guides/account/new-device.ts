import { defineGuide } from '../definition.ts';
import { endings, opens } from '../endings.ts';
import { text } from '../wording.ts';

interface Facts {
  lastSignInAt?: string;
  notMe?: boolean;
  frozen?: boolean;
}

export const newDevice = defineGuide<Facts>()({
  id: 'new-device',
  version: 2,
  title: text('新设备登录', 'A log-in on a new device'),
  summary: text(
    '认一认是不是您；不是，马上冻结、换密码。',
    'See whether it was you; if not, freeze it and change the passwords.',
  ),
  area: 'account',
  start: 'look',
  person: 'hand_off',
  steps: {
    look: {
      kind: 'look',
      summary: text('查看最近一次登录', 'Looked at the last log-in'),
      read: async (world) => {
        const customer = await world.customer();
        return customer?.lastSignInAt ? { lastSignInAt: customer.lastSignInAt.toISOString() } : {};
      },
      next: 'who',
    },
    who: {
      kind: 'ask',
      card: ({ lastSignInAt }) => ({
        title: text('这次登录是您本人吗？', 'Was this log-in you?'),
        tone: 'info',
        body: text(
          '第一次在一台设备上登录，都要收发到绑定手机（没有就是邮箱）的验证码。换手机、清缓存、用无痕窗口，也会算新设备。',
          'The first log-in on a device always takes a code sent to your phone. A new phone, cleared data or a private window count as new devices, too.',
        ),
        ...(lastSignInAt
          ? {
              facts: [
                { label: text('最近登录', 'Last log-in'), value: { type: 'time', time: lastSignInAt } },
              ],
            }
          : {}),
      }),
      answers: [
        { id: 'me', label: text('是我', 'It was me'), to: 'mine' },
        { id: 'not_me', label: text('不是我', 'It was not me'), learn: { notMe: true }, to: 'protect' },
        { id: 'no_code', label: text('新设备收不到验证码', 'No code arrives on it'), to: 'no_code' },
      ],
    },
    mine: {
      kind: 'choose',
      card: () => ({
        title: text('那就没事', 'Then all is well'),
        tone: 'success',
        body: text(
          '不用的旧设备，可以在设备列表里退出。',
          'Log out devices you no longer use in the list of devices.',
        ),
      }),
      options: [
        { id: 'solved', offer: () => [{ label: text('好的', 'All right') }], to: 'thanks' },
        { id: 'devices', offer: () => [opens('devices', text('查看设备', 'See my devices'))] },
      ],
    },
    no_code: {
      kind: 'ask',
      card: () => ({
        title: text('验证码发到绑定的手机或邮箱', 'The code goes to the bound phone or email'),
        tone: 'info',
        body: text(
          '不是发到新设备，是发到注册的号码。看看信号和短信拦截，倒计时结束后重发，只有最新的有效。收到了吗？',
          'Not to the new device, but to the registered number. Check signal and blocked messages, resend after the countdown; only the newest works. Did it arrive?',
        ),
      }),
      answers: [
        { id: 'solved', label: text('收到了', 'It arrived'), to: 'thanks' },
        { id: 'not_solved', label: text('号码不用了', 'I no longer have the number'), to: 'hand_off' },
      ],
    },
    protect: {
      kind: 'choose',
      card: () => ({
        title: text('有人拿到了您的密码和验证码', 'Somebody has your password and a code'),
        tone: 'danger',
        body: text(
          '马上冻结：所有设备退出，谁也动不了钱，客服同时按紧急处理。之后在找回页面换密码、解除冻结。',
          'Freeze it now: every device is logged out, nobody moves money, and a person takes it up as urgent. Then change the passwords on the recovery page and lift the freeze.',
        ),
      }),
      options: [
        { id: 'freeze', offer: () => [{ label: text('马上冻结', 'Freeze now') }], to: 'freeze' },
        { id: 'recover', offer: () => [opens('recover', text('先换密码', 'Change the password first'))] },
        {
          id: 'no_freeze',
          quiet: true,
          offer: () => [{ label: text('不冻结，转人工', 'No, a person please') }],
          to: 'hand_off',
        },
      ],
    },
    freeze: {
      kind: 'do',
      summary: text('挂失冻结账户，退出所有设备', 'Froze the account and logged out every device'),
      run: async (commands) => {
        await commands.freeze();
        return { frozen: true };
      },
      next: 'hand_off',
      refused: 'hand_off',
    },
    ...endings<Facts>({
      topic: ({ notMe, frozen }) =>
        notMe
          ? text(
              `非本人登录${frozen ? ' · 已冻结' : ''}`,
              `Log-in by somebody else${frozen ? ' · frozen' : ''}`,
            )
          : text('新设备登录', 'Log-in on a new device'),
      priority: ({ notMe }) => (notMe ? 'urgent' : 'normal'),
    }),
  },
});

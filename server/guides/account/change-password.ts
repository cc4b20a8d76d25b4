import { defineGuide } from '../definition.ts';
import { endings, opens } from '../endings.ts';
import { text } from '../wording.ts';

type Facts = Record<string, never>;

export const changePassword = defineGuide<Facts>()({
  id: 'change-password',
  version: 2,
  title: text('修改登录密码', 'Change the login password'),
  summary: text(
    '收一个验证码，当场换新密码，其他设备自动退出。',
    'Get a code and set a new one at once; other devices are logged out.',
  ),
  area: 'account',
  start: 'change',
  hears: 'customer',
  person: 'hand_off',
  steps: {
    change: {
      kind: 'prove',
      card: () => ({
        title: text('在安全中心换新密码', 'Set it in the security centre'),
        tone: 'info',
        body: text(
          '先输入现在的密码，再确认是您本人，就能设新密码。至少 8 个字符，几个不相干的词连起来最好记；别和其他网站用一样的。换完其他设备要重新登录。',
          'Enter the present one, confirm that it is you, and set a new one. At least 8 characters; a few unrelated words are easiest to remember; use it nowhere else. Other devices then log in again.',
        ),
      }),
      form: () => opens('password', text('去换密码', 'Change it now')),
      on: { 'password.reset': 'done' },
      options: [
        { id: 'done', offer: () => [{ label: text('换好了', 'I have changed it') }], to: 'done' },
        {
          id: 'forgot',
          quiet: true,
          offer: () => [opens('recover', text('现在的密码忘了', 'I forgot the present one'))],
        },
        {
          id: 'weak',
          quiet: true,
          offer: () => [{ label: text('提示太容易猜', 'It says easy to guess') }],
          to: 'weak',
        },
      ],
    },
    weak: {
      kind: 'prove',
      card: () => ({
        title: text('长一点，别用常见的', 'Longer, and not a common one'),
        tone: 'info',
        body: text(
          '姓名拼音、生日、手机号、键盘上连着的字母都容易被猜到。试试三四个不相干的词。',
          'Names, birthdays, phone numbers and keyboard runs are easy to guess. Try three or four unrelated words.',
        ),
      }),
      form: () => opens('password', text('再试一次', 'Try again')),
      on: { 'password.reset': 'done' },
      options: [{ id: 'done', offer: () => [{ label: text('换好了', 'I have changed it') }], to: 'done' }],
    },
    done: {
      kind: 'ask',
      card: () => ({
        title: text('新密码已生效', 'The new password works now'),
        tone: 'success',
        body: text(
          '一天内限额较低，之后自动恢复。问题解决了吗？',
          'Limits are lower for a day. Is it solved?',
        ),
      }),
      answers: [
        { id: 'solved', label: text('解决了', 'Yes, solved'), to: 'thanks' },
        { id: 'not_solved', label: text('还没有', 'Not yet'), to: 'hand_off' },
      ],
    },
    ...endings<Facts>({ topic: () => text('修改登录密码', 'Change the login password') }),
  },
});

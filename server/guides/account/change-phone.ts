import { defineGuide } from '../definition.ts';
import { endings, opens } from '../endings.ts';
import { text } from '../wording.ts';

interface Facts {
  oldNumber?: 'kept' | 'gone';
}

export const changePhone = defineGuide<Facts>()({
  id: 'change-phone',
  version: 1,
  title: text('更换手机号', 'Change the phone number'),
  summary: text(
    '旧号还能收短信的，自己就能换；收不到的，人工核实后换。',
    'With the old number you change it yourself; without it a person verifies you.',
  ),
  area: 'account',
  start: 'old_number',
  person: 'hand_off',
  steps: {
    old_number: {
      kind: 'ask',
      card: () => ({
        title: text('旧号码还能收短信吗？', 'Does the old number still get messages?'),
        tone: 'neutral',
        body: text(
          '换号要先确认是您本人，再向新号码发验证码。',
          'You are confirmed first, then a code goes to the new number.',
        ),
      }),
      answers: [
        { id: 'kept', label: text('能', 'Yes'), learn: { oldNumber: 'kept' }, to: 'change' },
        { id: 'gone', label: text('不能', 'No'), learn: { oldNumber: 'gone' }, to: 'gone' },
      ],
    },
    change: {
      kind: 'choose',
      card: () => ({
        title: text('在钱包里换', 'Change it in the wallet'),
        tone: 'info',
        body: text(
          '填新号码、收验证码。为防被人盗换，一天后生效，期间旧号会收到提醒，也能取消。',
          'Enter the new number and its code. So that nobody else can, it takes effect after a day; the old number is told and can stop it.',
        ),
      }),
      options: [
        { id: 'open', offer: () => [opens('contacts', text('去换手机号', 'Change it'))] },
        { id: 'solved', offer: () => [{ label: text('换好了', 'Done') }], to: 'thanks' },
        {
          id: 'refused',
          quiet: true,
          offer: () => [{ label: text('换不了', 'It is refused') }],
          to: 'hand_off',
        },
      ],
    },
    gone: {
      kind: 'ask',
      card: () => ({
        title: text('没有旧号，看有没有别的证明', 'Without it, is there another proof?'),
        tone: 'info',
        body: text(
          '设过通行密钥或验证器的，可以用它确认后自己换。都没有，要人工核实身份，才能保证不被别人换走。',
          'With a passkey or an authenticator you confirm by that and change it yourself. Otherwise a person verifies you, so that nobody else takes it over.',
        ),
      }),
      answers: [
        { id: 'have_factor', label: text('有，我自己换', 'I have one'), to: 'change' },
        { id: 'none', label: text('没有，转人工', 'None, a person please'), to: 'hand_off' },
      ],
    },
    ...endings<Facts>({
      topic: ({ oldNumber }) =>
        oldNumber === 'gone'
          ? text('更换手机号 · 旧号停用', 'Change the number · the old one is gone')
          : text('更换手机号', 'Change the phone number'),
    }),
  },
});

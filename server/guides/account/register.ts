import { defineGuide } from '../definition.ts';
import { endings, opens, solvedOrNot } from '../endings.ts';
import { text } from '../wording.ts';

interface Facts {
  stuckAt?: 'code' | 'registered' | 'password' | 'other';
}

export const register = defineGuide<Facts>()({
  id: 'register',
  version: 1,
  title: text('怎么注册', 'How to register'),
  summary: text(
    '一个手机号就能注册；卡在哪一步，就从哪一步帮您。',
    'A phone number is all it takes; wherever you are stuck, we go on from there.',
  ),
  area: 'account',
  audience: 'everyone',
  start: 'where',
  person: 'hand_off',
  steps: {
    where: {
      kind: 'choose',
      card: () => ({
        title: text('注册到哪一步了？', 'How far did you get?'),
        tone: 'neutral',
        body: text(
          '注册要三样：手机号、短信验证码、登录密码。',
          'It takes a phone number, the code sent to it, and a password.',
        ),
      }),
      options: [
        { id: 'begin', offer: () => [opens('register', text('现在注册', 'Register now'))] },
        {
          id: 'code',
          offer: () => [{ label: text('收不到验证码', 'No code arrives'), learn: { stuckAt: 'code' } }],
          to: 'no_code',
        },
        {
          id: 'registered',
          offer: () => [
            { label: text('说已经注册过', 'It says already registered'), learn: { stuckAt: 'registered' } },
          ],
          to: 'already',
        },
        {
          id: 'password',
          offer: () => [
            { label: text('密码不通过', 'The password is refused'), learn: { stuckAt: 'password' } },
          ],
          to: 'password',
        },
        {
          id: 'done',
          quiet: true,
          offer: () => [{ label: text('注册好了', 'I am registered') }],
          to: 'thanks',
        },
      ],
    },
    no_code: {
      kind: 'ask',
      card: () => ({
        title: text('依次检查这四点', 'Check these four'),
        tone: 'info',
        body: text(
          '1. 手机号和国家代码对不对\n2. 手机有没有信号，能不能收别的短信\n3. 垃圾短信或拦截记录里有没有\n4. 等倒计时结束再点“重新发送”，只有最新的验证码有效\n同一个号码一小时最多发 5 次。收到了吗？',
          '1. The number and its country code\n2. Whether the phone has signal and gets other messages\n3. The spam or blocked messages\n4. Wait for the countdown and resend; only the newest code works\nOne number gets at most 5 codes an hour. Did it arrive?',
        ),
      }),
      answers: [
        { id: 'solved', label: text('收到了', 'It arrived'), to: 'thanks' },
        { id: 'too_many', label: text('提示太频繁', 'It says too many'), to: 'wait_an_hour' },
        { id: 'not_solved', label: text('还是没有', 'Still nothing'), to: 'hand_off' },
      ],
    },
    wait_an_hour: {
      kind: 'ask',
      card: () => ({
        title: text('过一小时再发', 'Try again in an hour'),
        tone: 'info',
        body: text(
          '发得太多会暂停，是为了不让人拿您的号码乱发短信。',
          'Sending pauses after too many, so that nobody can flood your phone.',
        ),
      }),
      answers: [
        { id: 'solved', label: text('好的', 'All right'), to: 'thanks' },
        { id: 'not_solved', label: text('等过了还是不行', 'I waited, still nothing'), to: 'hand_off' },
      ],
    },
    already: {
      kind: 'choose',
      card: () => ({
        title: text('这个号码有账户了，直接登录', 'This number has an account: log in'),
        tone: 'info',
        body: text(
          '如果您从没注册过，可能是号码以前的主人。请转人工核实。',
          'If you never registered, the number’s earlier owner may have. A person can check.',
        ),
      }),
      options: [
        { id: 'log_in', offer: () => [opens('log_in', text('去登录', 'Log in'))] },
        { id: 'not_mine', offer: () => [{ label: text('不是我注册的', 'It was not me') }], to: 'hand_off' },
        { id: 'solved', quiet: true, offer: () => [{ label: text('登录好了', 'I am in') }], to: 'thanks' },
      ],
    },
    password: {
      kind: 'ask',
      card: () => ({
        title: text('长一点，别用常见的', 'Longer, and not a common one'),
        tone: 'info',
        body: text(
          '至少 8 个字符，不要求符号和大小写。太常见的（包括 woaini、姓名拼音加生日）会被拒绝。几个不相干的词连起来最好记。',
          'At least 8 characters; symbols and capitals are not required. Common ones are refused, pinyin and birthdays too. A few unrelated words are easiest to remember.',
        ),
      }),
      answers: solvedOrNot,
    },
    ...endings<Facts>({
      topic: ({ stuckAt }) =>
        stuckAt === 'code'
          ? text('注册收不到验证码', 'No code arrives when registering')
          : stuckAt === 'registered'
            ? text('手机号被他人注册', 'The phone number is registered by another')
            : text('注册问题', 'Registering'),
    }),
  },
});

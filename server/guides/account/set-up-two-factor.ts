import type { CheckUp } from '../../../contract/contacts.ts';
import { defineGuide } from '../definition.ts';
import { endings, opens, solvedOrNot } from '../endings.ts';
import { text } from '../wording.ts';

interface Facts {
  checkUp?: CheckUp;
  /** It was missing when it was first looked at. */
  wasMissing?: boolean;
}

const has = ({ checkUp }: Facts) =>
  checkUp?.items.find(({ item }) => item === 'second_factor')?.state === 'good';
const again = {
  id: 'again',
  quiet: true,
  offer: () => [{ label: text('设好了，检查一下', 'Done, check it') }],
  to: 'look',
} as const;

export const setUpTwoFactor = defineGuide<Facts>()({
  id: 'set-up-two-factor',
  version: 1,
  title: text('开启两步验证', 'Set up a second factor'),
  summary: text(
    '用通行密钥或验证器，别人拿到密码也进不来。',
    'With a passkey or an authenticator, a stolen password is not enough.',
  ),
  area: 'account',
  start: 'look',
  resume: 'look',
  person: 'hand_off',
  steps: {
    look: {
      kind: 'look',
      summary: text('查看两步验证是否开启', 'Looked whether a second factor is set up'),
      read: async (world, { wasMissing }) => {
        const checkUp = await world.checkUp();
        return { checkUp, wasMissing: wasMissing === true || !has({ checkUp }) };
      },
      next: [
        {
          when: (facts) => has(facts) && facts.wasMissing === true,
          because: text('刚刚开启', 'Just set up'),
          to: 'done',
        },
        { when: has, because: text('已经开启', 'It is set up'), to: 'already' },
        { to: 'which' },
      ],
    },
    which: {
      kind: 'choose',
      card: () => ({
        title: text('用通行密钥，还是验证器？', 'A passkey, or an authenticator?'),
        tone: 'info',
        body: text(
          '通行密钥用指纹或面容，最省事，也骗不走。验证器在另一个应用里显示 6 位数字，换手机也能用。开启后会给您恢复码，请抄下来收好。',
          'A passkey uses your finger or face: easiest, and it cannot be phished. An authenticator shows six digits in another app. You get recovery codes; write them down.',
        ),
      }),
      options: [
        { id: 'passkey', offer: () => [opens('security', text('添加通行密钥', 'Add a passkey'))] },
        {
          id: 'authenticator',
          offer: () => [opens('authenticator', text('设置验证器', 'Set up an authenticator'))],
        },
        again,
        {
          id: 'code_refused',
          quiet: true,
          offer: () => [{ label: text('数字不对', 'The digits are refused') }],
          to: 'code_refused',
        },
      ],
    },
    code_refused: {
      kind: 'choose',
      card: () => ({
        title: text('多半是手机时间不准', 'The phone’s clock is probably wrong'),
        tone: 'info',
        body: text(
          '打开系统设置里的“自动设置时间”，用验证器里最新的 6 位数字，30 秒内输入。扫错了就删掉那一项重新扫。',
          'Turn on automatic time, and type the newest six digits within 30 seconds. If it was scanned wrong, remove that entry and scan again.',
        ),
      }),
      options: [
        { id: 'authenticator', offer: () => [opens('authenticator', text('再试一次', 'Try again'))] },
        again,
      ],
    },
    already: {
      kind: 'choose',
      card: () => ({
        title: text('两步验证已经开启', 'A second factor is set up'),
        tone: 'success',
        body: text(
          '可以在安全中心查看、更换，或重新生成恢复码。',
          'Look at it, change it or renew the recovery codes in the security centre.',
        ),
      }),
      options: [
        { id: 'solved', offer: () => [{ label: text('知道了', 'I see') }], to: 'thanks' },
        { id: 'open', offer: () => [opens('security', text('打开安全中心', 'Open the security centre'))] },
        { id: 'lost', quiet: true, offer: () => [{ label: text('验证器丢了', 'I lost it') }], to: 'lost' },
      ],
    },
    lost: {
      kind: 'ask',
      card: () => ({
        title: text('用恢复码登录，再换一个', 'Log in with a recovery code, then replace it'),
        tone: 'info',
        body: text(
          '登录时选“用恢复码”。恢复码也没有的，要人工核实身份。',
          'Choose “recovery code” at the log-in. Without those a person has to verify you.',
        ),
      }),
      answers: [
        { id: 'solved', label: text('有恢复码', 'I have one'), to: 'thanks' },
        { id: 'not_solved', label: text('恢复码也没有', 'I have none'), to: 'hand_off' },
      ],
    },
    done: {
      kind: 'ask',
      card: () => ({
        title: text('开启成功', 'It is set up'),
        tone: 'success',
        body: text(
          '以后在新设备登录、做高风险操作时要用到它。问题解决了吗？',
          'It is asked for on new devices and for risky operations. Is it solved?',
        ),
      }),
      answers: solvedOrNot,
      silence: 'thanks',
    },
    ...endings<Facts>({ topic: () => text('两步验证', 'Second factor') }),
  },
});

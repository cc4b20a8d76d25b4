import type { LockState } from '../../../contract/recovery.ts';
import { defineGuide } from '../definition.ts';
import { endings, opens } from '../endings.ts';
import { text, timeText } from '../wording.ts';

interface Facts {
  /** Somebody logged in, whose account was looked at. */
  known?: boolean;
  lock?: LockState;
  asOf?: string;
  unlocked?: boolean;
}

const frozen = ({ lock }: Facts) => lock?.locks.some(({ reason }) => reason === 'frozen') === true;
const abnormal = ({ lock }: Facts) =>
  lock?.locks.some(({ reason }) => reason === 'abnormal_transactions') === true;
const paymentPasswordLocked = ({ lock, asOf = '' }: Facts) => (lock?.paymentPasswordLockedUntil ?? '') > asOf;

const untilText = ({ lock, asOf = '' }: Facts) => {
  const until = lock?.locks
    .map(({ until }) => until ?? '')
    .toSorted()
    .at(-1);
  return until ? timeText(new Date(until), new Date(asOf)) : text('解锁', 'unlocked');
};

const toRecover = {
  id: 'recover',
  offer: () => [opens('recover', text('验证身份并解锁', 'Prove who I am and unlock'))],
};
const onUnlock = {
  'account.unlocked': 'look',
  'account.unfrozen': 'look',
  'customer.signed_in': 'look',
} as const;

export const accountLocked = defineGuide<Facts>()({
  id: 'account-locked',
  version: 1,
  title: text('账户被锁了', 'My account is locked'),
  summary: text(
    '查清为什么锁、锁到什么时候，当场验证身份解锁。',
    'See why and until when, and unlock it at once by proving who you are.',
  ),
  area: 'account',
  audience: 'everyone',
  start: 'look',
  resume: 'look',
  hears: 'customer',
  person: 'hand_off',
  steps: {
    look: {
      kind: 'look',
      summary: text('查看账户的锁定状态', 'Looked at what is locked'),
      read: async (world, facts) => {
        const customer = await world.customer();
        if (customer === undefined) return { known: false };
        const lock = await world.locks();
        const wasLocked = (facts.lock?.locks.length ?? 0) > 0;
        return {
          known: true,
          lock,
          asOf: world.now.toISOString(),
          unlocked: wasLocked && lock.locks.length === 0,
        };
      },
      next: [
        { when: ({ known }) => known !== true, because: text('没有登录', 'Not logged in'), to: 'visitor' },
        {
          when: ({ unlocked }) => unlocked === true,
          because: text('刚刚解锁', 'Just unlocked'),
          to: 'unlocked',
        },
        { when: frozen, because: text('已挂失冻结', 'Frozen by its owner'), to: 'frozen' },
        { when: abnormal, because: text('交易异常', 'Unusual transactions'), to: 'abnormal' },
        {
          when: ({ lock }) => (lock?.locks.length ?? 0) > 0,
          because: text('密码输错', 'Wrong passwords'),
          to: 'wrong_password',
        },
        {
          when: paymentPasswordLocked,
          because: text('只是支付密码锁定', 'Only the payment password'),
          to: 'payment_password',
        },
        { to: 'not_locked' },
      ],
    },
    visitor: {
      kind: 'choose',
      card: () => ({
        title: text('用绑定的手机或邮箱收一个验证码', 'Get a code on the bound phone or email'),
        tone: 'info',
        body: text(
          '验证后会告诉您为什么锁、锁到什么时候，能解的当场解开。密码输错的锁到时间也会自动解除。',
          'Then you are told why and until when, and what can be unlocked is unlocked at once. A lock for wrong passwords also ends by itself.',
        ),
      }),
      options: [
        toRecover,
        {
          id: 'no_phone',
          offer: () => [{ label: text('手机号不用了', 'I no longer have the number') }],
          to: 'hand_off',
        },
        {
          id: 'solved',
          quiet: true,
          offer: () => [{ label: text('解开了', 'It is unlocked') }],
          to: 'thanks',
        },
      ],
    },
    wrong_password: {
      kind: 'choose',
      card: (facts) => {
        const until = untilText(facts);
        return {
          title: text('密码连续输错，暂时锁定', 'Locked for wrong passwords'),
          tone: 'warning',
          body: text(
            `${until.zh} 自动解锁，钱是安全的。急用可以现在验证身份解锁，之后一天内限额较低。`,
            `It unlocks by itself ${until.en}; your money is safe. To unlock now, prove who you are; limits are lower for a day then.`,
          ),
        };
      },
      options: [
        toRecover,
        { id: 'wait', offer: () => [{ label: text('我等一等', 'I will wait') }], to: 'thanks' },
        {
          id: 'not_me',
          quiet: true,
          offer: () => [{ label: text('不是我输错的', 'It was not me') }],
          to: 'hand_off',
        },
      ],
      on: onUnlock,
    },
    abnormal: {
      kind: 'choose',
      card: (facts) => {
        const until = untilText(facts);
        return {
          title: text('交易和平时不一样，先锁住保护您', 'Locked to protect you: unusual transactions'),
          tone: 'warning',
          body: text(
            `${until.zh} 自动解锁。是您自己操作的，可以现在验证身份解锁；不是，请马上转人工。`,
            `It unlocks by itself ${until.en}. If it was you, prove who you are and unlock it; if not, talk to a person now.`,
          ),
        };
      },
      options: [
        { id: 'not_me', offer: () => [{ label: text('不是我操作的', 'It was not me') }], to: 'hand_off' },
        toRecover,
        {
          id: 'wait',
          quiet: true,
          offer: () => [{ label: text('是我，我等一等', 'It was me, I will wait') }],
          to: 'thanks',
        },
      ],
      on: onUnlock,
    },
    frozen: {
      kind: 'choose',
      card: () => ({
        title: text('账户已挂失冻结', 'The account is frozen'),
        tone: 'warning',
        body: text(
          '冻结不会自动解除。手机找回或补了卡之后，用验证码和还记得的密码证明是您，就能解除。',
          'A freeze does not end by itself. Once you have the phone or a new SIM, lift it with a code and the passwords you know.',
        ),
      }),
      options: [
        { id: 'recover', offer: () => [opens('recover', text('解除冻结', 'Lift the freeze'))] },
        { id: 'stay', offer: () => [{ label: text('先冻着', 'Keep it frozen') }], to: 'thanks' },
      ],
      on: onUnlock,
    },
    payment_password: {
      kind: 'choose',
      card: () => ({
        title: text('账户没锁，只是支付密码锁了', 'Only the payment password is locked'),
        tone: 'info',
        body: text(
          '可以等到时间，或现在用登录密码重设。',
          'Wait until it opens, or reset it now with the login password.',
        ),
      }),
      options: [
        {
          id: 'reset',
          offer: () => [opens('reset_payment_password', text('重设支付密码', 'Reset the payment password'))],
        },
        { id: 'solved', offer: () => [{ label: text('好了', 'Done') }], to: 'thanks' },
      ],
      on: { 'payment_password.set': 'thanks' },
    },
    not_locked: {
      kind: 'ask',
      card: () => ({
        title: text('您的账户没有锁定', 'Your account is not locked'),
        tone: 'success',
        body: text(
          '登录和付款都正常。遇到的是别的提示吗？',
          'Logging in and paying work. Was it another message?',
        ),
      }),
      answers: [
        { id: 'solved', label: text('没事了', 'All fine'), to: 'thanks' },
        { id: 'not_solved', label: text('还是用不了', 'It still does not work'), to: 'hand_off' },
      ],
    },
    unlocked: {
      kind: 'ask',
      card: () => ({
        title: text('已经解锁了', 'It is unlocked'),
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
      silence: 'thanks',
    },
    ...endings<Facts>({
      topic: (facts) =>
        frozen(facts)
          ? text('账户已冻结', 'Account frozen')
          : abnormal(facts)
            ? text('账户锁定 · 交易异常', 'Account locked · unusual transactions')
            : text('账户锁定', 'Account locked'),
      priority: (facts) => (abnormal(facts) || frozen(facts) ? 'urgent' : 'normal'),
    }),
  },
});

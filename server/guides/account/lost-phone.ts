import type { LockState } from '../../../contract/recovery.ts';
import { defineGuide } from '../definition.ts';
import { endings, opens } from '../endings.ts';
import { text } from '../wording.ts';

interface Facts {
  known?: boolean;
  lock?: LockState;
}

const isFrozen = ({ lock }: Facts) => lock?.locks.some(({ reason }) => reason === 'frozen') === true;

export const lostPhone = defineGuide<Facts>()({
  id: 'lost-phone',
  version: 1,
  title: text('手机丢了，冻结账户', 'Lost phone: freeze the account'),
  summary: text(
    '一步冻结，谁也动不了您的钱；再带您办补卡和解冻。',
    'Freeze it in one step so that nobody moves your money, then get it back.',
  ),
  area: 'account',
  audience: 'everyone',
  start: 'look',
  person: 'hand_off',
  steps: {
    look: {
      kind: 'look',
      summary: text('查看账户是否已冻结', 'Looked whether it is frozen'),
      read: async (world) => {
        const known = (await world.customer()) !== undefined;
        return known ? { known, lock: await world.locks() } : { known };
      },
      next: [
        { when: isFrozen, because: text('已经冻结', 'It is frozen already'), to: 'frozen' },
        { when: ({ known }) => known === true, because: text('已登录', 'Logged in'), to: 'freeze_here' },
        { to: 'freeze_by_code' },
      ],
    },
    freeze_here: {
      kind: 'choose',
      card: () => ({
        title: text('先冻结，别的慢慢来', 'Freeze first; the rest can wait'),
        tone: 'danger',
        body: text(
          '冻结后所有设备马上退出（包括这台），任何付款、转账、提现都停止，直到您自己解除。您的钱一分不会少。',
          'Every device is logged out at once, this one too, and no payment, transfer or withdrawal goes through until you lift it. Your money stays as it is.',
        ),
      }),
      options: [
        { id: 'freeze', offer: () => [{ label: text('马上冻结', 'Freeze now') }], to: 'freeze' },
        {
          id: 'found',
          offer: () => [{ label: text('找到了，不用冻结', 'Found it, no need') }],
          to: 'thanks',
        },
        {
          id: 'card',
          quiet: true,
          offer: () => [{ label: text('丢的是银行卡', 'I lost a bank card') }],
          to: 'card',
        },
      ],
    },
    freeze: {
      kind: 'do',
      summary: text('挂失冻结账户，退出所有设备', 'Froze the account and logged out every device'),
      run: async (commands) => ({ lock: await commands.freeze() }),
      next: 'frozen',
      refused: 'hand_off',
    },
    freeze_by_code: {
      kind: 'choose',
      card: () => ({
        title: text('用绑定的手机或邮箱收验证码冻结', 'Freeze it with a code to your phone or email'),
        tone: 'danger',
        body: text(
          '绑定过邮箱，现在就能用邮箱收验证码，在找回页面冻结；没有邮箱，先补 SIM 卡，或在别的手机上收短信。都不行，请用登录着的其他设备，或转人工。',
          'With an email bound, have the code sent there and freeze it on the recovery page now. Without one, get a new SIM first, or receive messages on another phone. Otherwise use a device that is logged in, or a person.',
        ),
      }),
      options: [
        { id: 'recover', offer: () => [opens('recover', text('去冻结', 'Freeze it'))] },
        { id: 'solved', offer: () => [{ label: text('冻结好了', 'It is frozen') }], to: 'frozen' },
      ],
    },
    frozen: {
      kind: 'end',
      outcome: 'resolved',
      card: () => ({
        title: text('账户已冻结，钱安全了', 'Frozen: your money is safe'),
        tone: 'success',
        body: text(
          '接下来：1. 打运营商电话停机、补卡 2. 发现盗刷打 110 报警 3. 拿到手机后，在登录页点“找回与挂失”，用验证码和密码解除冻结。',
          'Next: 1. have your operator block and replace the SIM 2. report theft to the police 3. with the phone back, choose “Recover or freeze” at the log-in and lift the freeze with a code and your passwords.',
        ),
      }),
    },
    card: {
      kind: 'ask',
      card: () => ({
        title: text('银行卡要向发卡银行挂失', 'A card is blocked by its bank'),
        tone: 'warning',
        body: text(
          '打银行客服电话挂失；在 UPay 的“银行卡”里删掉这张卡，别人就不能用它付款。UPay 余额不受影响。',
          'Call the bank to block it, and remove it under Cards in UPay so that nobody pays with it. Your balance is not affected.',
        ),
      }),
      answers: [
        { id: 'solved', label: text('好的', 'All right'), to: 'thanks' },
        { id: 'not_solved', label: text('已经被盗刷', 'It was used already'), to: 'hand_off' },
      ],
    },
    ...endings<Facts>({
      topic: () => text('手机或卡丢失', 'Lost phone or card'),
      priority: () => 'urgent',
    }),
  },
});

import type { CheckUp, CheckUpItem } from '../../../contract/contacts.ts';
import type { Fact } from '../../../contract/guides.ts';
import type { LocalizedText } from '../../../contract/text.ts';
import { defineGuide } from '../definition.ts';
import { endings, opens } from '../endings.ts';
import { text } from '../wording.ts';

interface Facts {
  checkUp?: CheckUp;
  /** The score when the run began. */
  before?: number;
}

const items: Record<CheckUpItem, { name: LocalizedText; advice: LocalizedText }> = {
  second_factor: {
    name: text('两步验证', 'Second factor'),
    advice: text('没有验证器或通行密钥', 'No authenticator or passkey'),
  },
  payment_password: { name: text('支付密码', 'Payment password'), advice: text('还没有设置', 'Not set') },
  phone: {
    name: text('手机号', 'Phone'),
    advice: text('没有绑定，验证码只能发邮件', 'None bound; codes can only go by email'),
  },
  email: {
    name: text('邮箱', 'Email'),
    advice: text('没有绑定，少一条通知渠道', 'None bound; one way less to reach you'),
  },
  password_age: {
    name: text('登录密码', 'Login password'),
    advice: text('一年没换了', 'Unchanged for a year'),
  },
  devices: { name: text('设备', 'Devices'), advice: text('有很久没用的设备', 'Some were not used for long') },
  recovery_codes: { name: text('恢复码', 'Recovery codes'), advice: text('快用完了', 'Few are left') },
  network: {
    name: text('网络', 'Network'),
    advice: text('这个网络第一次用', 'Never used from this network before'),
  },
  locks: { name: text('账户锁定', 'Locks'), advice: text('账户有锁定', 'Something is locked') },
};
const good = text('好', 'Good');

const open = ({ checkUp }: Facts) => checkUp?.items.filter(({ state }) => state !== 'good') ?? [];
const lacks = (item: CheckUpItem) => (facts: Facts) => open(facts).some((one) => one.item === item);

/** Offered while it is weak: the screen where it is put right. */
const fix = (item: CheckUpItem, screen: Parameters<typeof opens>[0], label: LocalizedText) => ({
  id: item,
  offer: (facts: Facts) => (lacks(item)(facts) ? [opens(screen, label)] : []),
});

const factsOf = ({ checkUp }: Facts): Fact[] =>
  (checkUp?.items ?? []).map(({ item, state }) => ({
    label: items[item].name,
    value: { type: 'text', text: state === 'good' ? good : items[item].advice },
  }));

export const securityCheckup = defineGuide<Facts>()({
  id: 'security-checkup',
  version: 2,
  title: text('安全检查', 'Security check-up'),
  summary: text(
    '给账户安全打个分，哪里弱补哪里。',
    'A score for your account’s protection, and what would raise it.',
  ),
  area: 'account',
  start: 'look',
  resume: 'look',
  hears: 'customer',
  person: 'hand_off',
  steps: {
    look: {
      kind: 'look',
      summary: text('检查账户的各项保护', 'Checked how the account is protected'),
      read: async (world, { before }) => {
        const checkUp = await world.checkUp();
        return { checkUp, before: before ?? checkUp.score };
      },
      next: [
        {
          when: (facts) => open(facts).length === 0,
          because: text('都做好了', 'All is well'),
          to: 'all_good',
        },
        { to: 'improve' },
      ],
    },
    improve: {
      kind: 'choose',
      card: (facts) => ({
        title: text(
          `安全分 ${facts.checkUp?.score ?? 0} / 100`,
          `Security score ${facts.checkUp?.score ?? 0} of 100`,
        ),
        tone: (facts.checkUp?.score ?? 0) >= 70 ? 'info' : 'warning',
        body: text(
          '最要紧的是别把密码和验证码告诉任何人，也别点短信里的链接。UPay 的客服不会问您要。',
          'Most of all, tell nobody a password or code and follow no links in messages. Nobody at UPay asks for them.',
        ),
        facts: factsOf(facts),
      }),
      options: [
        fix('payment_password', 'reset_payment_password', text('设置支付密码', 'Set a payment password')),
        fix('second_factor', 'security', text('开启两步验证', 'Set up a second factor')),
        fix('recovery_codes', 'authenticator', text('生成新的恢复码', 'Make new recovery codes')),
        fix('password_age', 'password', text('换登录密码', 'Change the password')),
        fix('phone', 'contacts', text('绑定手机号', 'Bind a phone')),
        fix('email', 'contacts', text('绑定邮箱', 'Bind an email')),
        fix('devices', 'devices', text('清理设备', 'Tidy the devices')),
        fix('locks', 'recover', text('解除锁定', 'Unlock')),
        { id: 'understood', offer: () => [{ label: text('知道了', 'I see') }], to: 'thanks' },
        { id: 'again', quiet: true, offer: () => [{ label: text('重新检查', 'Check again') }], to: 'look' },
      ],
      on: {
        'payment_password.set': 'look',
        'account.unlocked': 'look',
        'account.unfrozen': 'look',
      },
    },
    all_good: {
      kind: 'end',
      outcome: 'resolved',
      card: (facts) => ({
        title: text('都做好了，100 分', 'All is well: 100'),
        tone: 'success',
        facts: factsOf(facts),
      }),
    },
    ...endings<Facts>({
      topic: ({ checkUp }) =>
        text(`安全检查 · ${checkUp?.score ?? 0} 分`, `Security check-up · score ${checkUp?.score ?? 0}`),
    }),
  },
});

import type { LocalizedText } from '../../contract/text.ts';
import type { Transaction } from '../platform/database/database.ts';
import { newId } from '../platform/ids.ts';
import type { Context } from './context.ts';
import { selectCustomers } from './queries/customers.ts';
import { send } from './send.ts';

const never = {
  zh: 'UPay 客服不会向您索要密码或验证码。',
  en: 'UPay support never asks for passwords or codes.',
};
const notYou = {
  zh: '若不是您本人，请立即在登录页的“找回与挂失”里挂失账户，或联系客服。',
  en: 'If this was not you, freeze the account at once from “Recover or freeze” on the log-in page, or contact support.',
};

/** What an owner is told of, at every address bound to the account: what happened, what to do, never a link. */
const notices = {
  account_locked: {
    zh: `【UPay】您的账户因登录密码多次输错而暂时锁定。可等到时间自动解除，也可在登录页的“找回与挂失”里立即解锁。${never.zh}`,
    en: `[UPay] Your account is locked for now after several wrong passwords. It opens by itself in time, or at once from “Recover or freeze” on the log-in page. ${never.en}`,
  },
  account_locked_abnormal: {
    zh: `【UPay】您的账户因交易异常而暂时锁定。可等到时间自动解除，也可在登录页的“找回与挂失”里立即解锁。${notYou.zh}`,
    en: `[UPay] Your account is locked for now after unusual transactions. It opens by itself in time, or at once from “Recover or freeze” on the log-in page. ${notYou.en}`,
  },
  payment_password_locked: {
    zh: `【UPay】您的支付密码因多次输错而暂时锁定，其间不能付款。${notYou.zh}`,
    en: `[UPay] Your payment password is locked for now after several wrong tries; payments wait. ${notYou.en}`,
  },
  account_frozen: {
    zh: `【UPay】您的账户已挂失：所有设备已退出登录，资金不能转出。解除挂失请在登录页的“找回与挂失”里证明身份。${never.zh}`,
    en: `[UPay] Your account is frozen: every device is logged out and no money can leave. To lift it, prove who you are in “Recover or freeze” on the log-in page. ${never.en}`,
  },
  account_unfrozen: {
    zh: `【UPay】您的账户已解除挂失，可以重新登录，24 小时内付款限额较低。${notYou.zh}`,
    en: `[UPay] Your account is no longer frozen. You can log in again; limits are lower for 24 hours. ${notYou.en}`,
  },
  account_unlocked: {
    zh: `【UPay】您的账户已解锁，可以重新登录，24 小时内付款限额较低。${notYou.zh}`,
    en: `[UPay] Your account is unlocked. You can log in again; limits are lower for 24 hours. ${notYou.en}`,
  },
  account_closed: {
    zh: '【UPay】您的账户已按您的要求注销，个人信息已删除，依法要保留的部分加密封存。感谢您使用 UPay。',
    en: '[UPay] Your account was closed as you asked and your personal data erased; what the law makes us keep is sealed. Thank you for using UPay.',
  },
  recovery_assisted: {
    zh: `【UPay】客服建议您找回账户：请自己打开 UPay 登录页的“找回与挂失”，按提示操作。${never.zh}若您没有联系过客服，请不要理会。`,
    en: `[UPay] Support suggests that you recover your account: open “Recover or freeze” on UPay’s log-in page yourself. ${never.en} If you did not contact support, ignore this.`,
  },
  asked_to_prove_in_recovery: {
    zh: `【UPay】客服请您证明是您本人，以便解除挂失：请自己打开 UPay 登录页的“找回与挂失”，在那里证明并同意。${never.zh}若您没有联系过客服，请不要理会。`,
    en: `[UPay] Support asks you to prove that it is you, to lift the freeze: open “Recover or freeze” on UPay’s log-in page yourself; prove it and agree there. ${never.en} If you did not contact support, ignore this.`,
  },
  password_reset: {
    zh: `【UPay】您的登录密码已重设，所有设备已退出登录，24 小时内付款限额较低。${notYou.zh}`,
    en: `[UPay] Your log-in password was reset and every device is logged out; limits are lower for 24 hours. ${notYou.en}`,
  },
  payment_password_reset: {
    zh: `【UPay】您的支付密码已重设，24 小时内付款限额较低。${notYou.zh}`,
    en: `[UPay] Your payment password was reset; limits are lower for 24 hours. ${notYou.en}`,
  },
  document_set: {
    zh: `【UPay】您的账户登记了实名信息，24 小时后可用来找回账户。${notYou.zh}`,
    en: `[UPay] Identity-document facts were added to your account; they help to recover it after 24 hours. ${notYou.en}`,
  },
  document_removed: {
    zh: `【UPay】您账户的实名信息已删除。${notYou.zh}`,
    en: `[UPay] The identity-document facts of your account were removed. ${notYou.en}`,
  },
  factor_added: {
    zh: `【UPay】您的账户添加了一种安全验证方式（身份验证器或通行密钥）。${notYou.zh}`,
    en: `[UPay] A security factor (an authenticator or a passkey) was added to your account. ${notYou.en}`,
  },
  factor_removed: {
    zh: `【UPay】您的账户移除了一种安全验证方式（身份验证器或通行密钥）。${notYou.zh}`,
    en: `[UPay] A security factor (an authenticator or a passkey) was removed from your account. ${notYou.en}`,
  },
  recovery_codes_renewed: {
    zh: `【UPay】您的账户重新生成了恢复码，原来的都已作废。${notYou.zh}`,
    en: `[UPay] The recovery codes of your account were renewed; those before are void. ${notYou.en}`,
  },
  password_changed: {
    zh: `【UPay】您的登录密码已修改，其他设备已退出登录。${notYou.zh}`,
    en: `[UPay] Your log-in password was changed and your other devices are logged out. ${notYou.en}`,
  },
  password_old: {
    zh: `【UPay】您的登录密码用了一年多了，仍然有效。如果别处也用过它，请打开 UPay 的安全中心换一个。${never.zh}`,
    en: `[UPay] Your log-in password is more than a year old. It still works; if you use it anywhere else, open UPay’s security centre and choose another. ${never.en}`,
  },
  check_up_at_risk: {
    zh: `【UPay】安全检查发现您的账户还可以更安全，例如多一重登录验证。打开 UPay 的安全中心，一项一项补上，每项不到一分钟。${never.zh}`,
    en: `[UPay] A security check-up found that your account could be safer, with a second factor for example. Open UPay’s security centre and fix each item in under a minute. ${never.en}`,
  },
  new_device: {
    zh: `【UPay】您的账户刚在一台新设备上登录。${notYou.zh}`,
    en: `[UPay] Your account was just logged in to on a new device. ${notYou.en}`,
  },
  payment_password_changed: {
    zh: `【UPay】您的支付密码已修改。${notYou.zh}`,
    en: `[UPay] Your payment password was changed. ${notYou.en}`,
  },
  email_bound: {
    zh: `【UPay】您的账户绑定了一个邮箱，安全通知也会发到那里。${notYou.zh}`,
    en: `[UPay] An email was bound to your account; security notices go there too. ${notYou.en}`,
  },
  phone_bound: {
    zh: `【UPay】您的账户绑定了一个手机号，验证码会发到那里，24 小时内付款限额较低。${notYou.zh}`,
    en: `[UPay] A phone was bound to your account; codes go there from now on, and limits are lower for 24 hours. ${notYou.en}`,
  },
  phone_change_requested: {
    zh: `【UPay】有人申请更换您账户的手机号，24 小时后生效。若不是您本人，请立即在 UPay 的安全中心取消，或挂失账户。`,
    en: `[UPay] A change of your account’s phone was asked for and takes effect in 24 hours. If this was not you, cancel it in UPay’s security centre or freeze the account at once.`,
  },
  email_change_requested: {
    zh: `【UPay】有人申请更换您账户的邮箱，24 小时后生效。若不是您本人，请立即在 UPay 的安全中心取消，或挂失账户。`,
    en: `[UPay] A change of your account’s email was asked for and takes effect in 24 hours. If this was not you, cancel it in UPay’s security centre or freeze the account at once.`,
  },
  phone_change_canceled: {
    zh: `【UPay】更换手机号的申请已取消，您的账户没有改变。${never.zh}`,
    en: `[UPay] The change of your account’s phone was cancelled; nothing has changed. ${never.en}`,
  },
  email_change_canceled: {
    zh: `【UPay】更换邮箱的申请已取消，您的账户没有改变。${never.zh}`,
    en: `[UPay] The change of your account’s email was cancelled; nothing has changed. ${never.en}`,
  },
  phone_changed: {
    zh: `【UPay】您账户的手机号已更换，24 小时内付款限额较低。${notYou.zh}`,
    en: `[UPay] Your account’s phone was changed; limits are lower for 24 hours. ${notYou.en}`,
  },
  email_changed: {
    zh: `【UPay】您账户的邮箱已更换，24 小时内付款限额较低。${notYou.zh}`,
    en: `[UPay] Your account’s email was changed; limits are lower for 24 hours. ${notYou.en}`,
  },
  sessions_ended: {
    zh: `【UPay】客服按您的同意让您账户的所有设备退出登录。${notYou.zh}`,
    en: `[UPay] As you agreed with support, every device of your account is logged out. ${notYou.en}`,
  },
  daily_limit_changed: {
    zh: `【UPay】客服按您的同意修改了您账户每天的付款限额。${notYou.zh}`,
    en: `[UPay] As you agreed with support, the daily limit of your account was changed. ${notYou.en}`,
  },
  goodwill_paid: {
    zh: `【UPay】客服按您的同意给您的余额存入了一笔补偿，可在账单里查看。${never.zh}`,
    en: `[UPay] As you agreed with support, a goodwill credit is in your balance; see your transactions. ${never.en}`,
  },
  refunded_by_support: {
    zh: `【UPay】客服按您的同意为您的一笔付款办理了退款，可在账单里查看。${never.zh}`,
    en: `[UPay] As you agreed with support, one of your payments is being refunded; see it in your wallet. ${never.en}`,
  },
  held_payment_released: {
    zh: `【UPay】您一笔待核实的付款经您同意已放行。${notYou.zh}`,
    en: `[UPay] A payment of yours that was held was released as you agreed. ${notYou.en}`,
  },
  held_payment_refused: {
    zh: `【UPay】您一笔待核实的付款经您同意已取消，冻结的钱已退回。${never.zh}`,
    en: `[UPay] A payment of yours that was held was cancelled as you agreed; the money is free again. ${never.en}`,
  },
  callback_missed: {
    zh: `【UPay】您预约的回电刚才没有打通，我们会再打，时间见 UPay 的客服会话。${never.zh}`,
    en: `[UPay] We called as you asked and could not reach you. We will call again; see the time in UPay’s support chat. ${never.en}`,
  },
  callback_given_up: {
    zh: `【UPay】您预约的回电打了三次都没有打通，已结束。需要时请在 UPay 里再预约或联系客服。${never.zh}`,
    en: `[UPay] We called three times as you asked and could not reach you. Ask again in UPay, or write to support. ${never.en}`,
  },
  reported_incident_over: {
    zh: `【UPay】您反映过的问题应该已经恢复。您那边还不行的话，请在 UPay 的“我的客服”里告诉我们。${never.zh}`,
    en: `[UPay] What you reported should work again. If it does not for you, please write to us in UPay’s support. ${never.en}`,
  },
} as const satisfies Record<string, LocalizedText>;

export type Notice = keyof typeof notices;
/** Of what other modules do. */
export type SupportNotice = Extract<
  Notice,
  | 'asked_to_prove_in_recovery'
  | 'goodwill_paid'
  | 'refunded_by_support'
  | 'held_payment_released'
  | 'held_payment_refused'
  | 'callback_missed'
  | 'callback_given_up'
  | 'reported_incident_over'
>;

const task = 'identity.tell';

/**
 * Tells owners once `tx` has committed, again and again until it is taken; the same message carries one reference.
 * @param told.alsoTo addresses that are not bound any more, or not yet
 */
export async function tell(
  context: Pick<Context, 'platform'>,
  tx: Transaction,
  told: ReadonlyArray<{ customerId: string; notice: Notice; alsoTo?: readonly string[] }>,
): Promise<void> {
  const jobs = told.flatMap(({ customerId, notice, alsoTo = [] }) =>
    (notice === 'account_closed' ? alsoTo : ['phone', 'email', ...alsoTo]).map((to) => ({
      task,
      payload: { reference: newId(), customerId, notice, to },
    })),
  );
  await context.platform.jobs.add(tx, jobs);
}

/** One job an address, so that one that can't be reached holds up no other. */
export function defineNotices(context: Context): void {
  const { db, jobs } = context.platform;
  jobs.define(task, async (payload) => {
    const { reference, customerId, notice, to } = payload as {
      reference: string;
      customerId: string;
      notice: Notice;
      to: string;
    };
    const [customer] = await selectCustomers(db, [customerId]);
    if (customer === undefined) return;
    const address = to === 'phone' || to === 'email' ? customer[to] : to;
    if (address !== null)
      await send(context, { reference, to: address, text: notices[notice][customer.language] });
  });
}

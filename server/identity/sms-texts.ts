import type { LocalizedText } from '../../contract/text.ts';

/** Texts that reach phones and mailboxes: what it is for first, never a link, and what we never do. */
export const smsTexts = {
  registration: (code: string): LocalizedText => ({
    zh: `【UPay】注册验证码 ${code}，10 分钟内有效。UPay 客服不会向您索要验证码，请勿告诉任何人。`,
    en: `[UPay] ${code} is your registration code, valid for 10 minutes. UPay support never asks for it; tell nobody.`,
  }),
  sign_in: (code: string): LocalizedText => ({
    zh: `【UPay】登录验证码 ${code}，10 分钟内有效。有新设备正在用您的密码登录，若不是您本人，请尽快修改密码。UPay 客服不会向您索要验证码。`,
    en: `[UPay] ${code} is your log-in code, valid for 10 minutes. A new device is using your password; if it is not you, change it soon. UPay support never asks for this code.`,
  }),
  code_log_in: (code: string): LocalizedText => ({
    zh: `【UPay】登录验证码 ${code}，10 分钟内有效。凭它可以登录您的钱包，UPay 客服不会向您索要，请勿告诉任何人。`,
    en: `[UPay] ${code} is your code to log in with, valid for 10 minutes. It opens your wallet: UPay support never asks for it; tell nobody.`,
  }),
  not_registered_log_in: (): LocalizedText => ({
    zh: '【UPay】有人想用这个手机号或邮箱登录 UPay，但它没有注册过。若不是您本人操作，可以忽略。',
    en: '[UPay] Somebody tried to log in to UPay with this phone or email, but it is not registered. If it was not you, ignore this.',
  }),
  step_up: (code: string, summary: LocalizedText | undefined): LocalizedText => ({
    zh: `【UPay】您正在${summary?.zh ?? '确认一项操作'}，验证码 ${code}，10 分钟内有效，只对这一项有效。若不是您本人，请立即挂失账户；UPay 客服不会向您索要验证码。`,
    en: `[UPay] ${code} is your code to ${summary?.en ?? 'confirm an operation'}, valid for 10 minutes and for this only. If it is not you, freeze your account at once; UPay support never asks for codes.`,
  }),
  new_contact: (code: string): LocalizedText => ({
    zh: `【UPay】绑定验证码 ${code}，10 分钟内有效。它会把这个地址绑定到一个 UPay 账户，若不是您本人操作，请勿告诉任何人。`,
    en: `[UPay] ${code} is your code to bind this address to a UPay account, valid for 10 minutes. If you did not ask for it, tell nobody.`,
  }),
  already_bound: (): LocalizedText => ({
    zh: '【UPay】有人想把这个地址绑定到另一个 UPay 账户，但它已绑定在您的账户上，没有改变。若不是您本人操作，可以忽略。',
    en: '[UPay] Somebody wanted to bind this address to another UPay account. It is bound to yours already; nothing has changed.',
  }),
  recovery: (code: string): LocalizedText => ({
    zh: `【UPay】找回或挂失账户的验证码 ${code}，10 分钟内有效。若不是您本人操作，请勿告诉任何人，UPay 客服也不会索要。`,
    en: `[UPay] ${code} is your code to recover or freeze your account, valid for 10 minutes. If you did not ask, tell nobody; UPay support never asks for it.`,
  }),
  not_registered: (): LocalizedText => ({
    zh: '【UPay】有人想找回这个手机号或邮箱的 UPay 账户，但它没有注册过。若不是您本人操作，可以忽略。',
    en: '[UPay] Somebody tried to recover a UPay account of this phone or email, but it is not registered. If it was not you, ignore this.',
  }),
  already_registered: (): LocalizedText => ({
    zh: '【UPay】您的手机号或邮箱已注册过 UPay，请直接登录。若不是您本人操作，可以忽略。UPay 客服不会向您索要验证码。',
    en: '[UPay] This phone or email is already registered with UPay; please log in. If it was not you, ignore this. UPay support never asks for codes.',
  }),
};

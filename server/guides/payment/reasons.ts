import type { FailureCode } from '../../../contract/failure.ts';
import type { LocalizedText } from '../../../contract/text.ts';
import { text } from '../wording.ts';

/** Lost cards and suspected fraud are told as any other refusal. */
const declined = text('银行未通过', 'Declined by the bank');

/** The reason in a few words, for a card's list of facts and for the queue. */
const reasons: Record<FailureCode, LocalizedText> = {
  network_timeout: text('银行处理超时', 'The bank took too long'),
  network_unreachable: text('没有连上银行', 'The bank could not be reached'),
  issuer_not_available: text('银行暂时无法处理', 'The bank is unavailable'),
  payment_expired: text('银行没有给出结果', 'The bank never answered'),
  insufficient_balance: text('账户余额不足', 'Balance too low'),
  insufficient_funds: text('卡内可用额度不足', 'Not enough on the card'),
  incorrect_payment_password: text('支付密码不正确', 'Wrong payment password'),
  payment_password_locked: text('支付密码暂时锁定', 'Payment password locked'),
  authentication_required: text('需要银行确认', 'The bank wants to confirm it is you'),
  incorrect_cvc: text('卡片安全码不正确', 'Wrong card security code'),
  expired_card: text('银行卡已过期', 'Card expired'),
  incorrect_number: text('卡号不正确', 'Wrong card number'),
  lost_or_stolen: declined,
  account_closed: text('银行账户已销户', 'Bank account closed'),
  account_blocked: text('账户受限', 'Account restricted'),
  invalid_bank_account: text('银行账号不正确', 'Wrong bank account number'),
  transaction_not_allowed: text('这种方式不支持这笔交易', 'Not allowed with this method'),
  currency_not_supported: text('不支持该币种', 'Currency not supported'),
  do_not_honor: declined,
  fraudulent: declined,
  risk_rejected: text('安全保护', 'Stopped for your safety'),
  kyc_required: text('需要身份认证', 'Identity not verified'),
  amount_limit_exceeded: text('超过限额', 'Above a limit'),
  velocity_exceeded: text('付款次数过多', 'Too many payments'),
  duplicate_transaction: text('已经提交过', 'Submitted before'),
  processing_error: text('系统处理出错', 'A system error'),
};

export function reasonText(code: FailureCode): LocalizedText {
  return reasons[code];
}

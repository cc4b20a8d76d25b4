import type { MessageDescriptor } from '@lingui/core';
import { msg } from '@lingui/core/macro';
import type { FailureCategory, FailureNext, FailureRemedy } from '../../../contract/failure.ts';
import type { Attempt, Check, Payment, PaymentKind, PaymentStatus } from '../../../contract/payments.ts';
import type { Tone } from '../../shared/ui/tone.ts';

export const KIND_NAMES: Record<PaymentKind, MessageDescriptor> = {
  transfer: msg`转账`,
  purchase: msg`付款`,
  top_up: msg`充值`,
  withdrawal: msg`提现`,
  goodwill: msg`补偿`,
};

export const STATUS_NAMES: Record<PaymentStatus, MessageDescriptor> = {
  processing: msg`处理中`,
  requires_action: msg`待确认`,
  requires_payment_method: msg`失败`,
  succeeded: msg`成功`,
  canceled: msg`已取消`,
};
export const STATUS_TONES: Record<PaymentStatus, Tone> = {
  processing: 'warning',
  requires_action: 'warning',
  requires_payment_method: 'danger',
  succeeded: 'success',
  canceled: 'neutral',
};

export function moneyName({ moneyMoved, direction }: Payment): MessageDescriptor {
  if (moneyMoved === 'held') return msg`冻结中`;
  if (moneyMoved === 'no') return msg`未扣款`;
  return direction === 'in' ? msg`已到账` : msg`已扣款`;
}
export const MONEY_TONES: Record<Payment['moneyMoved'], Tone> = {
  no: 'neutral',
  held: 'warning',
  yes: 'info',
};

export const ATTEMPT_NAMES: Record<Attempt['status'], MessageDescriptor> = {
  processing: msg`等待答复`,
  requires_action: msg`待银行确认`,
  succeeded: msg`成功`,
  failed: msg`失败`,
};
export const ATTEMPT_TONES: Record<Attempt['status'], Tone> = {
  processing: 'warning',
  requires_action: 'warning',
  succeeded: 'success',
  failed: 'danger',
};

export const CHECK_NAMES: Record<Check, MessageDescriptor> = {
  session: msg`登录会话`,
  limits: msg`限额`,
  payment_password: msg`支付密码`,
  risk: msg`风控`,
  funds: msg`资金`,
  rail: msg`通道`,
};

export const CATEGORY_NAMES: Record<FailureCategory, MessageDescriptor> = {
  network: msg`网络`,
  funds: msg`余额`,
  credential: msg`验证`,
  method: msg`付款方式`,
  risk: msg`风控`,
  limit: msg`限额`,
  system: msg`系统`,
};

export const NEXT_NAMES: Record<FailureNext, MessageDescriptor> = {
  inquire: msg`先查询结果，不要重复付款`,
  retry: msg`可以稍后重试`,
  customer_acts: msg`需要客户处理后再付`,
  never: msg`不能再用同一付款方式`,
};

export const REMEDY_NAMES: Record<FailureRemedy, MessageDescriptor> = {
  wait: msg`等待`,
  inquire: msg`查询结果`,
  retry: msg`重试`,
  top_up: msg`充值并付款`,
  other_method: msg`换付款方式`,
  payment_password: msg`重输支付密码`,
  reset_payment_password: msg`重设支付密码`,
  authenticate: msg`完成银行验证`,
  fix_method: msg`更正付款方式`,
  lower_amount: msg`降低金额`,
  verify_identity: msg`认证身份`,
  call_bank: msg`联系发卡银行`,
  contact_support: msg`人工处理`,
  see_original: msg`查看原付款`,
};

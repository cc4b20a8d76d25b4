import * as z from 'zod/mini';
import { type FailureCode, failureCodes, failures } from './failure.ts';
import type { LocalizedText } from './text.ts';

/** Every refusal that is not a payment failure: HTTP status and the words for the caller. */
export const problems = {
  invalid_request: {
    status: 422,
    zh: '请求内容有误，请检查标出的字段。',
    en: 'Some fields are not valid; please check them.',
  },
  malformed_request: { status: 400, zh: '无法读懂这个请求。', en: 'The request could not be read.' },
  body_too_large: { status: 413, zh: '内容太大了。', en: 'The request is too large.' },
  unsupported_media_type: {
    status: 415,
    zh: '不支持这种内容类型，请使用 JSON。',
    en: 'This content type is not supported; send JSON.',
  },
  not_signed_in: { status: 401, zh: '请先登录。', en: 'Please log in first.' },
  wrong_credentials: {
    status: 401,
    zh: '账号或密码不正确。',
    en: 'The account or the password is incorrect.',
  },
  log_in_over: {
    status: 401,
    zh: '这次登录已超时或已完成，请重新登录。',
    en: 'This log-in is over; please start again.',
  },
  passkey_refused: {
    status: 401,
    zh: '通行密钥没有通过验证，请重试或换一种方式。',
    en: 'The passkey was not accepted; try again or use another way.',
  },
  code_incorrect: { status: 401, zh: '验证码不正确或已过期。', en: 'The code is incorrect or has expired.' },
  authenticator_required: {
    status: 403,
    zh: '没有设置动态口令，请用通行密钥登录；都没有时，请用邀请链接加入，或请管理员重新邀请。',
    en: 'No authenticator is set up: log in by passkey, or join with your invitation; without either, ask for a new one.',
  },
  invitation_invalid: {
    status: 404,
    zh: '邀请链接无效、已用过或已过期，请管理员重新邀请。',
    en: 'This invitation is not valid, was used or has expired; ask for a new one.',
  },
  api_key_invalid: { status: 401, zh: 'API 密钥无效。', en: 'The API key is not valid.' },
  signature_invalid: { status: 401, zh: '签名无效。', en: 'The signature is not valid.' },
  origin_not_allowed: { status: 403, zh: '来源不被允许。', en: 'This origin is not allowed.' },
  approval_required: {
    status: 403,
    zh: '这项操作需要另一位同事批准，或批准已用过、已过期、与内容不符。',
    en: 'This needs a colleague’s approval, or the approval was used, has expired or is for something else.',
  },
  step_up_required: {
    status: 403,
    zh: '为了您的安全，请再确认一次是您本人。',
    en: 'For your safety, please confirm that it is you.',
  },
  step_up_void: {
    status: 403,
    zh: '这次确认与操作内容不符或已失效，请重新确认。',
    en: 'This confirmation is for something else or is over; please confirm again.',
  },
  verification_out_of_reach: {
    status: 409,
    zh: '客户还没有设置能证明到这一级的方式，请先引导客户设置身份验证器或通行密钥。',
    en: 'The customer has set up nothing that proves this much; guide them to an authenticator or a passkey first.',
  },
  verification_required: {
    status: 409,
    zh: '请先请客户为这项操作验证身份。',
    en: 'Ask the customer to verify who they are for this first.',
  },
  not_allowed: { status: 403, zh: '您没有这项权限。', en: 'You are not allowed to do this.' },
  insufficient_scope: {
    status: 403,
    zh: '这个 API 密钥没有所需的权限。',
    en: 'This API key lacks the scope that this needs.',
  },
  account_locked: {
    status: 403,
    zh: '账户已锁定或已挂失，请用“找回与挂失”查看原因并解除。',
    en: 'The account is locked or frozen; “Recover or freeze” tells why and opens it again.',
  },
  account_frozen: {
    status: 409,
    zh: '账户已挂失，请先解除挂失。',
    en: 'The account is frozen; lift the freeze first.',
  },
  closing_refused: {
    status: 409,
    zh: '账户现在还不能注销，请先处理列出的事项。',
    en: 'The account cannot be closed yet; settle what is listed first.',
  },
  more_proof_needed: {
    status: 403,
    zh: '还需要再证明一项，才能这样做。',
    en: 'This needs one more proof that the account is yours.',
  },
  proof_wrong: {
    status: 401,
    zh: '不正确，请核对后再试。',
    en: 'That is not right; check it and try again.',
  },
  recovery_over: {
    status: 401,
    zh: '这次验证已结束，请重新获取验证码。',
    en: 'This verification is over; ask for a new code.',
  },
  payment_password_not_set: {
    status: 403,
    zh: '请先设置支付密码。',
    en: 'Please set a payment password first.',
  },
  payment_password_required: {
    status: 403,
    zh: '这笔付款需要输入支付密码。',
    en: 'This payment needs your payment password.',
  },
  not_found: { status: 404, zh: '没有找到。', en: 'Not found.' },
  method_not_allowed: { status: 405, zh: '不支持这个操作。', en: 'This operation is not supported.' },
  conflict: {
    status: 409,
    zh: '状态已经改变，请刷新后再试。',
    en: 'This has changed meanwhile; refresh and try again.',
  },
  already_registered: {
    status: 409,
    zh: '这个手机号或邮箱已经注册，请直接登录。',
    en: 'This phone number or email is registered; please log in.',
  },
  payment_not_payable: {
    status: 409,
    zh: '这笔付款当前不能再付。',
    en: 'This payment cannot be paid in its present state.',
  },
  payment_in_progress: {
    status: 409,
    zh: '这笔付款正在处理，请等待结果。',
    en: 'This payment is being processed; please wait for the result.',
  },
  payment_changed: {
    status: 409,
    zh: '金额或收款方已改变，请重新确认。',
    en: 'The amount or payee has changed; please confirm again.',
  },
  payment_not_refundable: {
    status: 409,
    zh: '这笔付款不能退款：它没有成功，或正在争议中。',
    en: 'This payment cannot be refunded: it has not succeeded, or it is disputed.',
  },
  refund_exceeds_payment: {
    status: 422,
    zh: '退款超过了这笔付款还可以退的金额。',
    en: 'The refund is more than what is left of this payment.',
  },
  webhook_url_not_allowed: {
    status: 422,
    zh: '这个地址不能接收通知：请使用公网的 https 地址，不带用户名和密码。',
    en: 'This address cannot receive webhooks: use a public https address without a user name or password.',
  },
  dispute_not_possible: {
    status: 409,
    zh: '这笔付款不能申请争议：它没有成功、已全额退款、太久以前，或正在争议中。',
    en: 'This payment cannot be disputed: it has not succeeded, was refunded, is too old, or is disputed already.',
  },
  dispute_closed: { status: 409, zh: '这个争议已经结束。', en: 'This dispute is closed.' },
  file_not_allowed: {
    status: 422,
    zh: '只能上传 JPG、PNG、WebP 图片或 PDF，每个不超过 8 MB。',
    en: 'Only JPG, PNG and WebP pictures and PDFs, of at most 8 MB each, can be uploaded.',
  },
  merchant_balance_insufficient: {
    status: 409,
    zh: '商户余额不足。',
    en: 'The merchant’s balance does not cover this.',
  },
  already_taken: {
    status: 409,
    zh: '这个会话已由其他客服接待。',
    en: 'Another agent has taken this conversation.',
  },
  agent_not_available: {
    status: 409,
    zh: '这位同事现在不能接待：不在线，或已达上限。请换一位，或转给小组。',
    en: 'This colleague is not there or has no room; choose another, or a team.',
  },
  link_target_not_found: {
    status: 404,
    zh: '没有这个会话或投诉，请核对链接或编号。',
    en: 'There is no such conversation or complaint; check the link or the number.',
  },
  link_to_itself: {
    status: 409,
    zh: '不能关联到会话自己，请填另一个会话。',
    en: 'A conversation cannot be linked with itself; give another.',
  },
  merge_other_customer: {
    status: 409,
    zh: '只能合并同一位客户的会话；不同客户的会话请用“关联”。',
    en: 'Only conversations of one customer can be merged; link those of two.',
  },
  already_merged: {
    status: 409,
    zh: '这个会话已并入另一个会话。',
    en: 'This conversation has been merged into another one.',
  },
  too_many_links: {
    status: 409,
    zh: '这个会话的关联太多了，请先取消不需要的。',
    en: 'This conversation has too many links; remove those not needed first.',
  },
  complaint_closed: { status: 409, zh: '这个投诉已结案。', en: 'This complaint is closed.' },
  conversation_closed: { status: 409, zh: '这个会话已结束。', en: 'This conversation is closed.' },
  at_capacity: {
    status: 409,
    zh: '您接待的会话已达上限。',
    en: 'You have reached your limit of conversations.',
  },
  idempotency_key_required: {
    status: 400,
    zh: '缺少 Idempotency-Key 请求头。',
    en: 'The Idempotency-Key header is missing.',
  },
  idempotency_key_reused: {
    status: 422,
    zh: '这个幂等键已用于另一个请求。',
    en: 'This idempotency key was used for another request.',
  },
  password_too_short: {
    status: 422,
    zh: '密码太短：没有绑定手机、也没有身份验证器的账户，至少要 15 位，其他账户至少 8 位。',
    en: 'This password is too short: 15 characters at least for an account without a phone or an authenticator, 8 for any other.',
  },
  document_number_invalid: {
    status: 422,
    zh: '证件号码不正确，请核对后再试。',
    en: 'This document number is not right; check it and try again.',
  },
  last_factor: {
    status: 409,
    zh: '这是最后一种登录方式，不能移除；请先添加另一把通行密钥。',
    en: 'This is the last way to log in and stays; add another passkey first.',
  },
  longer_password_first: {
    status: 409,
    zh: '移除后只剩登录密码保护账户，请先把它改成至少 15 位，或先绑定手机号。',
    en: 'Your password would protect the account alone: first change it to 15 characters or more, or bind a phone.',
  },
  password_too_weak: {
    status: 422,
    zh: '密码太容易被猜到，请换一个更长或更少见的。',
    en: 'This password is easy to guess; use a longer or less common one.',
  },
  payment_password_too_weak: {
    status: 422,
    zh: '支付密码太简单，请避免连续或重复的数字。',
    en: 'This payment password is too simple; avoid sequences and repeats.',
  },
  phone_invalid: { status: 422, zh: '手机号不正确。', en: 'The phone number is not valid.' },
  phone_country_not_served: {
    status: 422,
    zh: '暂不支持这个国家或地区的手机号。',
    en: 'Phone numbers of this country are not served.',
  },
  email_invalid: { status: 422, zh: '邮箱地址不正确。', en: 'The email address is not valid.' },
  payee_not_found: {
    status: 404,
    zh: '没有找到这个收款人，请核对手机号或邮箱。',
    en: 'No such payee; please check the phone number or email.',
  },
  currency_not_held: {
    status: 409,
    zh: '钱包没有这个币种的余额，这笔钱只能退回付款方。',
    en: 'The wallet holds no balance in this currency; the money can only go back to its payer.',
  },
  payee_is_self: { status: 422, zh: '不能转账给自己。', en: 'You cannot transfer to yourself.' },
  payer_code_invalid: {
    status: 422,
    zh: '这不是有效的付款码，请重新扫一次。',
    en: 'This is no payment code; please scan again.',
  },
  payer_code_expired: {
    status: 410,
    zh: '付款码已过期，请顾客刷新后再扫。',
    en: 'The payment code has expired; ask the customer for a fresh one.',
  },
  payer_code_used: {
    status: 409,
    zh: '付款码已用过，请顾客刷新后再扫。',
    en: 'The payment code was used; ask the customer for a fresh one.',
  },
  card_declined: {
    status: 422,
    zh: '这张卡无法添加，请检查卡号和有效期。',
    en: 'This card cannot be added; check its number and expiry.',
  },
  too_many_requests: {
    status: 429,
    zh: '操作太频繁，请稍后再试。',
    en: 'Too many requests; please try again later.',
  },
  internal_error: {
    status: 500,
    zh: '系统出错了，我们已记录。请稍后再试。',
    en: 'Something went wrong on our side. Please try again later.',
  },
  service_unavailable: {
    status: 503,
    zh: '服务暂时不可用，请稍后再试。',
    en: 'The service is unavailable for now; please try again.',
  },
} as const satisfies Record<string, { status: number } & LocalizedText>;

export type ProblemCode = keyof typeof problems;
export type ErrorCode = ProblemCode | FailureCode;

/** RFC 9457. `code` is stable; `title` and `detail` are in the caller's language. */
export const problemSchema = z.object({
  type: z.string(),
  title: z.string(),
  status: z.number(),
  detail: z.optional(z.string()),
  code: z.enum([...(Object.keys(problems) as [ProblemCode, ...ProblemCode[]]), ...failureCodes]),
  requestId: z.optional(z.string()),
  /** What was wrong with which field, for forms. */
  fields: z.optional(z.array(z.object({ path: z.string(), message: z.string() }))),
  triesLeft: z.optional(z.number()),
  retryAt: z.optional(z.iso.datetime()),
  /** On step_up_required: the confirmation to be given (contract/step-up.ts). */
  stepUp: z.optional(z.unknown()),
  /** On 402: the payment whose attempt failed, with its trace. */
  payment: z.optional(z.unknown()),
});
export type Problem = z.infer<typeof problemSchema>;

/** HTTP status of an error code; every payment failure is 402, as at Stripe. */
export function statusOf(code: ErrorCode): number {
  return code in problems ? problems[code as ProblemCode].status : 402;
}

export function messageOf(code: ErrorCode): LocalizedText {
  return code in problems ? problems[code as ProblemCode] : failures[code as FailureCode].message;
}

import type { LocalizedText } from './text.ts';

/**
 * Why a payment attempt failed: one code an attempt, in Stripe's names where Stripe has one, the wallet's own otherwise.
 * `next` says what may follow: inquire first, try again by itself, after the customer acts, or never with this instrument.
 */
export type FailureCategory = 'network' | 'funds' | 'credential' | 'method' | 'risk' | 'limit' | 'system';
export type FailureNext = 'inquire' | 'retry' | 'customer_acts' | 'never';
/** What the customer can do about it, from the most to the least likely to help. */
export type FailureRemedy =
  | 'wait'
  | 'inquire'
  | 'retry'
  | 'top_up'
  | 'other_method'
  | 'payment_password'
  | 'reset_payment_password'
  | 'authenticate'
  | 'fix_method'
  | 'lower_amount'
  | 'verify_identity'
  | 'call_bank'
  | 'contact_support'
  | 'see_original';

interface Failure {
  readonly category: FailureCategory;
  readonly next: FailureNext;
  readonly remedies: readonly FailureRemedy[];
  readonly message: LocalizedText;
}

const generic: LocalizedText = {
  zh: '银行没有同意，没有扣款。请换一种付款方式。',
  en: 'The bank declined and nothing was charged. Please use another payment method.',
};

export const failures = {
  // Decided: said only when the bank has rejected it for a timeout. While nothing is known, a payment is `processing`.
  network_timeout: {
    category: 'network',
    next: 'retry',
    remedies: ['retry', 'other_method'],
    message: {
      zh: '银行处理超时，已确认这笔付款没有成功，没有扣款。请稍后再试或换一种付款方式。',
      en: 'The bank took too long and confirmed that the payment did not go through; nothing was charged. Try again later or use another method.',
    },
  },
  network_unreachable: {
    category: 'network',
    next: 'retry',
    remedies: ['retry', 'other_method'],
    message: {
      zh: '没有连上银行，这笔付款没有发出，没有扣款。请稍后再试。',
      en: 'The bank could not be reached, so nothing was sent or charged. Please try again shortly.',
    },
  },
  issuer_not_available: {
    category: 'network',
    next: 'retry',
    remedies: ['retry', 'other_method'],
    message: {
      zh: '银行暂时无法处理，没有扣款。请稍后再试或换一种付款方式。',
      en: 'The bank is unavailable and nothing was charged. Try again later or use another method.',
    },
  },
  payment_expired: {
    category: 'network',
    next: 'customer_acts',
    remedies: ['contact_support'],
    message: {
      zh: '银行一直没有给出结果，这笔付款已取消。如果银行之后仍扣了款，会自动到您的账户余额。',
      en: 'The bank never told how this ended, so the payment was cancelled. Should it still charge you, the money goes to your balance by itself.',
    },
  },
  insufficient_balance: {
    category: 'funds',
    next: 'customer_acts',
    remedies: ['top_up', 'other_method'],
    message: {
      zh: '账户余额不足，没有扣款。请充值后再付，或换一种付款方式。',
      en: 'Your balance is too low and nothing was charged. Top up, or use another method.',
    },
  },
  insufficient_funds: {
    category: 'funds',
    next: 'customer_acts',
    remedies: ['other_method'],
    message: {
      zh: '这张卡或银行账户的余额不足，没有扣款。请换一种付款方式。',
      en: 'This card or bank account has insufficient funds and nothing was charged. Please use another method.',
    },
  },
  incorrect_payment_password: {
    category: 'credential',
    next: 'customer_acts',
    remedies: ['payment_password', 'reset_payment_password'],
    message: {
      zh: '支付密码不正确，没有扣款。请重新输入。',
      en: 'The payment password is incorrect and nothing was charged. Please enter it again.',
    },
  },
  payment_password_locked: {
    category: 'credential',
    next: 'customer_acts',
    remedies: ['wait', 'reset_payment_password'],
    message: {
      zh: '支付密码输错次数过多，已暂时锁定，没有扣款。',
      en: 'Too many wrong payment passwords: it is locked for now. Nothing was charged.',
    },
  },
  authentication_required: {
    category: 'credential',
    next: 'customer_acts',
    remedies: ['authenticate', 'other_method'],
    message: {
      zh: '发卡银行要求您确认这笔付款，没有扣款。',
      en: 'The card’s bank asks you to confirm this payment. Nothing was charged.',
    },
  },
  incorrect_cvc: {
    category: 'credential',
    next: 'customer_acts',
    remedies: ['fix_method', 'other_method'],
    message: {
      zh: '卡片安全码不正确，没有扣款。请重新添加这张卡。',
      en: 'The card’s security code is incorrect and nothing was charged. Please add the card again.',
    },
  },
  expired_card: {
    category: 'method',
    next: 'never',
    remedies: ['other_method', 'fix_method'],
    message: {
      zh: '这张卡已过期，没有扣款。请换一种付款方式或更新卡片。',
      en: 'This card has expired and nothing was charged. Use another method or update the card.',
    },
  },
  incorrect_number: {
    category: 'method',
    next: 'customer_acts',
    remedies: ['fix_method', 'other_method'],
    message: {
      zh: '卡号不正确，没有扣款。请更正卡号。',
      en: 'The card number is incorrect and nothing was charged. Please correct it.',
    },
  },
  lost_or_stolen: {
    category: 'method',
    next: 'never',
    remedies: ['other_method', 'call_bank'],
    message: generic,
  },
  account_closed: {
    category: 'method',
    next: 'never',
    remedies: ['other_method'],
    message: {
      zh: '对方银行账户已销户，没有扣款。请换一个账户。',
      en: 'The bank account is closed and nothing was charged. Please use another account.',
    },
  },
  account_blocked: {
    category: 'method',
    next: 'never',
    remedies: ['contact_support', 'other_method'],
    message: {
      zh: '账户状态异常，没有扣款。请联系客服。',
      en: 'The account is restricted and nothing was charged. Please contact support.',
    },
  },
  invalid_bank_account: {
    category: 'method',
    next: 'customer_acts',
    remedies: ['fix_method', 'other_method'],
    message: {
      zh: '银行账号不正确，没有扣款。请更正账号。',
      en: 'The bank account number is incorrect and nothing was charged. Please correct it.',
    },
  },
  transaction_not_allowed: {
    category: 'method',
    next: 'never',
    remedies: ['other_method'],
    message: {
      zh: '这张卡或银行账户不支持这类交易，没有扣款。请换一种付款方式。',
      en: 'This card or bank account does not allow this kind of payment. Nothing was charged; use another method.',
    },
  },
  currency_not_supported: {
    category: 'method',
    next: 'never',
    remedies: ['other_method'],
    message: {
      zh: '这种付款方式不支持该币种，没有扣款。',
      en: 'This method does not support the currency. Nothing was charged.',
    },
  },
  do_not_honor: {
    category: 'method',
    next: 'customer_acts',
    remedies: ['other_method', 'call_bank'],
    message: {
      zh: '银行拒绝了这笔付款，没有扣款。请联系银行或换一种付款方式。',
      en: 'The bank declined the payment and nothing was charged. Call the bank or use another method.',
    },
  },
  fraudulent: { category: 'risk', next: 'never', remedies: ['other_method', 'call_bank'], message: generic },
  risk_rejected: {
    category: 'risk',
    next: 'never',
    remedies: ['contact_support'],
    message: {
      zh: '为保护您的资金，这笔付款没有放行，没有扣款。如是您本人操作，请联系客服。',
      en: 'We stopped this payment to protect you; nothing was charged. If it was you, please contact support.',
    },
  },
  kyc_required: {
    category: 'risk',
    next: 'customer_acts',
    remedies: ['verify_identity', 'contact_support'],
    message: {
      zh: '需要先完成身份认证，没有扣款。',
      en: 'Please verify your identity first. Nothing was charged.',
    },
  },
  amount_limit_exceeded: {
    category: 'limit',
    next: 'customer_acts',
    remedies: ['lower_amount', 'other_method'],
    message: {
      zh: '超过了限额，没有扣款。请降低金额、改日再付或换一种付款方式。',
      en: 'This is above a limit and nothing was charged. Lower the amount, wait, or use another method.',
    },
  },
  velocity_exceeded: {
    category: 'limit',
    next: 'customer_acts',
    remedies: ['wait', 'other_method'],
    message: {
      zh: '短时间内付款次数过多，没有扣款。请稍后再试。',
      en: 'Too many payments in a short time. Nothing was charged; please wait.',
    },
  },
  duplicate_transaction: {
    category: 'system',
    next: 'never',
    remedies: ['see_original'],
    message: {
      zh: '这笔付款之前已经提交过，没有重复扣款。请查看原来的那一笔。',
      en: 'This payment was already made and was not charged twice. Please see the original.',
    },
  },
  processing_error: {
    category: 'system',
    next: 'retry',
    remedies: ['retry', 'other_method', 'contact_support'],
    message: {
      zh: '系统处理时出了错，没有扣款。请稍后再试或换一种付款方式。',
      en: 'Something went wrong while processing and nothing was charged. Try again or use another method.',
    },
  },
} as const satisfies Record<string, Failure>;

export type FailureCode = keyof typeof failures;
export const failureCodes = Object.keys(failures) as [FailureCode, ...FailureCode[]];

/** The failure's rules and words; the table is the only place they are written. */
export function failure(code: FailureCode): Failure {
  return failures[code];
}

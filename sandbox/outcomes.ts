/**
 * The one table of test numbers: which card, account or amount makes the outside world answer what.
 * The page shows it, the networks obey it. A number that is not here is honoured.
 */

export interface Words {
  zh: string;
  en: string;
}

/** What a card does whenever it is charged. */
export type CardBehaviour =
  | { effect: 'approve' }
  | { effect: 'decline'; code: string }
  /** Asks for 3-D Secure; a cardholder who passes is approved, or declined with `afterwards`. */
  | { effect: 'authenticate'; afterwards?: string }
  /** Approves and records, but the answer never comes. */
  | { effect: 'no_answer' }
  /** Approves and records, but answers 68 as though it were a decline: the issuer's own answer came too late. */
  | { effect: 'late' };

/** What an account does whenever money is pulled from it or pushed to it. */
export type AccountBehaviour =
  | { effect: 'settle' }
  /** Accepted at once; later settled, rejected with `afterwards`, or (`never`) left as it is. */
  | { effect: 'pend'; afterwards?: string; never?: boolean }
  | { effect: 'reject'; code: string }
  /** Settles and records, but the answer never comes. */
  | { effect: 'no_answer' }
  /** Refused when the account is registered. */
  | { effect: 'unknown'; code: string };

/** ISO 8583 response codes, and the two letter-coded ones the schemes use. */
export const CARD_CODES: Record<string, Words> = {
  '00': { zh: '批准', en: 'Approved' },
  '05': { zh: '不予承兑', en: 'Do not honour' },
  '12': { zh: '无效交易', en: 'Invalid transaction' },
  '14': { zh: '卡号无效', en: 'Invalid card number' },
  '41': { zh: '挂失卡', en: 'Lost card' },
  '43': { zh: '被盗卡', en: 'Stolen card' },
  '46': { zh: '账户已销户', en: 'Closed account' },
  '51': { zh: '余额不足', en: 'Insufficient funds' },
  '54': { zh: '卡已过期', en: 'Expired card' },
  '55': { zh: '密码错误', en: 'Incorrect PIN' },
  '57': { zh: '不允许此交易', en: 'Transaction not permitted to cardholder' },
  '59': { zh: '涉嫌欺诈', en: 'Suspected fraud' },
  '61': { zh: '超出金额限制', en: 'Exceeds amount limit' },
  '62': { zh: '受限制的卡', en: 'Restricted card' },
  '65': {
    zh: '超出次数限制；万事达卡则为需要验证',
    en: 'Exceeds count limit; on Mastercard, authentication required',
  },
  '68': { zh: '应答超时：可能已处理', en: 'Answer too late: it may have been processed' },
  '75': { zh: '密码错误次数超限', en: 'PIN tries exceeded' },
  '91': { zh: '发卡行不可用', en: 'Issuer not available' },
  '94': { zh: '重复交易', en: 'Duplicate transmission' },
  '96': { zh: '系统故障', en: 'System malfunction' },
  N7: { zh: '安全码错误', en: 'Incorrect CVC' },
  '1A': { zh: '需要持卡人验证 (3-D Secure)', en: 'Cardholder authentication required (3-D Secure)' },
};

/** ISO 20022 status and reason codes. */
export const BANK_CODES: Record<string, Words> = {
  ACSC: { zh: '立即结清', en: 'Settled at once' },
  ACSP: { zh: '处理中', en: 'Settlement in process' },
  AB05: { zh: '收款行处理超时', en: 'Timeout at the creditor agent' },
  AB06: { zh: '受托行处理超时', en: 'Timeout at the instructed agent' },
  AB07: { zh: '代理行不在线', en: 'Agent offline' },
  AB08: { zh: '收款行不在线', en: 'Creditor agent offline' },
  AC01: { zh: '账号不正确', en: 'Incorrect account number' },
  AC04: { zh: '账户已销户', en: 'Closed account' },
  AC06: { zh: '账户已冻结', en: 'Blocked account' },
  AG01: { zh: '不允许此交易', en: 'Transaction forbidden' },
  AM02: { zh: '超出允许金额', en: 'Amount not allowed' },
  AM03: { zh: '不支持此币种', en: 'Currency not allowed' },
  AM04: { zh: '余额不足', en: 'Insufficient funds' },
  AM05: { zh: '重复交易', en: 'Duplicate' },
  FRAD: { zh: '涉嫌欺诈', en: 'Fraudulent origin' },
  RC01: { zh: '银行代码不正确', en: 'Incorrect bank identifier' },
};

export interface TestCard {
  number: string;
  behaviour: CardBehaviour;
  /** Says more than the code does. */
  note?: Words;
}

const decline = (number: string, code: string, note?: Words): TestCard => ({
  number,
  behaviour: { effect: 'decline', code },
  note,
});
const approve = (number: string, zh: string, en: string): TestCard => ({
  number,
  behaviour: { effect: 'approve' },
  note: { zh, en },
});

/** Stripe's documented numbers where it has one; the rest carry their code in digits 11 and 12. */
export const TEST_CARDS: TestCard[] = [
  approve('4242424242424242', 'Visa 信用卡，批准', 'Visa credit, approved'),
  approve('4000056655665556', 'Visa 借记卡，批准', 'Visa debit, approved'),
  approve('5555555555554444', '万事达信用卡，批准', 'Mastercard credit, approved'),
  approve('2223003122003222', '万事达 2 系列，批准', 'Mastercard 2-series, approved'),
  approve('5200828282828210', '万事达借记卡，批准', 'Mastercard debit, approved'),
  approve('6200000000000005', '银联信用卡，批准', 'UnionPay credit, approved'),
  approve('6200000000000047', '银联借记卡，批准', 'UnionPay debit, approved'),
  approve('6205500000000000004', '银联 19 位，批准', 'UnionPay, 19 digits, approved'),
  approve('378282246310005', '美国运通，批准', 'American Express, approved'),
  approve('371449635398431', '美国运通，批准', 'American Express, approved'),
  decline('4000000000000002', '05'),
  decline('4000000000009995', '51'),
  decline('6200000000510003', '51', { zh: '银联：余额不足', en: 'UnionPay: insufficient funds' }),
  decline('4000000000009987', '41'),
  decline('4000000000009979', '43'),
  decline('4000000000000069', '54'),
  decline('4000000000000127', 'N7'),
  decline('4000000000000119', '96'),
  decline('4000000000006975', '65', { zh: 'Visa：超出次数限制', en: 'Visa: exceeds count limit' }),
  decline('4000000000460008', '46'),
  decline('4000000000570004', '57'),
  decline('4000000000590002', '59'),
  decline('4100000000000019', '59'),
  decline('4000000000610008', '61'),
  decline('4000000000620007', '62'),
  decline('4000000000910002', '91'),
  {
    number: '4000000000680001',
    behaviour: { effect: 'no_answer' },
    note: { zh: '已扣款，但应答永不返回；请查询', en: 'Charged, but the answer never comes: inquire' },
  },
  {
    number: '4000000000680019',
    behaviour: { effect: 'late' },
    note: { zh: '已扣款，但应答是 68；请查询', en: 'Charged, but answered with 68: inquire' },
  },
  {
    number: '4000002500003155',
    behaviour: { effect: 'authenticate' },
    note: { zh: '需要验证，通过后批准', en: 'Authentication required, then approved' },
  },
  {
    number: '4000002760003184',
    behaviour: { effect: 'authenticate' },
    note: { zh: '每次都需要验证，通过后批准', en: 'Authentication always required, then approved' },
  },
  {
    number: '5200000000001096',
    behaviour: { effect: 'authenticate' },
    note: {
      zh: '万事达：需要验证 (65)，通过后批准',
      en: 'Mastercard: authentication required (65), then approved',
    },
  },
  {
    number: '4000008260003178',
    behaviour: { effect: 'authenticate', afterwards: '51' },
    note: { zh: '需要验证，通过后余额不足', en: 'Authentication required, then insufficient funds' },
  },
  {
    number: '4000008400001629',
    behaviour: { effect: 'authenticate', afterwards: '05' },
    note: { zh: '需要验证，通过后仍被拒', en: 'Authentication required, then declined' },
  },
];

export interface TestAccount {
  number: string;
  behaviour: AccountBehaviour;
  note?: Words;
}

const reject = (number: string, code: string): TestAccount => ({
  number,
  behaviour: { effect: 'reject', code },
});

/** Stripe's documented account numbers where it has one; the rest begin with 000888888. */
export const TEST_ACCOUNTS: TestAccount[] = [
  { number: '000123456789', behaviour: { effect: 'settle' } },
  {
    number: '000888888810',
    behaviour: { effect: 'pend' },
    note: { zh: '先受理，几秒后结清', en: 'Accepted, settled a few seconds later' },
  },
  {
    number: '000888888811',
    behaviour: { effect: 'pend', afterwards: 'AC06' },
    note: { zh: '先受理，几秒后退回 (AC06)', en: 'Accepted, rejected a few seconds later (AC06)' },
  },
  {
    number: '000000000009',
    behaviour: { effect: 'pend', never: true },
    note: { zh: '一直处理中', en: 'Stays in process' },
  },
  {
    number: '000888888868',
    behaviour: { effect: 'no_answer' },
    note: { zh: '已结清，但应答永不返回；请查询', en: 'Settled, but the answer never comes: inquire' },
  },
  {
    number: '000111111116',
    behaviour: { effect: 'unknown', code: 'AC01' },
    note: { zh: '绑定时即拒绝：账号不正确', en: 'Refused when added: incorrect account number' },
  },
  reject('000111111113', 'AC04'),
  reject('000888888806', 'AC06'),
  reject('000333333335', 'AG01'),
  reject('000777777771', 'AM02'),
  reject('000444444440', 'AM03'),
  reject('000222222227', 'AM04'),
  reject('000888888845', 'AM05'),
  reject('000888888825', 'AB05'),
  reject('000888888826', 'AB06'),
  reject('000888888827', 'AB07'),
  reject('000888888828', 'AB08'),
  reject('000888888859', 'FRAD'),
];

const FIRST_TEST_AMOUNT = 200_000n;
/** ISO 8583 codes that are kinds of approval; a test amount ending in one is simply approved. */
const APPROVALS = new Set(['00', '08', '10', '11', '16']);

/**
 * What an amount alone makes of a card that would have been approved: ¥2000.NN answers code NN.
 * Amount in minor units, whatever the currency.
 */
export function amountBehaviour(minorUnits: bigint, network: string): CardBehaviour {
  const last = minorUnits - FIRST_TEST_AMOUNT;
  if (last < 0n || last > 99n) return { effect: 'approve' };
  const code = last.toString().padStart(2, '0');
  if (APPROVALS.has(code)) return { effect: 'approve' };
  if (code === '68') return { effect: 'no_answer' };
  if (code === authenticationCode(network)) return { effect: 'authenticate' };
  return { effect: 'decline', code };
}

/** The code with which a network asks for 3-D Secure. 65 means that on Mastercard and 'too often' on the others. */
export function authenticationCode(network: string): string {
  return network === 'mastercard' ? '65' : '1A';
}

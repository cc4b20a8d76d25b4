import type { DisputeReason, DisputeStatus, Evidence } from '../../../contract/disputes.ts';
import type { Check, PaymentKind, PaymentMethod, TraceEntry } from '../../../contract/payments.ts';
import type { Language } from '../../../contract/text.ts';

interface PackWords {
  title: string;
  subtitle: string;
  payment: string;
  paymentId: string;
  kind: string;
  amount: string;
  payee: string;
  payer: string;
  method: string;
  madeAt: string;
  completedAt: string;
  note: string;
  checks: string;
  check: string;
  result: string;
  seen: string;
  dispute: string;
  disputeId: string;
  reason: string;
  disputedAmount: string;
  openedAt: string;
  status: string;
  closedAt: string;
  decision: string;
  evidence: string;
  closing: string;
  kinds: Record<PaymentKind, string>;
  methods: Record<PaymentMethod['type'] | 'balance', string>;
  checkNames: Record<Check, string>;
  results: Record<TraceEntry['result'], string>;
  reasons: Record<DisputeReason, string>;
  statuses: Record<DisputeStatus, string>;
  parties: Record<Evidence['party'], string>;
  attempt: (number: number, time: string) => string;
  refunded: (amount: string, time: string) => string;
  footer: (page: number, pages: number, time: string) => string;
}

/** The words of the evidence pack. */
export const packWords: Record<Language, PackWords> = {
  zh: {
    title: '交易证据材料',
    subtitle: '由 UPay 根据系统记录生成，供银行核实或向公安机关报案使用。',
    payment: '交易',
    paymentId: '交易号',
    kind: '类型',
    amount: '金额',
    payee: '收款方',
    payer: '付款人',
    method: '付款方式',
    madeAt: '创建时间',
    completedAt: '完成时间',
    note: '附言或订单号',
    checks: '系统检查记录',
    check: '检查',
    result: '结果',
    seen: '依据',
    dispute: '争议',
    disputeId: '争议编号',
    reason: '理由',
    disputedAmount: '争议金额',
    openedAt: '提出时间',
    status: '状态',
    closedAt: '结束时间',
    decision: '决定理由',
    evidence: '各方陈述与材料',
    closing: '本材料只陈述系统中的记录，不作判断。文件以其 SHA-256 摘要为准，可与原件核对。',
    kinds: { transfer: '转账', purchase: '消费', top_up: '充值', withdrawal: '提现', goodwill: '补偿' },
    methods: { balance: '余额', card: '银行卡', bank_account: '银行账户' },
    checkNames: {
      session: '登录状态',
      limits: '限额',
      payment_password: '支付密码',
      risk: '安全检查',
      funds: '资金',
      rail: '入账或银行处理',
    },
    results: { passed: '通过', failed: '未通过', skipped: '未到达', unknown: '结果未明' },
    reasons: {
      unrecognized: '我不认得这笔交易',
      fraudulent: '被盗用或被骗',
      duplicate: '重复扣款',
      product_not_received: '没有收到商品或服务',
      product_unacceptable: '商品或服务与描述不符',
      incorrect_amount: '金额不对',
      credit_not_processed: '答应的退款没有到',
    },
    statuses: {
      needs_response: '等待商户答复',
      under_review: '审核中',
      won: '已结束：未支持客户',
      lost: '已结束：支持客户，款项退回',
      withdrawn: '客户已撤回',
    },
    parties: { customer: '客户', merchant: '商户', staff: 'UPay' },
    attempt: (number, time) => `第 ${number} 次付款，${time}`,
    refunded: (amount, time) => `已退款 ${amount}，${time}`,
    footer: (page, pages, time) => `生成于 ${time}    第 ${page} / ${pages} 页`,
  },
  en: {
    title: 'Evidence of a transaction',
    subtitle: 'Made by UPay from its records, for a bank or for a report to the police.',
    payment: 'Transaction',
    paymentId: 'Reference',
    kind: 'Type',
    amount: 'Amount',
    payee: 'Paid to',
    payer: 'Paid by',
    method: 'Method',
    madeAt: 'Created',
    completedAt: 'Completed',
    note: 'Note or order number',
    checks: 'What was checked',
    check: 'Check',
    result: 'Result',
    seen: 'What was seen',
    dispute: 'Dispute',
    disputeId: 'Dispute number',
    reason: 'Reason',
    disputedAmount: 'Disputed amount',
    openedAt: 'Opened',
    status: 'Status',
    closedAt: 'Closed',
    decision: 'Why it was decided so',
    evidence: 'What each side said and showed',
    closing:
      'This states what is recorded and judges nothing. Files are identified by their SHA-256 digest and can be checked against the originals.',
    kinds: {
      transfer: 'Transfer',
      purchase: 'Purchase',
      top_up: 'Top-up',
      withdrawal: 'Withdrawal',
      goodwill: 'Goodwill credit',
    },
    methods: { balance: 'Balance', card: 'Card', bank_account: 'Bank account' },
    checkNames: {
      session: 'Session',
      limits: 'Limits',
      payment_password: 'Payment password',
      risk: 'Security',
      funds: 'Funds',
      rail: 'Posting or bank',
    },
    results: { passed: 'Passed', failed: 'Failed', skipped: 'Not reached', unknown: 'Not known' },
    reasons: {
      unrecognized: 'I do not recognise this',
      fraudulent: 'Stolen or tricked out of me',
      duplicate: 'Charged twice',
      product_not_received: 'Not received',
      product_unacceptable: 'Not as described',
      incorrect_amount: 'Wrong amount',
      credit_not_processed: 'A promised refund did not come',
    },
    statuses: {
      needs_response: 'Waiting for the merchant',
      under_review: 'Under review',
      won: 'Closed: not in the customer’s favour',
      lost: 'Closed: in the customer’s favour, money returned',
      withdrawn: 'Withdrawn by the customer',
    },
    parties: { customer: 'Customer', merchant: 'Merchant', staff: 'UPay' },
    attempt: (number, time) => `Attempt ${number}, ${time}`,
    refunded: (amount, time) => `Refunded ${amount}, ${time}`,
    footer: (page, pages, time) => `Made ${time}    Page ${page} of ${pages}`,
  },
};

import type { Payment } from '../../../contract/payments.ts';
import type { Language } from '../../../contract/text.ts';

interface StatementWords {
  title: (month: string) => string;
  subtitle: string;
  holder: string;
  period: string;
  opening: string;
  moneyIn: string;
  moneyOut: string;
  closing: string;
  lines: string;
  nothing: string;
  more: (shown: number) => string;
  columns: { time: string; what: string; payee: string; in: string; out: string };
  csv: readonly string[];
  kinds: Record<Payment['kind'], string>;
  statuses: Record<Payment['status'], string>;
  methods: Record<Payment['method']['type'], string>;
  refund: string;
  refunded: string;
  paidOn: (day: string) => string;
  footer: (page: number, pages: number) => string;
}

export const statementWords: Record<Language, StatementWords> = {
  zh: {
    title: (month) => `UPay 账户月结单 ${month}`,
    subtitle: '人民币余额账户。时间为北京时间。由银行卡直接付出的款项不经过余额，列在明细里，不计入余额。',
    holder: '户名',
    period: '账期',
    opening: '期初余额',
    moneyIn: '本期转入余额',
    moneyOut: '本期转出余额',
    closing: '期末余额',
    lines: '明细',
    nothing: '这个月没有成功的交易。',
    more: (shown) => `只列出最近 ${shown} 笔，全部明细请下载 CSV。`,
    columns: { time: '时间', what: '类型', payee: '对方', in: '收入', out: '支出' },
    csv: ['时间', '类型', '对方', '收入', '支出', '币种', '状态', '付款方式', '已退款', '附言', '单号'],
    kinds: { transfer: '转账', purchase: '消费', top_up: '充值', withdrawal: '提现', goodwill: '补偿' },
    statuses: {
      processing: '处理中',
      requires_action: '待银行确认',
      requires_payment_method: '未成功',
      succeeded: '成功',
      canceled: '已取消',
    },
    methods: { balance: '余额', card: '银行卡', bank_account: '银行账户' },
    refund: '退款',
    refunded: '已退款',
    paidOn: (day) => `${day} 付款`,
    footer: (page, pages) => `第 ${page} / ${pages} 页`,
  },
  en: {
    title: (month) => `UPay statement ${month}`,
    subtitle:
      'Balance in CNY. Times are China Standard Time. What a card paid directly never was in the balance: it is among the lines and not in the sums.',
    holder: 'Account holder',
    period: 'Period',
    opening: 'Opening balance',
    moneyIn: 'Into the balance',
    moneyOut: 'Out of the balance',
    closing: 'Closing balance',
    lines: 'Payments',
    nothing: 'Nothing succeeded in this month.',
    more: (shown) => `Only the last ${shown} are listed; the CSV has all of them.`,
    columns: { time: 'Time', what: 'Kind', payee: 'Other side', in: 'In', out: 'Out' },
    csv: [
      'Time',
      'Kind',
      'Other side',
      'In',
      'Out',
      'Currency',
      'Status',
      'Method',
      'Refunded',
      'Note',
      'Payment',
    ],
    kinds: {
      transfer: 'Transfer',
      purchase: 'Purchase',
      top_up: 'Top-up',
      withdrawal: 'Withdrawal',
      goodwill: 'Goodwill credit',
    },
    statuses: {
      processing: 'Processing',
      requires_action: 'Waits for the bank',
      requires_payment_method: 'Failed',
      succeeded: 'Succeeded',
      canceled: 'Cancelled',
    },
    methods: { balance: 'Balance', card: 'Card', bank_account: 'Bank account' },
    refund: 'Refund',
    refunded: 'refunded',
    paidOn: (day) => `paid ${day}`,
    footer: (page, pages) => `Page ${page} of ${pages}`,
  },
};

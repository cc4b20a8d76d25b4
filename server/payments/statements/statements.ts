import { byteOrderMark, csvLine } from '../../../contract/csv.ts';
import { decimalOf } from '../../../contract/money.ts';
import type { Payment } from '../../../contract/payments.ts';
import type { Language } from '../../../contract/text.ts';
import { renderPdf } from '../../platform/pdf/pdf.ts';
import { monthRange } from '../calendar.ts';
import type { PaymentsContext } from '../context.ts';
import { walletAccount } from '../movement.ts';
import { viewPayments } from '../view.ts';
import { type BillRequest, listBills } from './bill-queries.ts';
import { statementWords } from './words.ts';

const pageSize = 500;
/** A PDF is for people to read; the rest is in the CSV. */
const mostLines = 1_000;

function timeOf(iso: string): string {
  return new Date(Date.parse(iso) + 8 * 3_600_000).toISOString().slice(0, 19).replace('T', ' ');
}

async function* bills(
  context: PaymentsContext,
  customerId: string,
  request: Omit<BillRequest, 'before' | 'limit'>,
): AsyncGenerator<Payment[]> {
  for (let before: string | undefined; ; ) {
    const rows = await listBills(context.db, customerId, { ...request, before, limit: pageSize });
    if (rows.length > 0) yield viewPayments(context, context.db, customerId, rows);
    if (rows.length < pageSize) return;
    before = rows.at(-1)?.id;
  }
}

/** Every payment of a month, newest first, page by page, so that it never is in memory as a whole. */
export async function* statementCsv(
  context: PaymentsContext,
  customerId: string,
  month: string,
  language: Language,
): AsyncGenerator<string> {
  const words = statementWords[language];
  yield byteOrderMark + csvLine(words.csv);
  for await (const page of bills(context, customerId, monthRange(month)))
    yield page
      .map((payment) => {
        const { direction, amount, method } = payment;
        const bank = method.bank
          ? `${method.bank[language]} ${method.last4 ?? ''}`
          : words.methods[method.type];
        return csvLine([
          timeOf(payment.createdAt),
          words.kinds[payment.kind],
          payment.counterparty.name[language],
          direction === 'in' ? decimalOf(amount) : '',
          direction === 'out' ? decimalOf(amount) : '',
          payment.currency,
          words.statuses[payment.status],
          bank,
          payment.refundedAmount === undefined ? '' : decimalOf(payment.refundedAmount),
          payment.note ?? '',
          payment.id,
        ]);
      })
      .join('');
}

/** The balance's statement of a month, and the payments that succeeded in it. */
export async function statementPdf(
  context: PaymentsContext,
  customerId: string,
  month: string,
  language: Language,
): Promise<Buffer> {
  const { db, ledger, identity, clock } = context;
  const words = statementWords[language];
  const { from, to } = monthRange(month);
  const [account] = await ledger.find(db, [walletAccount(customerId, 'CNY')]);
  let [opening, closing, moneyIn, moneyOut] = [0n, 0n, 0n, 0n];
  if (account !== undefined) {
    for (let before: bigint | undefined; ; ) {
      const page = await ledger.statement(db, account, { from, to, before, limit: 1_000 });
      [opening, closing] = [page.opening, page.closing];
      for (const { side, amount } of page.lines)
        if (side === 'credit') moneyIn += amount;
        else moneyOut += amount;
      before = page.next;
      if (before === undefined) break;
    }
  }
  const lines: Payment[] = [];
  for await (const page of bills(context, customerId, { from, to, status: 'succeeded' })) {
    lines.push(...page.filter(({ currency }) => currency === 'CNY'));
    if (lines.length > mostLines) break;
  }
  const customer = (await identity.customers(db, [customerId])).get(customerId);
  const shown = lines.slice(0, mostLines);
  const { columns } = words;
  return renderPdf(
    [
      { kind: 'title', text: words.title(month), subtitle: words.subtitle },
      {
        kind: 'facts',
        facts: [
          [words.holder, `${customer?.name ?? ''}  ${customer?.maskedContact ?? ''}`],
          [
            words.period,
            `${timeOf(from.toISOString())} – ${timeOf(new Date(to.getTime() - 1000).toISOString())}`,
          ],
          [words.opening, `CNY ${decimalOf(opening)}`],
          [words.moneyIn, `CNY ${decimalOf(moneyIn)}`],
          [words.moneyOut, `CNY ${decimalOf(moneyOut)}`],
          [words.closing, `CNY ${decimalOf(closing)}`],
        ],
      },
      { kind: 'heading', text: words.lines },
      ...(shown.length === 0
        ? [{ kind: 'paragraph' as const, text: words.nothing, tone: 'muted' as const }]
        : [
            {
              kind: 'table' as const,
              columns: [
                { title: columns.time, share: 2.4 },
                { title: columns.what, share: 1.1 },
                { title: columns.payee, share: 3 },
                { title: columns.in, share: 1.4, align: 'right' as const },
                { title: columns.out, share: 1.4, align: 'right' as const },
              ],
              rows: shown.map((payment) => [
                timeOf(payment.createdAt),
                words.kinds[payment.kind],
                payment.counterparty.name[language] +
                  (payment.refundedAmount === undefined
                    ? ''
                    : ` (${words.refunded} ${decimalOf(payment.refundedAmount)})`),
                payment.direction === 'in' ? decimalOf(payment.amount) : '',
                payment.direction === 'out' ? decimalOf(payment.amount) : '',
              ]),
            },
          ]),
      ...(lines.length > mostLines
        ? [{ kind: 'paragraph' as const, text: words.more(mostLines), tone: 'muted' as const }]
        : []),
    ],
    { title: words.title(month), author: 'UPay', createdAt: clock.now(), footer: words.footer },
  );
}

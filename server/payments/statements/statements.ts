import { byteOrderMark, csvLine } from '../../../contract/csv.ts';
import { decimalOf } from '../../../contract/money.ts';
import type { Language } from '../../../contract/text.ts';
import { renderPdf } from '../../platform/pdf/pdf.ts';
import { monthRange } from '../calendar.ts';
import type { PaymentsContext } from '../context.ts';
import { walletAccount } from '../movement.ts';
import { type StatementLine, statementLines } from './lines.ts';
import { statementWords } from './words.ts';

/** A PDF is for people to read; the rest is in the CSV. */
const mostLines = 1_000;

function timeOf(iso: string): string {
  return new Date(Date.parse(iso) + 8 * 3_600_000).toISOString().slice(0, 19).replace('T', ' ');
}

/** What a line is called, and what came or went by it. */
function movedBy({ payment, refund }: StatementLine, language: Language) {
  const words = statementWords[language];
  const { direction, amount, currency } = refund === undefined ? payment : { ...refund, direction: 'in' };
  return {
    kind: refund === undefined ? words.kinds[payment.kind] : words.refund,
    currency,
    moneyIn: direction === 'in' ? decimalOf(amount) : '',
    moneyOut: direction === 'out' ? decimalOf(amount) : '',
  };
}

/** Every payment of a month and every refund that arrived in it, newest first, page by page. */
export async function* statementCsv(
  context: PaymentsContext,
  customerId: string,
  month: string,
  language: Language,
): AsyncGenerator<string> {
  const words = statementWords[language];
  yield byteOrderMark + csvLine(words.csv);
  for await (const page of statementLines(context, customerId, monthRange(month)))
    yield page
      .map((line) => {
        const { at, payment, refund } = line;
        const { kind, currency, moneyIn, moneyOut } = movedBy(line, language);
        const method = refund?.destination ?? payment.method;
        const refunded = refund === undefined ? payment.refundedAmount : undefined;
        return csvLine([
          timeOf(at),
          kind,
          payment.counterparty.name[language],
          moneyIn,
          moneyOut,
          currency,
          words.statuses[refund?.status ?? payment.status],
          method.bank ? `${method.bank[language]} ${method.last4 ?? ''}` : words.methods[method.type],
          refunded === undefined ? '' : decimalOf(refunded),
          payment.note ?? '',
          payment.id,
        ]);
      })
      .join('');
}

/** The balance's statement of a month, the payments that succeeded in it and the refunds that arrived. */
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
  const lines: StatementLine[] = [];
  for await (const page of statementLines(context, customerId, { from, to, status: 'succeeded' })) {
    lines.push(...page.filter(({ payment }) => payment.currency === 'CNY'));
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
              rows: shown.map((line) => {
                const { at, payment, refund } = line;
                const { kind, moneyIn, moneyOut } = movedBy(line, language);
                const name = payment.counterparty.name[language];
                const about =
                  refund !== undefined
                    ? ` (${words.paidOn(timeOf(payment.createdAt).slice(0, 10))})`
                    : payment.refundedAmount !== undefined
                      ? ` (${words.refunded} ${decimalOf(payment.refundedAmount)})`
                      : '';
                return [timeOf(at), kind, name + about, moneyIn, moneyOut];
              }),
            },
          ]),
      ...(lines.length > mostLines
        ? [{ kind: 'paragraph' as const, text: words.more(mostLines), tone: 'muted' as const }]
        : []),
    ],
    { title: words.title(month), author: 'UPay', createdAt: clock.now(), footer: words.footer },
  );
}

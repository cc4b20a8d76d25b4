import type { ClosingReport } from '../../../contract/ledger.ts';
import { decimalOf } from '../../../contract/money.ts';

/** Keeps a day's books as a file that a spreadsheet opens. Every cell is a word or a number of ours. */
export function saveClosingCsv({ day, currencies }: ClosingReport): void {
  const rows = currencies.flatMap(({ currency, lines }) =>
    lines.map(({ purpose, side, accounts, opening, debits, credits, closing }) => [
      day,
      currency,
      purpose,
      side,
      accounts,
      ...[opening, debits, credits, closing].map((sum) => decimalOf(sum, currency)),
    ]),
  );
  const head = ['day', 'currency', 'account', 'side', 'accounts', 'opening', 'debits', 'credits', 'closing'];
  const text = [head, ...rows].map((row) => `${row.join(',')}\r\n`).join('');
  const url = URL.createObjectURL(new Blob([text], { type: 'text/csv' }));
  const link = document.createElement('a');
  link.href = url;
  link.download = `upay-closing-${day}.csv`;
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}

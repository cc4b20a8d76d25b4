import type { ClosingReport } from '../../../contract/ledger.ts';
import { decimalOf } from '../../../contract/money.ts';
import { saveFile } from '../../shared/save-file.ts';

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
  saveFile(`upay-closing-${day}.csv`, 'text/csv', text);
}

import type { Store } from './store.ts';

/** Hundredths of a percent of the amount, rounded half up to a minor unit. */
const CARD_FEE_RATE = { credit: 60n, debit: 50n };
/** Minor units a transfer. */
const BANK_FEE = { debit: 10n, payout: 50n };

function cardFee(minorUnits: bigint, funding: 'credit' | 'debit'): bigint {
  return (minorUnits * CARD_FEE_RATE[funding] + 5_000n) / 10_000n;
}

/**
 * The networks' report of a day (UTC, YYYY-MM-DD): all the money that really moved, oldest first, as CSV.
 * Amounts and fees are minor units. A refund gives no fee back.
 */
export function settlementReport(store: Store, day: string): string {
  const rows: string[][] = [];
  for (const { reference, capturedAt, capturedAmount, currency, funding } of store.all('charges'))
    if (capturedAt) {
      const fee = cardFee(BigInt(capturedAmount), funding);
      rows.push(['card.charge', reference, capturedAmount, currency, fee.toString(), capturedAt]);
    }
  for (const { reference, amount, currency, processedAt } of store.all('refunds'))
    rows.push(['card.refund', reference, amount, currency, '0', processedAt]);
  for (const { direction, reference, amount, currency, status, processedAt } of store.all('transfers'))
    if (status === 'settled')
      rows.push([
        `bank.${direction}`,
        reference,
        amount,
        currency,
        BANK_FEE[direction].toString(),
        processedAt,
      ]);

  const processedAt = (row: string[]) => row[5] ?? '';
  const settled = rows
    .filter((row) => processedAt(row).startsWith(day))
    .sort((a, b) => processedAt(a).localeCompare(processedAt(b)));
  return [['type', 'reference', 'amount', 'currency', 'fee', 'processed_at'], ...settled]
    .map((row) => `${row.join(',')}\n`)
    .join('');
}

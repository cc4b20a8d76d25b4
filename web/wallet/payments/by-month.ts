import type { Payment } from '../../../contract/payments.ts';

export interface Month {
  /** "2026-11" in the device's time zone. */
  month: string;
  /** "2026年11月", "November 2026". */
  label: string;
  payments: Payment[];
}

/** Payments, newest first, in the months they were made in. */
export function byMonth(payments: readonly Payment[], locale: string): Month[] {
  const format = new Intl.DateTimeFormat(locale, { year: 'numeric', month: 'long' });
  const months = new Map<string, Month>();
  for (const payment of payments) {
    const at = new Date(payment.createdAt);
    const month = `${at.getFullYear()}-${String(at.getMonth() + 1).padStart(2, '0')}`;
    const known = months.get(month);
    if (known) known.payments.push(payment);
    else months.set(month, { month, label: format.format(at), payments: [payment] });
  }
  return [...months.values()];
}

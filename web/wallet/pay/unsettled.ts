/**
 * Keys of requests whose answer never came, and payments that a refused request has already made. Kept for the tab,
 * so that closing the sheet or reloading the page and asking for the same thing again asks about the same payment.
 */
const STORE = 'upay.unsettled';

export interface Unsettled {
  /** Sent under this key, no answer: the next request for the same thing must carry it. */
  key?: string;
  /** Made by a refused request: the next try is an attempt at this payment. */
  paymentId?: string;
}

function read(): Record<string, Unsettled> {
  try {
    return JSON.parse(sessionStorage.getItem(STORE) ?? '{}') as Record<string, Unsettled>;
  } catch {
    return {};
  }
}

export function unsettled(fingerprint: string): Unsettled {
  return read()[fingerprint] ?? {};
}

export function remember(fingerprint: string, entry: Unsettled): void {
  const all = read();
  if (entry.key || entry.paymentId) all[fingerprint] = entry;
  else delete all[fingerprint];
  try {
    sessionStorage.setItem(STORE, JSON.stringify(all));
  } catch {
    // Storage is forbidden: the server still refuses a second attempt at a payment under way.
  }
}

/** A log-out forgets whose payments they were. */
export function forgetUnsettled(): void {
  try {
    sessionStorage.removeItem(STORE);
  } catch {
    // Nothing was stored either.
  }
}

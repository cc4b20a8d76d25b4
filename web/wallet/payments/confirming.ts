const KEY = 'upay.confirming';

/** The customer leaves for the bank's page with this payment; the bank sends them back with an attempt's id only. */
export function rememberConfirming(paymentId: string): void {
  try {
    sessionStorage.setItem(KEY, paymentId);
  } catch {
    // The recent payments are searched instead.
  }
}

export function confirmingPayment(): string | null {
  try {
    return sessionStorage.getItem(KEY);
  } catch {
    return null;
  }
}

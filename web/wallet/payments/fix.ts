import type { FailureRemedy } from '../../../contract/failure.ts';
import type { Payment } from '../../../contract/payments.ts';

/** Something the customer can do, as a button. */
export type Fix =
  | { kind: 'top_up'; amount: string }
  | { kind: 'authenticate'; url: string }
  | { kind: 'add_method'; bank: boolean }
  | {
      kind:
        | 'pay_from_balance'
        | 'other_method'
        | 'payment_password'
        | 'reset_payment_password'
        | 'retry'
        | 'inquire'
        | 'contact_support'
        | 'see_original';
    };

/** What fits a payment now, in the order its failure names the remedies; advice without a button is left out. */
export function fixesFor(payment: Payment): Fix[] {
  if (payment.underReview) return [{ kind: 'contact_support' }];
  if (payment.status === 'processing') return [{ kind: 'inquire' }];
  if (payment.status === 'requires_action') {
    return payment.actionUrl
      ? [{ kind: 'authenticate', url: payment.actionUrl }, { kind: 'inquire' }]
      : [{ kind: 'inquire' }];
  }
  if (
    payment.status !== 'requires_payment_method' ||
    (payment.direction === 'in' && payment.kind !== 'top_up')
  ) {
    return [];
  }
  const remedies = (payment.failure?.remedies ?? []) as FailureRemedy[];
  const fixes = remedies.flatMap((remedy) => fixOf(remedy, payment));
  const seen = new Set<Fix['kind']>();
  return fixes.filter(({ kind }) => !seen.has(kind) && seen.add(kind));
}

function fixOf(remedy: FailureRemedy, payment: Payment): Fix[] {
  switch (remedy) {
    case 'top_up':
      return payment.shortfall
        ? [{ kind: 'top_up', amount: payment.shortfall }]
        : [{ kind: 'pay_from_balance' }];
    case 'fix_method':
      return [{ kind: 'add_method', bank: payment.method.type === 'bank_account' }];
    // The bank asks anew with another attempt.
    case 'authenticate':
      return [{ kind: 'retry' }];
    case 'verify_identity':
      return [{ kind: 'contact_support' }];
    // There is nothing out to ask about once an attempt has failed.
    case 'inquire':
      return [{ kind: 'retry' }];
    case 'wait':
    case 'call_bank':
    case 'lower_amount':
      return [];
    case 'other_method':
    case 'payment_password':
    case 'reset_payment_password':
    case 'retry':
    case 'contact_support':
    case 'see_original':
      return [{ kind: remedy }];
  }
}

/** Advice that no button carries: call the bank, lower the amount, wait. */
export function adviceFor(payment: Payment): Extract<FailureRemedy, 'call_bank' | 'lower_amount' | 'wait'>[] {
  if (payment.status !== 'requires_payment_method') return [];
  return (payment.failure?.remedies ?? []).filter(
    (remedy) => remedy === 'call_bank' || remedy === 'lower_amount' || remedy === 'wait',
  );
}

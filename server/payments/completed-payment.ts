import type { Currency } from '../../contract/money.ts';
import type { PaymentKind, TraceEntry } from '../../contract/payments.ts';
import { sha256 } from '../platform/crypto.ts';
import { newId } from '../platform/ids.ts';
import type { AttemptRow, PaymentRow } from './rows.ts';

/** What happened to a balance without an order of the customer's. */
export interface Happened {
  customerId: string;
  kind: PaymentKind;
  /** Minor units. */
  amount: bigint;
  currency: Currency;
  method: Pick<PaymentRow, 'method_type' | 'method_id'>;
  note?: string | null;
  /** Names it: the same is recorded once. */
  key: string;
  trace: TraceEntry[];
  /** What a network said, where one did. */
  raw?: { network: string; code: string };
}

/** The line in the bills for it: a payment that is done as soon as it is there, in one attempt that no rail knows as ours. */
export function completedPayment(
  { customerId, kind, amount, currency, method, note = null, key, trace, raw }: Happened,
  now: Date,
): { payment: PaymentRow; attempt: AttemptRow } {
  const id = newId();
  const shared = {
    ...method,
    customer_id: customerId,
    failure_code: null,
    status: 'succeeded',
    completed_at: now,
  } as const;
  return {
    payment: {
      ...shared,
      id,
      kind,
      amount,
      currency,
      payee_customer_id: null,
      merchant_id: null,
      checkout_session_id: null,
      note,
      under_review: false,
      attempts: 1,
      created_at: now,
    },
    attempt: {
      ...shared,
      id: newId(),
      payment_id: id,
      number: 1,
      idempotency_key: key,
      fingerprint: sha256(key),
      rail_id: null,
      raw_network: raw?.network ?? null,
      raw_code: raw?.code ?? null,
      action_url: null,
      hold_id: null,
      trace,
      started_at: now,
    },
  };
}

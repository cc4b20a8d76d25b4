import type { ServerFrame } from '../../contract/realtime.ts';
import type { Transaction } from '../platform/database/database.ts';
import type { PaymentsContext } from './context.ts';
import type { AttemptRow, PaymentRow } from './rows.ts';

const topics = {
  succeeded: 'payment.succeeded',
  requires_payment_method: 'payment.failed',
  processing: 'payment.processing',
  requires_action: 'payment.requires_action',
  canceled: 'payment.canceled',
} as const;

/** Tells of payments whose status is new: as events in the transaction, live to the customers after it, and as metrics. */
export function announce(
  { events, bus, metrics }: PaymentsContext,
  tx: Transaction,
  changes: ReadonlyArray<{ payment: PaymentRow; attempt?: AttemptRow }>,
): void {
  events.append(
    tx,
    changes.map(({ payment }) => ({
      topic: topics[payment.status],
      subjectId: payment.id,
      payload: {
        customerId: payment.customer_id,
        kind: payment.kind,
        status: payment.status,
        ...(payment.payee_customer_id === null ? {} : { payeeCustomerId: payment.payee_customer_id }),
        ...(payment.under_review ? { underReview: true } : {}),
        ...(payment.failure_code === null ? {} : { failureCode: payment.failure_code }),
      },
    })),
  );
  tx.afterCommit(() => {
    for (const { payment, attempt } of changes) {
      const frame: ServerFrame = { type: 'payment', paymentId: payment.id, status: payment.status };
      bus.publish(`customer:${payment.customer_id}`, frame);
      if (payment.payee_customer_id !== null && payment.status === 'succeeded')
        bus.publish(`customer:${payment.payee_customer_id}`, frame);
      if (attempt !== undefined)
        metrics.attempts.inc({
          kind: payment.kind,
          outcome: attempt.status,
          code: attempt.failure_code ?? 'none',
        });
    }
  });
}

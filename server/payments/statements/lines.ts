import type { Payment, PaymentStatus } from '../../../contract/payments.ts';
import type { Refund } from '../../../contract/refunds.ts';
import type { PaymentsContext } from '../context.ts';
import { readMethods } from '../queries/methods.ts';
import { readPayments } from '../queries/attempts.ts';
import { listRefundsArrived } from '../refunds/queries.ts';
import { viewRefund } from '../refunds/view.ts';
import { viewPayments } from '../view.ts';
import { listBills } from './bill-queries.ts';

/** What a statement tells of: a payment, or a refund that arrived and the payment it is of. */
export interface StatementLine {
  at: string;
  payment: Payment;
  refund?: Refund;
}

const pageSize = 500;

/**
 * Payments made and refunds that arrived from `from` to `to`, newest first, page by page, so that a month never is in memory
 * as a whole.
 */
export async function* statementLines(
  context: PaymentsContext,
  customerId: string,
  request: { from: Date; to: Date; status?: PaymentStatus },
): AsyncGenerator<StatementLine[]> {
  let until = request.to;
  for (let before: string | undefined; ; ) {
    const rows = await listBills(context.db, customerId, { ...request, before, limit: pageSize });
    const isLast = rows.length < pageSize;
    const payments = await viewPayments(context, context.db, customerId, rows);
    const last = rows.at(-1);
    // Refunds as far back as this page of payments goes. Ids are in the order of time but for a moment.
    const since = isLast || last === undefined ? request.from : earlier(until, last.created_at);
    const lines: StatementLine[] = payments.map((payment) => ({ payment, at: payment.createdAt }));
    lines.push(...(await refundsArrived(context, customerId, { from: since, to: until })));
    yield lines.toSorted((one, other) => (one.at < other.at ? 1 : one.at > other.at ? -1 : 0));
    if (isLast) return;
    before = last?.id;
    until = since;
  }
}

const earlier = (one: Date, other: Date): Date => (one < other ? one : other);

async function refundsArrived(
  context: PaymentsContext,
  customerId: string,
  when: { from: Date; to: Date },
): Promise<StatementLine[]> {
  const { db } = context;
  const refunds = await listRefundsArrived(db, customerId, when);
  const paymentIds = [...new Set(refunds.map((refund) => refund.payment_id))];
  const rows = await readPayments(db, paymentIds);
  const payments = new Map(
    (await viewPayments(context, db, customerId, rows)).map((payment) => [payment.id, payment]),
  );
  const methodIds = refunds.flatMap(({ method_id }) => method_id ?? []);
  const methods = new Map((await readMethods(db, methodIds)).map((method) => [method.id, method]));
  return refunds.map((row) => {
    const refund = viewRefund(row, methods);
    return { payment: payments.get(row.payment_id) as Payment, refund, at: refund.completedAt as string };
  });
}

import type { DeskDispute, Dispute } from '../../../contract/disputes.ts';
import type { LocalizedText } from '../../../contract/text.ts';
import type { Queryable } from '../../platform/database/database.ts';
import type { PaymentsContext } from '../context.ts';
import { readPayments } from '../queries/attempts.ts';
import type { PaymentRow } from '../rows.ts';
import { viewPayments } from '../view.ts';
import { type DisputeRow, viewEvidence } from './dispute.ts';
import { readEvidence } from './queries.ts';

/** Disputes as each side sees them; neither learns more of the other than it knows. */
export async function viewDisputes(
  context: PaymentsContext,
  q: Queryable,
  rows: readonly DisputeRow[],
): Promise<Dispute[]> {
  const evidence = await readEvidence(
    q,
    rows.map(({ id }) => id),
  );
  const names = await namesOf(context, q, rows);
  return rows.map((row) => ({
    id: row.id,
    paymentId: row.payment_id,
    amount: row.amount.toString(),
    currency: row.currency,
    reason: row.reason,
    description: row.description,
    status: row.status,
    counterparty: names.get(row.payment_id) ?? { zh: '', en: '' },
    openedAt: row.opened_at.toISOString(),
    ...(row.respond_by === null ? {} : { respondBy: row.respond_by.toISOString() }),
    ...(row.responded_at === null ? {} : { respondedAt: row.responded_at.toISOString() }),
    decideBy: row.decide_by.toISOString(),
    ...(row.closed_at === null ? {} : { closedAt: row.closed_at.toISOString() }),
    ...(row.decision_reason === null ? {} : { decisionReason: row.decision_reason }),
    ...(row.refund_id === null ? {} : { refundId: row.refund_id }),
    evidence: (evidence.get(row.id) ?? []).map(viewEvidence),
  }));
}

/** Who was paid, by payment, as the payer knows them. */
async function namesOf(
  context: PaymentsContext,
  q: Queryable,
  rows: readonly DisputeRow[],
): Promise<Map<string, LocalizedText>> {
  const payments = await readPayments(
    q,
    rows.map((row) => row.payment_id),
  );
  const byPayer = Map.groupBy(payments, (payment) => payment.customer_id);
  const names = new Map<string, LocalizedText>();
  for (const [payer, theirs] of byPayer)
    for (const { id, counterparty } of await viewPayments(context, q, payer, theirs))
      names.set(id, counterparty.name);
  return names;
}

/** Disputes as staff see them. */
export async function viewForDesk(
  context: PaymentsContext,
  q: Queryable,
  rows: readonly DisputeRow[],
): Promise<DeskDispute[]> {
  const disputes = await viewDisputes(context, q, rows);
  const customers = await context.identity.customers(q, [...new Set(rows.map((row) => row.customer_id))]);
  const payments = new Map(
    (
      await readPayments(
        q,
        rows.map((row) => row.payment_id),
      )
    ).map((payment) => [payment.id, payment]),
  );
  const views: DeskDispute[] = [];
  for (const [index, row] of rows.entries()) {
    const customer = customers.get(row.customer_id);
    const payment = payments.get(row.payment_id) as PaymentRow;
    const approval =
      row.approval_id === null ? undefined : await context.identity.approvals.find(q, row.approval_id);
    views.push({
      ...(disputes[index] as Dispute),
      customer: {
        id: row.customer_id,
        maskedName: customer?.maskedName ?? '*',
        maskedContact: customer?.maskedContact ?? '*',
      },
      paidAt: (payment.completed_at ?? payment.created_at).toISOString(),
      paymentKind: payment.kind,
      reserved: { merchant: row.merchant_amount.toString(), cover: row.cover_amount.toString() },
      ...(approval === undefined ? {} : { proposal: viewProposal(approval) }),
    });
  }
  return views;
}

type FoundApproval = NonNullable<Awaited<ReturnType<PaymentsContext['identity']['approvals']['find']>>>;

function viewProposal({ action, ...approval }: FoundApproval): DeskDispute['proposal'] {
  return { ...approval, outcome: action.outcome === 'lost' ? 'lost' : 'won' };
}

import { moneyText } from '../../../contract/money.ts';
import * as contract from '../../../contract/refunds.ts';
import { type ApprovedAction, assertStaffMay } from '../../identity/identity.ts';
import type { Transaction } from '../../platform/database/database.ts';
import type { Serve } from '../../platform/http/serve.ts';
import { ProblemError } from '../../platform/problem.ts';
import type { PaymentsContext } from '../context.ts';
import { readPayments } from '../queries/attempts.ts';
import { readMethods } from '../queries/methods.ts';
import { viewPayments } from '../view.ts';
import { refundable } from './begin-refund.ts';
import { readRefundsOfPayment } from './queries.ts';
import type { RefundRequest, RefundRow } from './refund.ts';
import type { Refunds } from './refunds.ts';
import { viewRefund } from './view.ts';

const task = 'payments.desk_refund';
/** Minor units; from this on a colleague has to approve. */
const approvedFrom = 50_000n;

/**
 * Refunds by staff who have a payment in front of them and no conversation, as when books differ. A small one begins at
 * once; a large one when a colleague approves, once, whoever asks again under the same key.
 */
export function createDeskRefunds(
  context: PaymentsContext,
  refunds: Pick<Refunds, 'prepare' | 'begin'>,
): { routes(serve: Serve): void } {
  const { db, identity, jobs, events, log } = context;

  events.consume(task, ['approval.decided'], async (tx, decided) => {
    for (const { subjectId, payload } of decided) {
      if (payload.subject !== 'refund' || payload.decision !== 'approved') continue;
      const approval = await identity.approvals.find(tx, subjectId);
      // Those of conversations are carried out there.
      if (approval?.state !== 'approved' || approval.action.kind !== task) continue;
      await jobs.add(tx, [{ task, payload: { approvalId: subjectId }, key: `desk_refund:${subjectId}` }]);
    }
  });
  jobs.define(task, async ({ approvalId }) => {
    const id = String(approvalId);
    const approval = await identity.approvals.find(db, id);
    if (approval?.state !== 'approved' || approval.decidedBy === undefined) return;
    const { action, decidedBy, requestedBy } = approval;
    try {
      await begin({ ...requestOf(action, requestedBy.id), audited: { staffId: decidedBy.id } }, (tx) =>
        identity.approvals.consume(tx, { staffId: decidedBy.id }, { id, subject: 'refund', action }),
      );
    } catch (error) {
      if (!(error instanceof ProblemError)) throw error;
      // More was given back meanwhile, or the merchant has it no longer: the approval runs out by itself.
      log.warn({ approvalId: id, code: error.code }, 'an approved refund could not begin');
    }
  });

  async function begin(
    request: RefundRequest,
    first: (tx: Transaction) => Promise<void> = async () => undefined,
  ): Promise<RefundRow> {
    await refunds.prepare(request.paymentId);
    return db.transaction(async (tx) => {
      await first(tx);
      return refunds.begin(tx, request);
    });
  }

  async function view(rows: readonly RefundRow[]): Promise<contract.Refund[]> {
    const methods = await readMethods(
      db,
      rows.flatMap(({ method_id }) => method_id ?? []),
    );
    const byId = new Map(methods.map((method) => [method.id, method]));
    return rows.map((row) => viewRefund(row, byId));
  }

  return {
    routes(serve) {
      serve(contract.getRefundablePayment, async ({ caller, params }) => {
        assertStaffMay(caller, 'begin', 'refund');
        const [payment] = await readPayments(db, [params.id]);
        if (payment === undefined) throw new ProblemError('not_found');
        const left = refundable(payment);
        const [shown] = await viewPayments(context, db, payment.customer_id, [payment]);
        const payer = (await identity.customers(db, [payment.customer_id])).get(payment.customer_id);
        return {
          id: payment.id,
          amount: payment.amount.toString(),
          currency: payment.currency,
          createdAt: payment.created_at.toISOString(),
          payer: { maskedName: payer?.maskedName ?? '*', maskedContact: payer?.maskedContact ?? '*' },
          merchant: shown?.counterparty.name ?? { zh: '', en: '' },
          refundable: left.toString(),
          approvedFrom: approvedFrom.toString(),
          refunds: await view(await readRefundsOfPayment(db, payment.id)),
        };
      });
      serve(contract.beginDeskRefund, async ({ caller, params, body, idempotencyKey }) => {
        assertStaffMay(caller, 'begin', 'refund');
        const [payment] = await readPayments(db, [params.id]);
        if (payment === undefined) throw new ProblemError('not_found');
        const action = { kind: task, paymentId: params.id, ...body, key: idempotencyKey };
        const request = requestOf(action, caller.staffId);
        const { staffId, sessionId } = caller;
        if (BigInt(body.amount) < approvedFrom) {
          const [refund] = await view([await begin({ ...request, audited: { staffId, sessionId } })]);
          return { refund };
        }
        if (BigInt(body.amount) > refundable(payment)) throw new ProblemError('refund_exceeds_payment');
        const money = moneyText(body.amount, payment.currency);
        const approval = await db.transaction((tx) =>
          identity.approvals.request(tx, caller, {
            subject: 'refund',
            action,
            summary: { zh: `退款 ${money}`, en: `Refund ${money}` },
            reason: body.note,
            customerId: payment.customer_id,
          }),
        );
        return { approval };
      });
    },
  };
}

/** Exactly what was asked for, and approved: the same key, so that two approvals of one wish are one refund. */
function requestOf(action: ApprovedAction, requesterId: string): RefundRequest {
  return {
    paymentId: String(action.paymentId),
    amount: BigInt(String(action.amount)),
    reason: action.reason as contract.RefundReason,
    note: String(action.note),
    requestedBy: 'desk',
    requesterId,
    idempotencyKey: String(action.key),
  };
}

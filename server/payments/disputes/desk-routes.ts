import * as contract from '../../../contract/disputes.ts';
import { decimalOf } from '../../../contract/money.ts';
import type { LocalizedText } from '../../../contract/text.ts';
import { assertStaffMay } from '../../identity/identity.ts';
import type { Files } from '../../platform/files/files.ts';
import type { Serve } from '../../platform/http/serve.ts';
import { ProblemError } from '../../platform/problem.ts';
import type { PaymentsContext } from '../context.ts';
import type { Refunds } from '../refunds/refunds.ts';
import { closeDispute } from './close-dispute.ts';
import { type DisputeRow, isOpen } from './dispute.ts';
import { sendFile } from './evidence.ts';
import * as queries from './queries.ts';
import { viewForDesk } from './view.ts';

const listed = 200;
const day = 86_400_000;

/** What is to be done, exactly, as a second person approves it. */
const actionOf = (row: DisputeRow, outcome: 'won' | 'lost') => ({
  disputeId: row.id,
  outcome,
  amount: row.amount.toString(),
  currency: row.currency,
});

function summaryOf(row: DisputeRow, outcome: 'won' | 'lost'): LocalizedText {
  const amount = `${row.currency} ${decimalOf(row.amount)}`;
  return outcome === 'lost'
    ? { zh: `争议支持客户：退回 ${amount}`, en: `Dispute for the customer: give back ${amount}` }
    : { zh: `争议不支持：释放冻结的 ${amount}`, en: `Dispute against the customer: release ${amount}` };
}

/** Staff look at disputes, propose an outcome, and carry it out once a second person has approved. */
export function registerDeskRoutes(
  context: PaymentsContext,
  serve: Serve,
  files: Files,
  refunds: Pick<Refunds, 'prepare' | 'begin'>,
): void {
  const { db, identity, clock } = context;

  async function known(id: string): Promise<DisputeRow> {
    const row = await queries.readDispute(db, id);
    if (row === undefined) throw new ProblemError('not_found');
    return row;
  }
  const viewOne = async (id: string) =>
    (await viewForDesk(context, db, [await known(id)]))[0] as contract.DeskDispute;

  serve(contract.listDeskDisputes, async ({ caller, query }) => {
    assertStaffMay(caller, 'handle', 'dispute');
    return {
      disputes: await viewForDesk(context, db, await queries.listAllDisputes(db, query.view, listed)),
    };
  });
  serve(contract.getDeskDispute, async ({ caller, params }) => {
    assertStaffMay(caller, 'handle', 'dispute');
    return viewOne(params.id);
  });
  serve(contract.getDeskDisputeFile, async ({ caller, params, reply }) => {
    assertStaffMay(caller, 'handle', 'dispute');
    return sendFile(context, files, reply, await known(params.id), params.evidenceId);
  });

  serve(contract.proposeDisputeOutcome, async ({ caller, params, body }) => {
    assertStaffMay(caller, 'handle', 'dispute');
    await db.transaction(async (tx) => {
      const row = await queries.lockDispute(tx, params.id);
      if (row === undefined) throw new ProblemError('not_found');
      if (!isOpen(row)) throw new ProblemError('dispute_closed');
      // While the merchant may still answer, there is nothing to decide.
      if (row.status === 'needs_response') throw new ProblemError('conflict');
      const before =
        row.approval_id === null ? undefined : await identity.approvals.find(tx, row.approval_id);
      if (before?.state === 'waiting' || before?.state === 'approved') throw new ProblemError('conflict');
      const approval = await identity.approvals.request(tx, caller, {
        subject: 'dispute',
        action: actionOf(row, body.outcome),
        summary: summaryOf(row, body.outcome),
        reason: body.reason,
        customerId: row.customer_id,
        validMilliseconds: 3 * day,
      });
      await queries.updateDispute(tx, { ...row, approval_id: approval.id });
    });
    return viewOne(params.id);
  });

  serve(contract.decideDispute, async ({ caller, params }) => {
    assertStaffMay(caller, 'handle', 'dispute');
    const row = await known(params.id);
    await refunds.prepare(row.payment_id);
    await db.transaction(async (tx) => {
      await tx.query('select from payments.payment where id = $1 for no key update', [row.payment_id]);
      const locked = await queries.lockDispute(tx, row.id);
      if (locked === undefined || !isOpen(locked)) throw new ProblemError('dispute_closed');
      const approval =
        locked.approval_id === null ? undefined : await identity.approvals.find(tx, locked.approval_id);
      if (approval?.state !== 'approved') throw new ProblemError('approval_required');
      const outcome = approval.action.outcome === 'lost' ? 'lost' : 'won';
      const action = actionOf(locked, outcome);
      await identity.approvals.consume(tx, caller, { id: approval.id, subject: 'dispute', action });
      await closeDispute(context, refunds, tx, locked, {
        outcome,
        decidedBy: caller.staffId,
        reason: approval.reason,
      });
      await identity.audit.append(tx, [
        {
          at: clock.now(),
          action: 'dispute.decided',
          staffId: caller.staffId,
          sessionId: caller.sessionId,
          customerId: locked.customer_id,
          details: { ...action, approvalId: approval.id },
        },
      ]);
    });
    return viewOne(params.id);
  });
}

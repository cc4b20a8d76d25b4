import { isCurrency } from '../../../contract/money.ts';
import type { BodyOf } from '../../../contract/route.ts';
import * as contract from '../../../contract/suspense.ts';
import { assertStaffMay } from '../../identity/identity.ts';
import type { Queryable } from '../../platform/database/database.ts';
import type { Callers, Serve } from '../../platform/http/serve.ts';
import { newId } from '../../platform/ids.ts';
import { ProblemError } from '../../platform/problem.ts';
import type { RailOutcome } from '../../rails/rails.ts';
import type { PaymentsContext } from '../context.ts';
import { creditCustomer } from '../incoming/credit-customer.ts';
import { clearingAccount, walletAccount } from '../movement.ts';
import { type Action, actionOf, summaryOf } from './action.ts';
import { suspenseAccount } from './book.ts';
import {
  findByApproval,
  listSuspense,
  lockSuspense,
  readSuspense,
  type SuspenseRow,
  updateSuspense,
} from './queries.ts';

type Staff = Callers['staff'];

export interface Suspense {
  /** Whether the reference is a return of suspense money; if so, it is settled by what the bank has told. */
  told(reference: string, outcome: RailOutcome): Promise<boolean>;
  routes(serve: Serve): void;
}

const returnTask = 'payments.return_suspense';
const mostOpen = 500;
const mostResolved = 100;

/** Whose suspense money is: one member of finance says so, another approves, and it is done once. */
export function createSuspense(context: PaymentsContext): Suspense {
  const { db, clock, ledger, rails, identity, jobs, events } = context;
  const { rail } = rails.transfers;

  // Reached after the commit that took the money from suspense, and again after any kill; one order under its reference.
  jobs.define(returnTask, async ({ itemId }) => {
    const item = await readSuspense(db, String(itemId));
    if (item?.state !== 'returning' || item.approvalId === null || item.payerAccount === null) return;
    const outcome = await rail.payout?.({
      reference: item.approvalId,
      token: item.payerAccount,
      amount: item.amount,
      currency: item.currency,
      payee: item.payerName ?? 'NOTPROVIDED',
      description: `RETURN ${item.reference}`,
    });
    if (outcome === undefined || outcome.status === 'unknown' || outcome.status === 'unreachable')
      throw new Error('the bank has not taken on a return');
    await told(item.approvalId, outcome);
  });

  async function told(reference: string, outcome: RailOutcome): Promise<boolean> {
    return db.transaction(async (tx) => {
      const known = await findByApproval(tx, reference);
      const item = known && (await lockSuspense(tx, known.id));
      if (item === undefined || item.approvalId !== reference) return item !== undefined;
      if (item.state !== 'returning' || (outcome.status !== 'succeeded' && outcome.status !== 'declined'))
        return true;
      const done = outcome.status === 'succeeded';
      const kind = done ? 'post' : 'void';
      const [result] = await ledger.post(tx, [
        [{ kind, id: newId(), holdId: reference, reference: item.id }],
      ]);
      if (result?.outcome !== 'posted')
        throw new Error(`returning suspense, the ledger answered ${result?.outcome}`);
      // What the bank would not take back waits for people again.
      await updateSuspense(
        tx,
        done
          ? { ...item, state: 'returned' }
          : { ...item, state: 'open', approvalId: null, resolvedBy: null, resolvedAt: null },
      );
      events.append(tx, [
        { topic: done ? 'suspense.returned' : 'suspense.return_refused', subjectId: item.id, payload: {} },
      ]);
      return true;
    });
  }

  async function view(q: Queryable, rows: readonly SuspenseRow[]): Promise<contract.SuspenseItem[]> {
    const customers = await identity.customers(q, [
      ...new Set(rows.flatMap(({ customerId }) => customerId ?? [])),
    ]);
    const views: contract.SuspenseItem[] = [];
    for (const row of rows) {
      const approval = row.approvalId === null ? undefined : await identity.approvals.find(q, row.approvalId);
      const { action: _action, ...shown } = approval ?? { action: undefined };
      const customer = row.customerId === null ? undefined : customers.get(row.customerId);
      views.push({
        id: row.id,
        source: row.source,
        reference: row.reference,
        amount: row.amount.toString(),
        currency: row.currency,
        ...(row.statedAmount === null ? {} : { statedAmount: row.statedAmount }),
        ...(row.payerName === null ? {} : { payerName: row.payerName }),
        ...(row.payerAccount === null ? {} : { payerAccount: row.payerAccount.slice(-4) }),
        ...(row.remittance === null ? {} : { remittance: row.remittance }),
        bookedAt: row.bookedAt.toISOString(),
        receivedAt: row.receivedAt.toISOString(),
        state: row.state,
        returnable: row.payerAccount !== null && row.railId === rail.id,
        ...('id' in shown ? { approval: shown } : {}),
        ...(customer === undefined
          ? {}
          : { customer: { name: customer.maskedName, maskedContact: customer.maskedContact } }),
        ...(row.resolvedAt === null ? {} : { resolvedAt: row.resolvedAt.toISOString() }),
      });
    }
    return views;
  }
  const viewOne = async (id: string) => {
    const row = await readSuspense(db, id);
    if (row === undefined) throw new ProblemError('not_found');
    return (await view(db, [row]))[0] as contract.SuspenseItem;
  };

  /** Nothing is asked twice at a time: a request that waits or was approved stands until it is decided or runs out. */
  async function isAsked(q: Queryable, { approvalId }: SuspenseRow): Promise<boolean> {
    const approval = approvalId === null ? undefined : await identity.approvals.find(q, approvalId);
    return approval?.state === 'waiting' || approval?.state === 'approved';
  }

  async function request(
    staff: Staff,
    id: string,
    body: BodyOf<typeof contract.requestSuspense>,
  ): Promise<void> {
    assertStaffMay(staff, 'request', 'suspense');
    const customer = body.action === 'assign' ? await identity.findCustomer(db, body.customer) : undefined;
    if (body.action === 'assign' && customer === undefined) throw new ProblemError('payee_not_found');
    await db.transaction(async (tx) => {
      const item = await lockSuspense(tx, id);
      if (item === undefined) throw new ProblemError('not_found');
      const cannotReturn =
        body.action === 'return' && (item.payerAccount === null || item.railId !== rail.id);
      if (item.state !== 'open' || cannotReturn || (await isAsked(tx, item)))
        throw new ProblemError('conflict');
      if (body.action === 'assign' && !isCurrency(item.currency)) throw new ProblemError('currency_not_held');
      const summary = summaryOf(item, body.action, customer);
      const approval = await identity.approvals.request(tx, staff, {
        subject: 'suspense',
        action: actionOf(item, body.action, customer?.id ?? null),
        summary,
        reason: body.reason,
        ...(customer === undefined ? {} : { customerId: customer.id }),
      });
      await updateSuspense(tx, { ...item, approvalId: approval.id });
    });
  }

  async function resolve(staff: Staff, id: string): Promise<void> {
    assertStaffMay(staff, 'request', 'suspense');
    const before = await readSuspense(db, id);
    if (before === undefined) throw new ProblemError('not_found');
    const approval =
      before.approvalId === null ? undefined : await identity.approvals.find(db, before.approvalId);
    if (before.approvalId === null || approval === undefined) throw new ProblemError('approval_required');
    const { kind, customerId = null } = approval.action as { kind: Action; customerId?: string | null };
    const { currency } = before;
    const from = suspenseAccount(currency);
    if (customerId !== null && !isCurrency(currency)) throw new ProblemError('currency_not_held');
    const to =
      customerId === null || !isCurrency(currency)
        ? clearingAccount(before.railId, currency)
        : walletAccount(customerId, currency);
    const [debit, credit] = (await ledger.accounts([from, to])) as [bigint, bigint];
    await db.transaction(async (tx) => {
      const item = await lockSuspense(tx, id);
      if (item?.state !== 'open' || item.approvalId !== approval.id) throw new ProblemError('conflict');
      await identity.approvals.consume(tx, staff, {
        id: approval.id,
        subject: 'suspense',
        action: actionOf(item, kind, customerId),
      });
      const resolved = { ...item, resolvedBy: staff.staffId, resolvedAt: clock.now() };
      if (customerId !== null && isCurrency(currency)) {
        await creditCustomer(context, tx, {
          customerId,
          railId: item.railId,
          bankReference: item.reference,
          amount: item.amount,
          currency,
          payerAccount: item.payerAccount,
          from,
        });
        await updateSuspense(tx, { ...resolved, state: 'assigned', customerId });
        return;
      }
      const [result] = await ledger.post(tx, [
        [
          {
            kind: kind === 'return' ? 'hold' : 'transfer',
            id: approval.id,
            debit,
            credit,
            amount: item.amount,
            reference: item.id,
          },
        ],
      ]);
      if (result?.outcome !== 'posted')
        throw new Error(`resolving suspense, the ledger answered ${result?.outcome}`);
      if (kind === 'settle') {
        await updateSuspense(tx, { ...resolved, state: 'settled' });
        return;
      }
      await updateSuspense(tx, { ...resolved, state: 'returning' });
      await jobs.add(tx, [{ task: returnTask, payload: { itemId: item.id } }]);
    });
  }

  return {
    told,
    routes(serve) {
      serve(contract.listSuspense, async ({ caller }) => {
        assertStaffMay(caller, 'view', 'suspense');
        return {
          open: await view(db, await listSuspense(db, true, mostOpen)),
          resolved: await view(db, await listSuspense(db, false, mostResolved)),
        };
      });
      serve(contract.requestSuspense, async ({ caller, params, body }) => {
        await request(caller, params.id, body);
        return viewOne(params.id);
      });
      serve(contract.resolveSuspense, async ({ caller, params }) => {
        await resolve(caller, params.id);
        return viewOne(params.id);
      });
    },
  };
}

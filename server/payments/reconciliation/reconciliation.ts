import * as contract from '../../../contract/reconciliation.ts';
import { assertStaffMay } from '../../identity/identity.ts';
import type { Queryable } from '../../platform/database/database.ts';
import type { Serve } from '../../platform/http/serve.ts';
import { ProblemError } from '../../platform/problem.ts';
import type { PaymentsContext } from '../context.ts';
import {
  type ExceptionRow,
  listExceptions,
  listReports,
  type ReportRow,
  resolveException,
} from './queries.ts';
import { reconcile } from './reconcile.ts';

const day = 86_400_000;
const shownDays = 14;
/** A report that could not be read, or a server that stood still, is made up for within this. */
const madeUpForDays = 7;
const mostOpen = 500;
const mostResolved = 100;

export interface Reconciliation {
  /** Compares all rails' reports of a day (YYYY-MM-DD, UTC). */
  run(day: string): Promise<ReportRow[]>;
  routes(serve: Serve): void;
}

const dayOf = (time: number) => new Date(time).toISOString().slice(0, 10);

/** The comparison of our books with those of the rails: by itself every night, and when finance asks. */
export function createReconciliation(
  context: PaymentsContext,
  parts: Parameters<typeof reconcile>[1],
): Reconciliation {
  const { db, clock, jobs, rails, identity } = context;

  async function run(dayText: string): Promise<ReportRow[]> {
    const rows: ReportRow[] = [];
    for (const rail of rails.all) rows.push(await reconcile(context, parts, rail, dayText));
    return rows;
  }

  jobs.define(
    'payments.reconcile',
    async () => {
      const now = clock.now().getTime();
      const days = Array.from({ length: madeUpForDays }, (_, ago) =>
        dayOf(now - (ago + 1) * day),
      ).toReversed();
      const read = await listReports(db, days[0] as string);
      for (const each of days) {
        const done = rails.all.every((rail) =>
          read.some(
            (row) =>
              row.day === each &&
              row.railId === rail.id &&
              row.status === 'read' &&
              // One that was read on the day itself was not complete.
              row.readAt.toISOString().slice(0, 10) > each,
          ),
        );
        if (!done) await run(each);
      }
    },
    { every: 'hour' },
  );

  const railOf = (id: string) => ({
    id,
    name: rails.all.find((rail) => rail.id === id)?.name ?? { zh: id, en: id },
  });

  function viewReport(row: ReportRow): contract.SettlementReportView {
    return {
      rail: railOf(row.railId),
      day: row.day,
      status: row.status,
      ...(row.reason === null ? {} : { reason: row.reason }),
      lines: row.lines,
      matched: row.matched,
      settled: row.settled,
      fees: Object.entries(row.fees).map(([currency, amount]) => ({ currency, amount })),
      readAt: row.readAt.toISOString(),
    };
  }

  async function viewExceptions(
    q: Queryable,
    rows: readonly ExceptionRow[],
  ): Promise<contract.ReconciliationException[]> {
    const names = await identity.staffNames(q, [...new Set(rows.flatMap((row) => row.resolvedBy ?? []))]);
    return rows.map((row) => ({
      id: row.id,
      rail: railOf(row.railId),
      kind: row.kind,
      operation: row.operation,
      reference: row.reference,
      day: row.day,
      ...(row.ourAmount === null ? {} : { ourAmount: row.ourAmount.toString() }),
      ...(row.theirAmount === null ? {} : { theirAmount: row.theirAmount.toString() }),
      currency: row.currency,
      ...(row.paymentId === null ? {} : { paymentId: row.paymentId }),
      ...(row.suspenseItemId === null ? {} : { suspenseItemId: row.suspenseItemId }),
      foundAt: row.foundAt.toISOString(),
      ...(row.resolvedAt === null ? {} : { resolvedAt: row.resolvedAt.toISOString() }),
      ...(row.resolvedBy === null ? {} : { resolvedBy: names.get(row.resolvedBy) ?? '' }),
      ...(row.resolution === null ? {} : { resolution: row.resolution }),
    }));
  }

  return {
    run,
    routes(serve) {
      serve(contract.getReconciliation, async ({ caller }) => {
        assertStaffMay(caller, 'view', 'reconciliation');
        const reports = await listReports(db, dayOf(clock.now().getTime() - shownDays * day));
        return {
          reports: reports.map(viewReport),
          open: await viewExceptions(db, await listExceptions(db, true, mostOpen)),
          resolved: await viewExceptions(db, await listExceptions(db, false, mostResolved)),
        };
      });
      serve(contract.runReconciliation, async ({ caller, body }) => {
        assertStaffMay(caller, 'run', 'reconciliation');
        if (body.day > dayOf(clock.now().getTime()))
          throw new ProblemError('invalid_request', {
            fields: [{ path: 'body.day', message: 'in the future' }],
          });
        const { staffId, sessionId } = caller;
        await identity.audit.append(db, [
          { at: clock.now(), action: 'reconciliation.run', staffId, sessionId, details: { day: body.day } },
        ]);
        return { reports: (await run(body.day)).map(viewReport) };
      });
      serve(contract.resolveException, async ({ caller, params, body }) => {
        assertStaffMay(caller, 'run', 'reconciliation');
        const { staffId, sessionId } = caller;
        const { resolution } = body;
        const row = await db.transaction(async (tx) => {
          const now = clock.now();
          const resolved = await resolveException(tx, { id: params.id, staffId, resolution, now });
          if (resolved === undefined) throw new ProblemError('conflict');
          await identity.audit.append(tx, [
            {
              at: now,
              action: 'reconciliation.resolved',
              staffId,
              sessionId,
              details: { exceptionId: resolved.id, kind: resolved.kind, resolution },
            },
          ]);
          return resolved;
        });
        const [view] = await viewExceptions(db, [row]);
        return view as contract.ReconciliationException;
      });
    },
  };
}

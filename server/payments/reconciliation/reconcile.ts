import { newId } from '../../platform/ids.ts';
import type { Rail, RailOutcome, SettlementLine } from '../../rails/rails.ts';
import type { PaymentsContext } from '../context.ts';
import { bookSuspense, openSuspenseAccounts } from '../suspense/book.ts';
import { compare, type OurMovement, type Verdict } from './compare.ts';
import { bookFees, openFeeAccounts } from './fees.ts';
import {
  insertException,
  insertLines,
  readOurs,
  readRepeated,
  recordMissingWithThem,
  type ReportRow,
  resolveFound,
  writeReport,
} from './queries.ts';

const linesAtOnce = 500;
const day = 86_400_000;
/** For how long an attempt that went through may wait for its line before nobody looks any more. */
const lookedForDays = 9;

interface Parts {
  /** Settles whatever has this reference. */
  tell(reference: string, outcome: RailOutcome, source: 'report'): Promise<void>;
}

/** 2026-11-28 → its first instant, UTC. */
const startOf = (dayText: string) => new Date(`${dayText}T00:00:00.000Z`);

/**
 * Compares a rail's report of a day (YYYY-MM-DD, UTC) with our books, line by line. What the rail moved and we did not know
 * of is settled; what fits nowhere becomes an exception for people, and its money, when it came in, waits on the suspense
 * account. What the rail kept is booked as an expense. Done again, it has no second effect.
 */
export async function reconcile(
  context: PaymentsContext,
  parts: Parts,
  rail: Rail,
  dayText: string,
): Promise<ReportRow> {
  const { db, clock, log } = context;
  const report = await rail.settlementReport(dayText);
  const row: ReportRow = {
    railId: rail.id,
    day: dayText,
    status: 'read',
    reason: null,
    lines: 0,
    matched: 0,
    settled: 0,
    fees: {},
    readAt: clock.now(),
  };
  if (report.status === 'unavailable') {
    log.warn(
      { railId: rail.id, day: dayText, reason: report.reason },
      'a settlement report could not be read',
    );
    await writeReport(db, { ...row, status: 'unavailable', reason: report.reason });
    return { ...row, status: 'unavailable', reason: report.reason };
  }
  for (let from = 0; from < report.lines.length; from += linesAtOnce) {
    const lines = report.lines.slice(from, from + linesAtOnce);
    const { matched, settled } = await reconcileLines(context, parts, rail, dayText, lines);
    row.matched += matched;
    row.settled += settled;
  }
  row.lines = report.lines.length;
  row.fees = feesOf(report.lines);
  // A movement of midnight may be in this report with them and in yesterday's books with us.
  const until = startOf(dayText);
  const since = new Date(until.getTime() - lookedForDays * day);
  await recordMissingWithThem(db, rail.id, { since, until, now: clock.now() });
  await writeReport(db, row);
  return row;
}

async function reconcileLines(
  context: PaymentsContext,
  { tell }: Parts,
  rail: Rail,
  dayText: string,
  lines: readonly SettlementLine[],
): Promise<{ matched: number; settled: number }> {
  const { db, clock } = context;
  const references = lines.map(({ reference }) => reference);
  await openFeeAccounts(context, rail.id, lines);
  await db.transaction(async (tx) => {
    await bookFees(context, tx, rail.id, await insertLines(tx, rail.id, dayText, lines));
  });
  const repeated = await readRepeated(db, rail.id, references);
  let ours = await readOurs(db, references);
  const verdictOf = (line: SettlementLine): Verdict => compare(rail.id, line, ours.get(line.reference));

  const toSettle = lines.filter((line) => verdictOf(line) === 'settle');
  const outcome = { status: 'succeeded', raw: { network: rail.id, code: 'settlement_report' } } as const;
  await Promise.all(toSettle.map(({ reference }) => tell(reference, outcome, 'report')));
  if (toSettle.length > 0) ours = await readOurs(db, references);

  const settled = toSettle.filter((line) => verdictOf(line) === 'matched').length;
  const matched = lines.filter((line) => verdictOf(line) === 'matched' && !repeated.has(line.reference));
  for (const line of lines) {
    const verdict = repeated.has(line.reference) ? 'told_twice' : verdictOf(line);
    if (verdict !== 'matched') await except(context, rail, dayText, line, ours.get(line.reference), verdict);
  }
  await db.transaction((tx) =>
    resolveFound(
      tx,
      rail.id,
      matched.map(({ reference }) => reference),
      { now: clock.now(), resolution: `in the report of ${dayText}` },
    ),
  );
  return { matched: matched.length - settled, settled };
}

/** Puts a difference before people. Money that came in for nobody waits on the suspense account. */
async function except(
  context: PaymentsContext,
  rail: Rail,
  dayText: string,
  line: SettlementLine,
  ours: OurMovement | undefined,
  verdict: Exclude<Verdict, 'matched'> | 'told_twice',
): Promise<void> {
  const { db, clock, events } = context;
  // Still open after it was settled: the books could not take it, as when a balance no longer covers a payout.
  const kind = verdict === 'settle' ? 'state_differs' : verdict;
  const { operation, reference, amount, currency, processedAt } = line;
  const cameIn = kind === 'missing_with_us' && operation === 'charge';
  if (cameIn) await openSuspenseAccounts(context, rail.id, currency);
  await db.transaction(async (tx) => {
    const now = clock.now();
    const suspenseItemId = cameIn
      ? await bookSuspense(context, tx, {
          source: 'settlement_report',
          railId: rail.id,
          reference,
          amount,
          currency,
          payerName: null,
          payerAccount: null,
          statedAmount: null,
          remittance: null,
          bookedAt: processedAt,
          receivedAt: now,
        })
      : null;
    const id = newId();
    const isNew = await insertException(tx, {
      id,
      railId: rail.id,
      reference,
      operation,
      kind,
      day: dayText,
      ourAmount: ours?.amount ?? null,
      theirAmount: amount,
      currency,
      paymentId: ours?.paymentId ?? null,
      suspenseItemId,
      foundAt: now,
    });
    if (isNew)
      events.append(tx, [
        { topic: 'reconciliation.exception', subjectId: id, payload: { kind, railId: rail.id, reference } },
      ]);
  });
}

/** What the rail keeps, by currency. */
function feesOf(lines: readonly SettlementLine[]): Record<string, string> {
  const sums = new Map<string, bigint>();
  for (const { currency, fee } of lines) sums.set(currency, (sums.get(currency) ?? 0n) + fee);
  return Object.fromEntries([...sums].map(([currency, sum]) => [currency, sum.toString()]));
}

import { performance } from 'node:perf_hooks';
import { newId } from '../platform/ids.ts';
import type { Platform } from '../platform/platform.ts';
import { afterFailure, afterSuccess, asTrial, type Breaker } from './breaker.ts';
import {
  type BreakerRow,
  insertIncident,
  lockBreaker,
  readBreakers,
  updateIncident,
  writeBreaker,
} from './queries.ts';
import type { Rail, RailOperation } from './rail.ts';

type RailKey = Pick<Rail, 'id' | 'methodType'>;

/** `trial`: this call is the one that finds out whether the rail works again. */
export type Admission = { admitted: true; trial: boolean } | { admitted: false; incidentId: string };

/** Which operations of which rails work, as all nodes together have seen it. */
export interface Health {
  /** Whether an order may be sent. While a rail is left alone, one order at a time is let through to try. */
  admit(rail: RailKey, operation: RailOperation): Promise<Admission>;
  /** Whether orders are being sent there as usual. */
  works(railId: string, operation: RailOperation): Promise<boolean>;
  /** @param failure why there was no answer; absent when there was one, whatever it said */
  record(rail: RailKey, operation: RailOperation, trial: boolean, failure?: string): Promise<void>;
  /** Closes what has been left alone without traffic for a while, if `answers` says that the rail does. */
  probe(answers: (railId: string) => Promise<boolean>): Promise<void>;
}

/** How old what another node has seen may be. */
const freshMilliseconds = 1_000;
/** With nobody trying for so long, the rail is asked by ourselves. */
const quietMilliseconds = 120_000;

export function createHealth({ db, clock, events, log }: Platform): Health {
  let rows = new Map<string, BreakerRow>();
  let readAt = Number.NEGATIVE_INFINITY;
  let reading: Promise<void> | undefined;
  const keyOf = (railId: string, operation: RailOperation) => `${railId} ${operation}`;

  async function refresh(): Promise<void> {
    try {
      const read = await readBreakers(db);
      rows = new Map(read.map((row) => [keyOf(row.railId, row.operation), row]));
      readAt = performance.now();
    } catch (error) {
      // What was known a moment ago is good enough; a rail nobody knows ill of is asked.
      log.warn({ err: error }, 'the health of the rails could not be read');
    } finally {
      reading = undefined;
    }
  }

  async function find(railId: string, operation: RailOperation): Promise<BreakerRow | undefined> {
    if (performance.now() - readAt > freshMilliseconds) await (reading ??= refresh());
    return rows.get(keyOf(railId, operation));
  }

  /** Changes a breaker under its lock, and opens or closes its incident with it. */
  async function change(
    rail: RailKey,
    operation: RailOperation,
    reason: string,
    decide: (breaker: BreakerRow | undefined, now: Date) => Breaker | undefined,
  ): Promise<BreakerRow | undefined> {
    const written = await db.transaction(async (tx) => {
      const now = clock.now();
      const before = await lockBreaker(tx, rail.id, operation);
      const after = decide(before, now);
      if (after === undefined) return undefined;
      const opens = after.state !== 'closed' && (before?.incidentId ?? null) === null;
      const incidentId = after.state === 'closed' ? null : (before?.incidentId ?? newId());
      const row: BreakerRow = { ...after, railId: rail.id, operation, incidentId };
      await writeBreaker(tx, row);
      const about = { railId: rail.id, operation, methodType: rail.methodType };
      if (opens && incidentId !== null) {
        await insertIncident(tx, { id: incidentId, ...about, reason, startedAt: now, endedAt: null });
        events.append(tx, [
          { topic: 'rail.incident_opened', subjectId: incidentId, payload: { ...about, reason } },
        ]);
        log.error({ incidentId, ...about, reason }, 'a rail does not answer; it is left alone for now');
      } else if (before?.incidentId && incidentId === null) {
        await updateIncident(tx, { id: before.incidentId, endedAt: now });
        events.append(tx, [{ topic: 'rail.incident_closed', subjectId: before.incidentId, payload: about }]);
        log.info({ incidentId: before.incidentId, ...about }, 'a rail answers again');
      }
      return row;
    });
    if (written !== undefined) rows.set(keyOf(rail.id, operation), written);
    return written;
  }

  return {
    async admit(rail, operation) {
      const known = await find(rail.id, operation);
      if (known === undefined || known.state === 'closed') return { admitted: true, trial: false };
      const refused = { admitted: false as const, incidentId: known.incidentId as string };
      if (asTrial(known, clock.now()) === undefined) return refused;
      // Another node may be trying already: the row decides.
      let closed = false;
      const trial = await change(rail, operation, '', (breaker, now) => {
        closed = breaker === undefined || breaker.state === 'closed';
        return breaker && asTrial(breaker, now);
      });
      if (closed) readAt = Number.NEGATIVE_INFINITY;
      if (trial === undefined && !closed) return refused;
      return { admitted: true, trial: trial !== undefined };
    },

    async works(railId, operation) {
      const known = await find(railId, operation);
      return known === undefined || known.state === 'closed';
    },

    async record(rail, operation, trial, failure) {
      const known = rows.get(keyOf(rail.id, operation));
      if (failure === undefined) {
        // The usual case writes nothing.
        if (known === undefined || (known.state === 'closed' && known.failures === 0)) return;
        await change(rail, operation, '', (breaker) => breaker && afterSuccess(breaker, trial));
      } else if (trial || known === undefined || known.state === 'closed') {
        await change(rail, operation, failure, (breaker, now) => afterFailure(breaker, now, trial));
      }
    },

    async probe(answers) {
      await refresh();
      const quietSince = new Date(clock.now().getTime() - quietMilliseconds);
      for (const row of rows.values()) {
        if (row.state === 'closed' || row.lastFailureAt > quietSince || !(await answers(row.railId)))
          continue;
        // The method matters only where an incident opens.
        await change({ id: row.railId, methodType: 'card' }, row.operation, '', (breaker) =>
          breaker && breaker.state !== 'closed' && breaker.lastFailureAt <= quietSince
            ? afterSuccess(breaker, true)
            : undefined,
        );
      }
    },
  };
}

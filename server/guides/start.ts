import type { Transaction } from '../platform/database/database.ts';
import type { Platform } from '../platform/platform.ts';
import { ProblemError } from '../platform/problem.ts';
import type { AnyGuide } from './definition.ts';
import type { StartRequest } from './guides.ts';
import * as queries from './queries.ts';
import { type Input, newRun, type Run } from './run.ts';

/** Records the start of a run, or takes up the one under way about the same thing at this door, where it stands. */
export async function startRun(
  platform: Platform,
  tx: Transaction,
  guide: AnyGuide | undefined,
  request: StartRequest,
): Promise<Run> {
  if (guide === undefined) throw new ProblemError('not_found');
  const input: Input = {
    type: 'start',
    by: request.startedBy === undefined ? 'customer' : 'staff',
    door: request.door,
  };
  const { customerId, door, conversationId, subject } = request;
  const fresh: Run = {
    ...newRun(guide, { customerId, door, conversationId, subject, startedAt: platform.clock.now() }),
    pending: [input],
  };
  // A start at the same moment may win the insert; then its run is there to be taken up.
  for (;;) {
    const underWay = await queries.lockRunUnderWay(
      tx,
      request.customerId,
      guide.id,
      request.subject.paymentId,
    );
    if (underWay === undefined) {
      if (!(await queries.insertRun(tx, fresh, request.startedBy))) continue;
      return fresh;
    }
    const waitsToStart = underWay.pending.some(({ type }) => type === 'start' || type === 'resume');
    const takeUp: Input = { ...input, type: request.afresh ? 'start' : 'resume' };
    const run: Run = {
      ...underWay,
      door: request.door,
      conversationId: request.conversationId ?? underWay.conversationId,
      subject: request.subject.paymentId === undefined ? underWay.subject : request.subject,
      card: undefined,
      pending: waitsToStart ? underWay.pending : [...underWay.pending, takeUp],
    };
    await queries.takeUpRun(tx, run, request.startedBy);
    return run;
  }
}

import type * as contract from '../../../contract/callbacks.ts';
import type { Identity } from '../../identity/identity.ts';
import type { Queryable, Transaction } from '../../platform/database/database.ts';
import type { Serve } from '../../platform/http/serve.ts';
import type { Platform } from '../../platform/platform.ts';
import { ProblemError } from '../../platform/problem.ts';
import { append } from '../append.ts';
import { businessSpansFrom } from '../calendar.ts';
import { lockOpenConversation } from '../queries.ts';
import { type CallbackWord, callbackWords, event } from '../words.ts';
import { createDeskActs } from './desk-acts.ts';
import * as queries from './queries.ts';
import { callbackRoutes } from './routes.ts';

/** A span of business hours in which a customer may be called. */
export interface CallbackWindow {
  from: string;
  until: string;
}

export interface CallbackRequest {
  /** Of the request: the same again is the same callback. */
  id: string;
  customerId: string;
  /** One of `windows`. */
  from: string;
  reason: contract.CallbackReason;
  language: contract.Callback['language'];
}

/** Calls that customers ask for, to the number bound to their account. */
export interface Callbacks {
  /** The customer's newest one, open or not. */
  latest(q: Queryable, customerId: string): Promise<contract.Callback | undefined>;
  /** When a customer may be called: the next spans of business hours that have room, the soonest first. */
  windows(q: Queryable): Promise<CallbackWindow[]>;
  /**
   * Asks for a call.
   * @throws conflict when no phone is bound, one is open already or the span has no room any more; too_many_requests
   */
  request(request: CallbackRequest): Promise<contract.Callback>;
  /** Takes it back; no effect when it is closed. @throws not_found; conflict while an agent is calling */
  cancel(customerId: string, id: string): Promise<contract.Callback>;
  /** Gives back what was taken and not called; a job does it every minute. */
  sweep(): Promise<void>;
  routes(serve: Serve): void;
}

export interface CallbacksContext extends Platform {
  identity: Identity;
}

export const windowMilliseconds = 90 * 60_000;
const mostInWindow = 10;
const windowsOffered = 12;
/** A span under way is offered while so much of it is left. */
const leastLeft = 30 * 60_000;
const mostADay = 5;
const longestCall = 2 * 3_600_000;

export function createCallbacks(platform: Platform, identity: Identity): Callbacks {
  const context: CallbacksContext = { ...platform, identity };
  const { clock, db } = platform;
  const desk = createDeskActs(context);

  async function windows(q: Queryable): Promise<CallbackWindow[]> {
    const now = clock.now();
    const taken = await queries.countDue(q, new Date(now.getTime() - windowMilliseconds));
    const found: CallbackWindow[] = [];
    for (const { from, until } of businessSpansFrom(now, windowMilliseconds)) {
      if (until.getTime() - now.getTime() < leastLeft) continue;
      if ((taken.get(from.getTime()) ?? 0) >= mostInWindow) continue;
      found.push({ from: from.toISOString(), until: until.toISOString() });
      if (found.length === windowsOffered) break;
    }
    return found;
  }

  const callbacks: Callbacks = {
    async latest(q, customerId) {
      const row = await queries.findLatest(q, customerId);
      return row && viewCallback(row);
    },
    windows,
    async request({ id, customerId, from, reason, language }) {
      const row = await db.transaction(async (tx) => {
        await queries.lockRequests(tx);
        const before = await queries.findCallback(tx, id);
        if (before !== undefined) return before;
        const profile = (await identity.customers(tx, [customerId])).get(customerId);
        if (profile?.phone === undefined) throw new ProblemError('conflict');
        const now = clock.now();
        const dayAgo = new Date(now.getTime() - 24 * 3_600_000);
        if ((await queries.countRequested(tx, customerId, dayAgo)) >= mostADay)
          throw new ProblemError('too_many_requests');
        const window = (await windows(tx)).find((one) => one.from === from);
        if (window === undefined) throw new ProblemError('conflict');
        const isNew = await queries.insertCallback(tx, {
          id,
          customer_id: customerId,
          reason,
          language,
          due_from: new Date(window.from),
          due_until: new Date(window.until),
          requested_at: now,
        });
        const row = await queries.findCallback(tx, id);
        if (!isNew || row === undefined) throw new ProblemError('conflict');
        await tell(context, tx, row, 'requested');
        return row;
      });
      return viewCallback(row);
    },
    async cancel(customerId, id) {
      const row = await db.transaction(async (tx) => {
        const row = await queries.lockCallback(tx, id);
        if (row?.customer_id !== customerId) throw new ProblemError('not_found');
        if (row.closed_at !== null) return row;
        if (row.status === 'calling') throw new ProblemError('conflict');
        Object.assign(row, { status: 'canceled', closed_at: clock.now() });
        await queries.saveCallback(tx, row);
        await tell(context, tx, row, 'canceled');
        return row;
      });
      return viewCallback(row);
    },
    async sweep() {
      const now = clock.now();
      for (const id of await queries.findForgotten(db, now, new Date(now.getTime() - longestCall)))
        await desk.giveBack(id);
    },
    routes: (serve) => callbackRoutes(context, desk, serve),
  };
  platform.jobs.define('callbacks.sweep', callbacks.sweep, { every: 'minute' });
  return callbacks;
}

export const isOpenCallback = ({ status }: contract.Callback): boolean =>
  !['done', 'missed', 'canceled'].includes(status);

export function viewCallback(row: queries.CallbackRow): contract.Callback {
  return {
    id: row.id,
    status: row.status,
    reason: row.reason,
    language: row.language,
    from: row.due_from.toISOString(),
    until: row.due_until.toISOString(),
    missedCalls: row.calls.filter(({ result }) => result !== null && result !== 'reached').length,
    requestedAt: row.requested_at.toISOString(),
  };
}

/** Says in the customer's open conversation, if there is one, and to their guide what has become of their callback. */
export async function tell(
  context: CallbacksContext,
  tx: Transaction,
  row: queries.CallbackRow,
  word: CallbackWord,
): Promise<void> {
  const conversation = await lockOpenConversation(tx, row.customer_id);
  if (conversation !== undefined)
    await append(context, tx, [
      {
        conversationId: conversation.id,
        sender: { kind: 'system' },
        content: event('callback', callbackWords[word](row.due_from, row.due_until)),
      },
    ]);
  context.events.append(tx, [
    {
      topic: 'callback.changed',
      subjectId: row.id,
      payload: { customerId: row.customer_id, status: row.status },
    },
  ]);
}

import type { Agent, Presence } from '../../../contract/routing.ts';
import { appendAudit, assertStaffMay, staffMay } from '../../identity/identity.ts';
import type { Platform } from '../../platform/platform.ts';
import { ProblemError } from '../../platform/problem.ts';
import type { InboxChange, Staff } from '../support.ts';
import {
  endPresence,
  findAbandoned,
  freePlaces,
  markPresent,
  setPresence,
  updateAgent,
} from './agent-queries.ts';
import { give } from './give.ts';
import { lockMatch } from './match.ts';
import { returnAbandoned } from './return.ts';
import { wakeSnoozed } from './snooze.ts';
import { momentsOf } from './times.ts';

export interface Routing {
  /** Routes from now on, whenever a conversation is queued, a place becomes free or an agent comes online. */
  start(): void;
  stop(): Promise<void>;
  /**
   * These members of staff are connected at this node; call it every few seconds, also without any. Conversations of
   * agents who have been away for longer than the grace go back to the front of the queue, and what was put off and is due
   * is taken up.
   */
  beat(connected: readonly Staff[]): Promise<void>;
  /** Refused with not_allowed. */
  setPresence(staff: Staff, presence: Presence): Promise<void>;
  /** What an agent serves, as a supervisor says. Refused with not_allowed, not_found. */
  update(
    staff: Staff,
    agentId: string,
    serves: Pick<Agent, 'capacity' | 'skills' | 'languages'>,
  ): Promise<void>;
}

/** Returned at once; the next beat sees to more. */
const mostReturned = 200;

export function createRouting(platform: Platform): Routing {
  const { db, bus, clock, log } = platform;
  const subscriptions: Array<() => void> = [];
  let running: Promise<void> | undefined;
  let again = false;

  /** @returns whether there may be more to route */
  async function routeOne(): Promise<boolean> {
    return db.transaction(async (tx) => {
      const match = await lockMatch(tx, momentsOf(clock.now()));
      if (match === undefined) return false;
      if ((await freePlaces(tx, match.agentId)) < match.weight) return true;
      await give(platform, tx, { ...match, how: 'routed' });
      return true;
    });
  }

  async function routeAll(): Promise<void> {
    do {
      again = false;
      while (subscriptions.length > 0 && (await routeOne()));
    } while (again);
  }

  function wake(): void {
    if (subscriptions.length === 0) return;
    again = true;
    running ??= routeAll()
      .catch((error: unknown) => log.error({ err: error }, 'conversations could not be routed'))
      .finally(() => {
        running = undefined;
        if (again) wake();
      });
  }

  return {
    start() {
      subscriptions.push(
        bus.subscribe<InboxChange>('inbox', ({ change }) => {
          if (change === 'state') wake();
        }),
      );
      wake();
    },
    async stop() {
      for (const end of subscriptions.splice(0)) end();
      await running;
    },
    async beat(connected) {
      const agents = connected.filter((member) => staffMay(member, 'work', 'conversation'));
      await markPresent(db, agents, clock.now());
      const { goneBefore } = momentsOf(clock.now());
      await endPresence(db, goneBefore);
      for (const { id, agent_id } of await findAbandoned(db, goneBefore, mostReturned))
        await returnAbandoned(platform, { conversationId: id, agentId: agent_id, goneBefore });
      await wakeSnoozed(platform);
      wake();
    },
    async setPresence(staff, presence) {
      assertStaffMay(staff, 'work', 'conversation');
      await setPresence(db, staff, presence, clock.now());
      wake();
    },
    async update(staff, agentId, serves) {
      assertStaffMay(staff, 'assign', 'conversation');
      await db.transaction(async (tx) => {
        if (!(await updateAgent(tx, agentId, serves))) throw new ProblemError('not_found');
        const { staffId, sessionId } = staff;
        const details = { agentId, ...serves };
        await appendAudit(tx, [{ at: clock.now(), action: 'agent.updated', staffId, sessionId, details }]);
      });
      wake();
    },
  };
}

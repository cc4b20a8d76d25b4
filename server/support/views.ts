import type { Conversation, DeskConversation } from '../../contract/support.ts';
import type { Identity } from '../identity/identity.ts';
import type { Queryable } from '../platform/database/database.ts';
import type { Platform } from '../platform/platform.ts';
import { hasConversation, readsAll } from './access.ts';
import { toMessage, type ViewRow } from './queries.ts';
import { expectedWaits } from './routing/waits.ts';
import type { Staff } from './support.ts';

export interface Views {
  asCustomer(q: Queryable, rows: readonly ViewRow[]): Promise<Conversation[]>;
  asDesk(q: Queryable, rows: readonly ViewRow[]): Promise<DeskConversation[]>;
}

/** Rows as customers and as agents see them, with place in the queue and expected wait. */
export function createViews(platform: Platform, identity: Identity): Views {
  async function places(q: Queryable, rows: readonly ViewRow[]): Promise<Map<string, Conversation['queue']>> {
    const queued = rows.filter((row) => row.status === 'queued').map((row) => row.id);
    if (queued.length === 0) return new Map();
    const waits = await expectedWaits(q, platform.clock.now(), queued);
    return new Map(
      [...waits].map(([id, { position, seconds, opens }]) => [
        id,
        {
          position,
          expectedWaitSeconds: seconds,
          ...(opens === undefined ? {} : { opensAt: opens.toISOString() }),
        },
      ]),
    );
  }

  function conversation(row: ViewRow, queue: Conversation['queue'], lastSequence: number): Conversation {
    return {
      id: row.id,
      status: row.status,
      language: row.language,
      ...(row.agent_name === null ? {} : { agentName: row.agent_name }),
      ...(queue === undefined ? {} : { queue }),
      lastSequence,
      ...(row.score === null
        ? {}
        : { rating: { score: row.score, ...(row.comment === null ? {} : { comment: row.comment }) } }),
      openedAt: row.opened_at.toISOString(),
      ...(row.closed_at === null ? {} : { closedAt: row.closed_at.toISOString() }),
      ...(row.merged_into === null ? {} : { mergedInto: row.merged_into }),
    };
  }

  return {
    async asCustomer(q, rows) {
      const queue = await places(q, rows);
      return rows.map((row) => conversation(row, queue.get(row.id), row.last_public_sequence));
    },
    async asDesk(q, rows) {
      const queue = await places(q, rows);
      const customers = await identity.customers(q, [...new Set(rows.map((row) => row.customer_id))]);
      return rows.map((row) => {
        const customer = customers.get(row.customer_id);
        return {
          ...conversation(row, queue.get(row.id), row.last_sequence),
          customer: {
            id: row.customer_id,
            name: customer?.maskedName ?? '*',
            maskedContact: customer?.maskedContact ?? '*',
          },
          ...(row.topic === null ? {} : { topic: row.topic }),
          priority: row.priority,
          ...(row.skill === null ? {} : { skill: row.skill }),
          level: row.level,
          ...(row.agent_id === null ? {} : { agentId: row.agent_id }),
          ...(row.waiting_since === null ? {} : { waitingSince: row.waiting_since.toISOString() }),
          ...(row.last_message === null ? {} : { lastMessage: toMessage(row.last_message) }),
          awaitsReply: row.awaits_reply,
          ...(row.snoozed_until === null ? {} : { snoozedUntil: row.snoozed_until.toISOString() }),
        };
      });
    },
  };
}

/**
 * What a member of staff may see of an inbox entry: what was said last only where they may read, and in the queue, where
 * it tells what to take first.
 */
export function visibleTo(staff: Staff, entry: DeskConversation): DeskConversation {
  const owner = { customer_id: entry.customer.id, agent_id: entry.agentId ?? null, status: entry.status };
  if (readsAll(staff) || hasConversation(staff, owner) || entry.status === 'queued') return entry;
  const { lastMessage: _, ...rest } = entry;
  return rest;
}

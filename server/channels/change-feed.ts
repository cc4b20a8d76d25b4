import type { DeskConversation } from '../../contract/support.ts';
import type { Bus } from '../platform/bus.ts';
import type { Logger } from '../platform/log.ts';
import type { InboxChange, LiveSupport, Staff } from '../support/support.ts';
import type { Connection } from './connection.ts';

/** Lists need not be faster than the eye: changes that come closer together are told together. */
const togetherMilliseconds = 200;
/** Conversations read at once. */
const batchSize = 500;

export interface ChangeFeed {
  stop(): void;
}

/** What a member of staff is told of: every change of state; new messages where they read along or may take it. */
function concerns(staff: Staff, entry: DeskConversation, change: InboxChange['change']): boolean {
  return (
    change === 'state' ||
    staff.role === 'supervisor' ||
    entry.agentId === staff.staffId ||
    entry.status === 'queued'
  );
}

/**
 * Tells the sockets of changed conversations: the desk its inbox, customers the state of theirs and how the queue moves.
 * Each round is one read for all of them.
 */
export function createChangeFeed(
  { bus, log }: { bus: Bus; log: Logger },
  live: LiveSupport,
  sockets: { customers: ReadonlyMap<string, ReadonlySet<Connection>>; staff: ReadonlySet<Connection> },
): ChangeFeed {
  let changes = new Map<string, InboxChange>();
  let lastRound = 0;
  let timer: NodeJS.Timeout | undefined;
  let underWay = false;

  const stopListening = bus.subscribe<InboxChange>('inbox', (change) => {
    if (changes.get(change.conversationId)?.change !== 'state') changes.set(change.conversationId, change);
    schedule();
  });

  function schedule(): void {
    if (underWay || timer !== undefined || changes.size === 0) return;
    const pause = Math.max(0, lastRound + togetherMilliseconds - performance.now());
    timer = setTimeout(() => {
      timer = undefined;
      underWay = true;
      lastRound = performance.now();
      const round = changes;
      changes = new Map();
      tell([...round.values()])
        .catch((error: unknown) => log.error({ err: error }, 'the sockets could not be told of a change'))
        .finally(() => {
          underWay = false;
          schedule();
        });
    }, pause);
  }

  async function tell(round: InboxChange[]): Promise<void> {
    for (let start = 0; start < round.length && sockets.staff.size > 0; start += batchSize)
      await tellDesk(round.slice(start, start + batchSize));
    const moved = round.filter(({ change }) => change === 'state');
    if (moved.length > 0) await tellCustomers(moved);
  }

  async function tellDesk(round: InboxChange[]): Promise<void> {
    const entries = await live.deskConversations(round.map(({ conversationId }) => conversationId));
    const changeOf = new Map(round.map(({ conversationId, change }) => [conversationId, change]));
    for (const entry of entries)
      for (const connection of sockets.staff)
        if (
          connection.reader.kind === 'staff' &&
          concerns(connection.reader.caller, entry, changeOf.get(entry.id) ?? 'state')
        )
          connection.sendInbox(entry);
  }

  async function tellCustomers(moved: InboxChange[]): Promise<void> {
    const ids = new Set<string>();
    for (const { customerId, conversationId } of moved)
      if (sockets.customers.has(customerId)) ids.add(conversationId);
    // Any of these may have moved the queue, for all who stand in it.
    for (const connections of sockets.customers.values())
      for (const { queued } of connections) for (const id of queued) ids.add(id);
    if (ids.size === 0) return;
    for (const { customerId, conversation } of await live.customerConversations([], [...ids]))
      for (const connection of sockets.customers.get(customerId) ?? [])
        connection.sendConversation(conversation);
  }

  return {
    stop() {
      stopListening();
      clearTimeout(timer);
      changes = new Map();
    },
  };
}

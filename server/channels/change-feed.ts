import type { Bus } from '../platform/bus.ts';
import type { Logger } from '../platform/log.ts';
import type { InboxChange, LiveSupport } from '../support/support.ts';
import type { Connection } from './connection.ts';

/** Lists need not be faster than the eye: changes that come closer together are told together. */
const togetherMilliseconds = 200;
/** Of conversations in which only something was said, a round tells so many: at a peak these wait, states don't. */
const mostMessageChanges = 100;
/** Conversations read at once. */
const batchSize = 500;
const nobody: ReadonlySet<Connection> = new Set();

export interface ChangeFeed {
  stop(): void;
}

/**
 * Tells the sockets of changed conversations: the desk its inbox, customers the state of theirs and how the queue moves.
 * Each round is one read for all of them.
 */
export function createChangeFeed(
  { bus, log }: { bus: Bus; log: Logger },
  live: LiveSupport,
  sockets: {
    customers: ReadonlyMap<string, ReadonlySet<Connection>>;
    staff: ReadonlyMap<string, ReadonlySet<Connection>>;
    /** Those of the staff who read everything. */
    supervisors: ReadonlySet<Connection>;
  },
): ChangeFeed {
  let changes = new Map<string, InboxChange>();
  let lastRound = 0;
  let timer: NodeJS.Timeout | undefined;
  let underWay = false;

  const stopListening = bus.subscribe<InboxChange>('inbox', (change) => {
    // Most of what is said is said between two who follow it.
    if (change.change === 'message' && !concernsSomebody(change)) return;
    if (changes.get(change.conversationId)?.change !== 'state') changes.set(change.conversationId, change);
    schedule();
  });

  /** Every change of state is told to all, a new message to those who may take the conversation or read it. */
  function readersOf(change: InboxChange): Iterable<ReadonlySet<Connection>> {
    return change.change === 'state' || change.status === 'queued'
      ? sockets.staff.values()
      : [sockets.supervisors, sockets.staff.get(change.agentId ?? '') ?? nobody];
  }

  function concernsSomebody(change: InboxChange): boolean {
    for (const readers of readersOf(change))
      for (const reader of readers) if (isConcerned(reader, change)) return true;
    return false;
  }

  /** Where the conversation is followed, the message itself has come. */
  function isConcerned(reader: Connection, { change, conversationId }: InboxChange): boolean {
    return change === 'state' || !reader.follows(conversationId);
  }

  function schedule(): void {
    if (underWay || timer !== undefined || changes.size === 0) return;
    const pause = Math.max(0, lastRound + togetherMilliseconds - performance.now());
    timer = setTimeout(() => {
      timer = undefined;
      underWay = true;
      lastRound = performance.now();
      tell(nextRound())
        .catch((error: unknown) => log.error({ err: error }, 'the sockets could not be told of a change'))
        .finally(() => {
          underWay = false;
          schedule();
        });
    }, pause);
  }

  function nextRound(): InboxChange[] {
    let messageChanges = 0;
    const round = [...changes.values()].filter(
      ({ change }) => change === 'state' || messageChanges++ < mostMessageChanges,
    );
    for (const { conversationId } of round) changes.delete(conversationId);
    return round;
  }

  async function tell(round: InboxChange[]): Promise<void> {
    for (let start = 0; start < round.length && sockets.staff.size > 0; start += batchSize)
      await tellDesk(round.slice(start, start + batchSize));
    const moved = round.filter(({ change }) => change === 'state');
    if (moved.length > 0) await tellCustomers(moved);
  }

  async function tellDesk(round: InboxChange[]): Promise<void> {
    const entries = await live.deskConversations(round.map(({ conversationId }) => conversationId));
    const changeOf = new Map(round.map((change) => [change.conversationId, change]));
    for (const entry of entries) {
      const change = changeOf.get(entry.id);
      if (change === undefined) continue;
      const told = new Set([...readersOf(change)].flatMap((readers) => [...readers]));
      for (const reader of told) if (isConcerned(reader, change)) reader.sendInbox(entry);
    }
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

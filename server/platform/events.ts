import { plainArray, textArray } from './database/array.ts';
import type { Database, Transaction } from './database/database.ts';
import type { Logger } from './log.ts';

/** Something that happened to a subject, told in standard terms: `payment.succeeded`, `conversation.queued`, … */
export interface Event<Payload = Record<string, unknown>> {
  topic: string;
  subjectId: string;
  payload: Payload;
}

type EventHandler = (tx: Transaction, events: readonly Event[]) => Promise<void>;

export interface Events {
  /** Records events; they exist if and only if `tx` commits. */
  append(tx: Transaction, events: readonly Event[]): void;
  /**
   * Hands the events of `topics` to `handle`, in commit order and in bulk, in the transaction that remembers how far this
   * consumer has come; so what `handle` writes happens exactly once. One node at a time serves a consumer.
   */
  consume(name: string, topics: readonly string[], handle: EventHandler): void;
  /** Removes events that happened some days ago and that every consumer of this program has passed. */
  forget(now: Date): Promise<void>;
  start(): Promise<void>;
  stop(): Promise<void>;
}

interface Consumer {
  name: string;
  topics: readonly string[];
  handle: EventHandler;
  /** Resolved at each commit that wrote what it wants, and then replaced. */
  committed: PromiseWithResolvers<void>;
}

type EventRow = { newest_transaction: string; newest_position: bigint } & (
  | {
      transaction: string;
      position: bigint;
      topic: string;
      subject_id: string;
      payload: Record<string, unknown>;
    }
  | { transaction: null; position: null; topic: null }
);

/** Long enough to look into what went wrong last weekend. */
const keptMilliseconds = 7 * 24 * 60 * 60_000;
/** Removed in one transaction. */
const forgottenAtOnce = 10_000;
const batchSize = 500;
const pollMilliseconds = 1_000;
/** A neighbour's transaction that is still under way hides later ones for a moment; look again soon. */
const secondLookMilliseconds = 30;
/** Under load a consumer takes what has gathered instead of running after each commit. */
const restMilliseconds = 50;

export function createEvents(db: Database, log: Logger): Events {
  const consumers: Consumer[] = [];
  const loops: Array<Promise<void>> = [];
  const stopped = Promise.withResolvers<void>();
  let running = false;

  /** Topics of which consumers are to be woken once more. */
  const again = new Set<string>();

  function wake(topics?: ReadonlySet<string>): void {
    for (const consumer of consumers) {
      if (topics !== undefined && !consumer.topics.some((topic) => topics.has(topic))) continue;
      consumer.committed.resolve();
      consumer.committed = Promise.withResolvers();
    }
  }

  function wakeTwice(topics: ReadonlySet<string>): void {
    wake(topics);
    if (again.size === 0)
      setTimeout(() => {
        wake(again);
        again.clear();
      }, secondLookMilliseconds);
    for (const topic of topics) again.add(topic);
  }

  async function readSome(consumer: Consumer): Promise<number> {
    return db.transaction(async (tx) => {
      const [cursor] = await tx.query<{ transaction: string; position: bigint }>(
        'select transaction::text, position from platform.event_consumer where name = $1 for update skip locked',
        [consumer.name],
      );
      if (cursor === undefined) return 0;
      // The newest of all is read beside the wanted ones, in one statement and so as of one instant: with no more of those
      // left, the consumer has come that far.
      const rows = await tx.query<EventRow>(
        {
          name: 'events.read',
          text: `select newest.transaction::text as newest_transaction, newest.position as newest_position,
                   wanted.transaction::text, wanted.position, topic, subject_id, payload
                 from (select transaction, position from platform.event
                       where (transaction, position) > ($1::xid8, $2)
                         and transaction < pg_snapshot_xmin(pg_current_snapshot())
                       order by transaction desc, position desc limit 1) as newest
                 left join lateral (select * from platform.event
                       where (transaction, position) > ($1::xid8, $2)
                         and transaction < pg_snapshot_xmin(pg_current_snapshot()) and topic = any($4::text[])
                       order by transaction, position limit $3) as wanted on true`,
        },
        [cursor.transaction, cursor.position, batchSize, consumer.topics],
      );
      const wanted = rows.flatMap((row) =>
        row.topic === null ? [] : [{ topic: row.topic, subjectId: row.subject_id, payload: row.payload }],
      );
      if (wanted.length > 0) await consumer.handle(tx, wanted);
      const last = rows.at(-1);
      if (last === undefined) return 0;
      const reached =
        wanted.length === batchSize
          ? [last.transaction, last.position]
          : [last.newest_transaction, last.newest_position];
      await tx.query(
        'update platform.event_consumer set transaction = $2::xid8, position = $3 where name = $1',
        [consumer.name, ...reached],
      );
      return wanted.length;
    });
  }

  async function serve(consumer: Consumer): Promise<void> {
    let failures = 0;
    while (running) {
      const { promise } = consumer.committed;
      let pause = pollMilliseconds;
      try {
        if ((await readSome(consumer)) === batchSize) continue;
        failures = 0;
      } catch (error) {
        failures++;
        pause = Math.min(30_000, 200 * 2 ** failures);
        log.error(
          { err: error, consumer: consumer.name },
          'an event could not be handled; it will be tried again',
        );
      }
      await pauseUntil(stopped.promise, restMilliseconds);
      await pauseUntil(failures > 0 ? stopped.promise : promise, pause);
    }
  }

  async function pauseUntil(woken: Promise<void>, most: number): Promise<void> {
    const timeout = Promise.withResolvers<void>();
    const timer = setTimeout(timeout.resolve, most);
    await Promise.race([woken, timeout.promise]);
    clearTimeout(timer);
  }

  return {
    append(tx, events) {
      if (events.length === 0) return;
      tx.write(
        {
          name: 'events.append',
          text: `insert into platform.event (topic, subject_id, payload)
                 select * from unnest($1::text[], $2::uuid[], $3::jsonb[])`,
        },
        [
          textArray(events.map((event) => event.topic)),
          plainArray(events.map((event) => event.subjectId)),
          textArray(events.map((event) => JSON.stringify(event.payload))),
        ],
      );
      const topics = new Set(events.map((event) => event.topic));
      tx.afterCommit(() => wakeTwice(topics));
    },
    consume(name, topics, handle) {
      consumers.push({ name, topics, handle, committed: Promise.withResolvers() });
    },
    async forget(now) {
      let looked = forgottenAtOnce;
      while (looked === forgottenAtOnce) {
        // From the oldest on, until one is too young: the first so many are looked at, and no further.
        const [row] = await db.query<{ looked: number; removed: number }>(
          {
            name: 'events.forget',
            text: `with oldest as (
                     select transaction, position, occurred_at from platform.event
                     where (transaction, position) <= (select transaction, position from platform.event_consumer
                       where name = any($1::text[]) order by transaction, position limit 1)
                     order by transaction, position limit $3
                   ), removed as (
                     delete from platform.event e using oldest o
                     where e.transaction = o.transaction and e.position = o.position and o.occurred_at < $2 returning 1
                   )
                   select (select count(*) from oldest)::int as looked, (select count(*) from removed)::int as removed`,
          },
          [consumers.map(({ name }) => name), new Date(now.getTime() - keptMilliseconds), forgottenAtOnce],
        );
        looked = Math.min(row?.looked ?? 0, row?.removed ?? 0);
      }
    },
    async start() {
      running = true;
      for (const consumer of consumers) {
        await db.query('insert into platform.event_consumer (name) values ($1) on conflict do nothing', [
          consumer.name,
        ]);
        loops.push(serve(consumer));
      }
    },
    async stop() {
      running = false;
      stopped.resolve();
      wake();
      await Promise.all(loops);
    },
  };
}

import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { type Bus, createBus, missedTopic } from './bus.ts';
import { textArray } from './database/array.ts';
import type { Logger } from './log.ts';

const channel = 'upay_bus';
export const fanOutApplication = 'upay-bus';
/** PostgreSQL takes less than 8000 bytes a notification. */
const mostBytes = 7_900;
/** Frames of so long travel together; the first of a quiet time goes at once. */
const togetherMilliseconds = 4;
/** What is under way while the connection is away is dropped beyond this; others compare with the database anyway. */
const mostWaiting = 20_000;
const reconnectMilliseconds = 250;
const countMilliseconds = 10_000;

export interface FanOut extends Bus {
  start(): Promise<void>;
  stop(): Promise<void>;
}

/** As one JSON text. What is too large to travel is read from the database. */
function pack(topic: string, payload: unknown): string {
  const whole = JSON.stringify([topic, payload]);
  return Buffer.byteLength(whole) + 2 <= mostBytes ? whole : JSON.stringify([missedTopic]);
}

/** Joins frames into JSON arrays that each fit into a notification, in order. */
function chunks(frames: readonly string[]): string[] {
  const texts: string[] = [];
  let text = '';
  let bytes = 0;
  for (const frame of frames) {
    const size = Buffer.byteLength(frame) + 1;
    if (bytes > 0 && bytes + size + 1 > mostBytes) {
      texts.push(`[${text}]`);
      text = '';
      bytes = 0;
    }
    text += bytes === 0 ? frame : `,${frame}`;
    bytes += size;
  }
  if (bytes > 0) texts.push(`[${text}]`);
  return texts;
}

/**
 * A bus that reaches the other nodes of this database, by PostgreSQL's notifications over one connection of its own. They
 * are sent after the commit they tell of, many in one, so that no payment waits for the lock that notifying takes; and only
 * while there is another node to hear them (docs/decisions/0006).
 */
export function createFanOut(databaseUrl: string, log: Logger): FanOut {
  const local = createBus();
  let client: pg.Client | undefined;
  let stopping = false;
  /** Nobody else listens. */
  let alone = true;
  let heard = 0;
  let waiting: string[] = [];
  let sending = false;
  let counting: NodeJS.Timeout | undefined;

  async function send(): Promise<void> {
    sending = true;
    while (waiting.length > 0 && client !== undefined) {
      const frames = waiting;
      waiting = [];
      try {
        await client.query({
          name: 'bus.notify',
          text: `select pg_notify('${channel}', text) from unnest($1::text[]) as text`,
          values: [textArray(chunks(frames))],
        });
      } catch (error) {
        log.warn({ err: error }, 'other nodes could not be told; they compare with the database');
        break;
      }
      await sleep(togetherMilliseconds);
    }
    sending = false;
  }

  function tellOthers(topic: string, payload: unknown): void {
    if (alone || client === undefined || waiting.length >= mostWaiting) return;
    waiting.push(pack(topic, payload));
    if (!sending) void send();
  }

  function hear({ processId, payload }: pg.Notification, mine: number | undefined): void {
    if (processId === mine || payload === undefined) return;
    heard++;
    alone = false;
    for (const [topic, what] of JSON.parse(payload) as Array<[string, unknown]>) local.publish(topic, what);
  }

  async function countOthers(): Promise<void> {
    const before = heard;
    const rows = await client?.query<{ count: number }>(
      `select count(*)::int as count from pg_stat_activity
       where datname = current_database() and application_name = '${fanOutApplication}' and pid <> pg_backend_pid()`,
    );
    if (rows !== undefined && heard === before) alone = rows.rows[0]?.count === 0;
  }

  async function connect(): Promise<void> {
    const mine = new pg.Client({
      connectionString: databaseUrl,
      application_name: fanOutApplication,
      keepAlive: true,
      // A notification is a commit; nothing is lost that the disk should keep.
      options: '-c synchronous_commit=off',
    });
    mine.on('error', (error) => log.warn({ err: error }, 'the connection to other nodes broke'));
    mine.on('end', () => {
      if (client === mine) client = undefined;
      if (!stopping) void connectAgain();
    });
    await mine.connect();
    const { rows } = await mine.query<{ pid: number }>(`select pg_backend_pid() as pid`);
    mine.on('notification', (notification) => hear(notification, rows[0]?.pid));
    await mine.query(`listen ${channel}`);
    if (stopping) return mine.end();
    client = mine;
    await countOthers();
    // While it was away neither side heard the other.
    local.publish(missedTopic, undefined);
    tellOthers(missedTopic, undefined);
  }

  async function connectAgain(): Promise<void> {
    await sleep(reconnectMilliseconds, undefined, { ref: false });
    // A client that could not connect ends, which comes back here.
    if (!stopping) await connect().catch(() => undefined);
  }

  return {
    publish(topic, payload) {
      local.publish(topic, payload);
      tellOthers(topic, payload);
    },
    subscribe: (topic, listener) => local.subscribe(topic, listener),
    async start() {
      await connect();
      counting = setInterval(() => void countOthers().catch(() => undefined), countMilliseconds);
    },
    async stop() {
      stopping = true;
      clearInterval(counting);
      await client?.end();
    },
  };
}

import pg from 'pg';
import type { Logger } from '../log.ts';

const bigintArray = 1016;

/** bigint columns come back as bigint, never as a number that could round. */
const types = {
  getTypeParser(oid: number, format?: 'text' | 'binary') {
    if (oid === pg.types.builtins.INT8 || oid === pg.types.builtins.NUMERIC) return BigInt;
    if (oid === bigintArray)
      return (text: string) => (text === '{}' ? [] : text.slice(1, -1).split(',').map(BigInt));
    return pg.types.getTypeParser(oid, format);
  },
};

/** A statement prepared once a connection under its name. */
export interface Statement {
  name: string;
  text: string;
}

/** What can run SQL: the pool, or one transaction. */
export interface Queryable {
  /** Runs a named, prepared statement or plain SQL; rows as objects. */
  // biome-ignore lint/suspicious/noExplicitAny: rows are typed at the query's own place
  query<Row = Record<string, unknown>>(statement: Statement | string, values?: unknown[]): Promise<Row[]>;
}

/**
 * A transaction. Statements are executed in the order in which they were sent; several may be sent without waiting for the
 * answers of those before, and then travel together.
 */
export interface Transaction extends Queryable {
  /**
   * Sends a statement whose answer nobody waits for; the last ones travel with the commit. When it fails, the transaction
   * is rolled back and fails with its error.
   */
  write(statement: Statement | string, values?: unknown[]): void;
  /** Runs once the transaction has committed, and never when it has not. */
  afterCommit(action: () => void): void;
}

export interface Database extends Queryable {
  /** Runs `work` in one READ COMMITTED transaction; a throw rolls all of it back. */
  transaction<T>(work: (tx: Transaction) => Promise<T>): Promise<T>;
  /** Reads several things as of one instant. */
  snapshot<T>(work: (tx: Queryable) => Promise<T>): Promise<T>;
  readonly pool: pg.Pool;
  close(): Promise<void>;
}

async function run<Row>(
  client: pg.Pool | pg.PoolClient,
  statement: Statement | string,
  values?: unknown[],
): Promise<Row[]> {
  const result =
    typeof statement === 'string'
      ? await client.query(statement, values)
      : await client.query({ name: statement.name, text: statement.text, values });
  return result.rows as Row[];
}

/**
 * Opens a pool of connections.
 * @param url PostgreSQL connection string
 */
export function openDatabase(url: string, connections: number, log: Logger): Database {
  const pool = new pg.Pool({
    connectionString: url,
    max: connections,
    types,
    application_name: 'upay',
    idle_in_transaction_session_timeout: 30_000,
    keepAlive: true,
    pipeline: true,
    // To open one, and to prepare statements on it, takes tens of milliseconds of both processors, just when load rises.
    idleTimeoutMillis: 600_000,
    // Pages on flash or in memory. With PostgreSQL's default, that of a spinning disk, a statement prepared while its table is
    // young reads the whole table, and goes on doing so while it grows.
    options: '-c random_page_cost=1.1',
  });
  // An idle connection that breaks is replaced on next use; without a listener it would end the process.
  pool.on('error', (error) => log.warn({ error }, 'an idle database connection broke'));

  /** What is committed stays so, whatever goes wrong afterwards; a throw here would look as if it had not been. */
  function runAfterCommit(action: () => void): void {
    try {
      action();
    } catch (error) {
      log.error({ err: error }, 'an action after a commit failed');
    }
  }

  async function within<T>(begin: string, work: (tx: Transaction) => Promise<T>): Promise<T> {
    const client = await pool.connect();
    const actions: Array<() => void> = [];
    const sent: Array<Promise<unknown>> = [];
    // Its failure is heard at the end, or comes second to the error that ended the work.
    const send = (answer: Promise<unknown>): void => {
      answer.catch(() => undefined);
      sent.push(answer);
    };
    let broken = false;
    // A connection that breaks here fails the query under way; unheard, the event would end the process.
    const onError = (): void => {
      broken = true;
    };
    client.on('error', onError);
    try {
      send(client.query(begin));
      const result = await work({
        query: (statement, values) => run(client, statement, values),
        write: (statement, values) => send(run(client, statement, values)),
        afterCommit: (action) => void actions.push(action),
      });
      const commit = client.query('commit');
      send(commit);
      await Promise.all(sent);
      const { command } = await commit;
      // When a statement has failed and `work` has gone on all the same, PostgreSQL answers a commit with a rollback.
      if (command !== 'COMMIT') throw new Error('a statement failed, so the transaction was rolled back');
      for (const action of actions) runAfterCommit(action);
      return result;
    } catch (error) {
      await client.query('rollback').catch(() => {
        broken = true;
      });
      throw error;
    } finally {
      client.off('error', onError);
      client.release(broken);
    }
  }

  return {
    pool,
    query: (statement, values) => run(pool, statement, values),
    transaction: (work) => within('begin', work),
    snapshot: (work) => within('begin isolation level repeatable read read only', work),
    close: () => pool.end(),
  };
}

/** PostgreSQL's error code of an error thrown by a query, e.g. '23505' for a unique violation. */
export function sqlState(error: unknown): string | undefined {
  return error instanceof pg.DatabaseError ? error.code : undefined;
}

/** The error code of a row whose key exists already. */
export const uniqueViolation = '23505';
/** Of what was decided on facts that are no longer so. */
export const serializationFailure = '40001';

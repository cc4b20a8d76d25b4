import { keyedHash } from '../crypto.ts';
import type { Database, Queryable } from '../database/database.ts';

/** An append-only table; its columns and order are what a seal is taken over. */
export interface SealedLog {
  /** Kept in every seal; never changes. */
  name: string;
  /** With its schema. */
  table: string;
  columns: readonly string[];
  /** Orders the rows of one transaction: a unique column. */
  key: string;
}

/** The end of a log as of one seal, worth keeping where the database's owner can't reach. */
export interface Head {
  log: string;
  number: number;
  /** base64url */
  hash: string;
}

export interface SealReport {
  log: string;
  seals: number;
  rows: number;
  /** Committed after the last seal; the next one will cover them. */
  unsealedRows: number;
  head?: Head;
  /** What does not hold, in a sentence each; empty when nothing was changed. */
  faults: string[];
}

interface SealRow {
  number: bigint;
  from_transaction: string;
  before_transaction: string;
  row_count: bigint;
  columns: string[];
  hash: Buffer;
}

/** So that a range stays one short read. A transaction's rows are never split. */
const mostRows = 20_000;
const seals = `select number, from_transaction::text, before_transaction::text, row_count, columns, hash
  from platform.seal where log = $1`;

/**
 * Seals the next range of a log: the rows of all transactions that have ended since the last seal, in order of transaction.
 * @returns the seal's head; undefined when there was nothing to seal
 */
export async function sealOnce(db: Database, key: Buffer, log: SealedLog): Promise<Head | undefined> {
  return db.transaction(async (tx) => {
    const [turn] = await tx.query<{ mine: boolean }>(
      `select pg_try_advisory_xact_lock(hashtextextended('seal ' || $1, 0)) as mine`,
      [log.name],
    );
    if (!turn?.mine) return undefined;
    const [last] = await tx.query<SealRow>(`${seals} order by number desc limit 1`, [log.name]);
    const from = last?.before_transaction ?? '0';
    const before = await endOfRange(tx, log, from);
    const { rowCount, digest } = await digestRows(tx, log, log.columns, from, before);
    if (rowCount === 0n) return undefined;
    const seal = {
      number: (last?.number ?? 0n) + 1n,
      from_transaction: from,
      before_transaction: before,
      row_count: rowCount,
      columns: [...log.columns],
    };
    const hash = hashOf(key, log.name, seal, digest, last?.hash);
    await tx.query(
      `insert into platform.seal (log, number, from_transaction, before_transaction, row_count, columns, hash, sealed_at)
       values ($1, $2, $3::xid8, $4::xid8, $5, $6, $7, clock_timestamp())`,
      [log.name, seal.number, from, before, rowCount, seal.columns, hash],
    );
    return headOf(log, seal.number, hash);
  });
}

/** Reads all rows and seals of a log as of one instant and tells what does not fit. */
export async function verifyLog(
  db: Database,
  key: Buffer,
  log: SealedLog,
  heads: readonly Head[],
): Promise<SealReport> {
  return db.snapshot(async (q) => {
    const rows = await q.query<SealRow>(`${seals} order by number`, [log.name]);
    const faults: string[] = [];
    const hashes = new Map<number, string>();
    let previous: SealRow | undefined;
    let sealedRows = 0n;
    for (const seal of rows) {
      const name = `${log.name}, seal ${seal.number}`;
      if (seal.number !== (previous?.number ?? 0n) + 1n)
        faults.push(`${name}: the seal before it is missing.`);
      if (seal.from_transaction !== (previous?.before_transaction ?? '0'))
        faults.push(`${name}: it does not begin where the seal before it ends.`);
      const { rowCount, digest } = await digestRows(
        q,
        log,
        seal.columns,
        seal.from_transaction,
        seal.before_transaction,
      );
      if (rowCount !== seal.row_count)
        faults.push(`${name}: ${seal.row_count} rows were sealed and ${rowCount} are there.`);
      const hash = hashOf(key, log.name, { ...seal, row_count: rowCount }, digest, previous?.hash);
      if (!hash.equals(seal.hash))
        faults.push(`${name}: its hash does not fit its rows and the seal before it.`);
      hashes.set(Number(seal.number), seal.hash.toString('base64url'));
      sealedRows += rowCount;
      previous = seal;
    }
    for (const head of heads)
      if (hashes.get(head.number) !== head.hash)
        faults.push(`${log.name}, seal ${head.number}: it was made, and is not there as it was made.`);
    const [unsealed] = await q.query<{ count: bigint }>(
      `select count(*) from ${log.table} where transaction >= $1::xid8`,
      [previous?.before_transaction ?? '0'],
    );
    return {
      log: log.name,
      seals: rows.length,
      rows: Number(sealedRows),
      unsealedRows: Number(unsealed?.count ?? 0n),
      ...(previous === undefined ? {} : { head: headOf(log, previous.number, previous.hash) }),
      faults,
    };
  });
}

/** The first transaction id beyond the range: no older one is still under way, and not too many rows lie before it. */
async function endOfRange(tx: Queryable, log: SealedLog, from: string): Promise<string> {
  const [row] = await tx.query<{ oldest: string; limit: string | null }>(
    `select pg_snapshot_xmin(pg_current_snapshot())::text as oldest,
            (select transaction::text from ${log.table} where transaction >= $1::xid8
             order by transaction offset ${mostRows} limit 1) as limit`,
    [from],
  );
  const oldest = BigInt(row?.oldest ?? from);
  // After a restore into another cluster ids begin anew, and new rows would fall into ranges that are sealed.
  if (oldest < BigInt(from))
    throw new Error(
      `${log.name}: transaction ids have gone back; see "Back up" in docs/operations.md before this database is used.`,
    );
  if (row?.limit == null) return String(oldest);
  const limit = BigInt(row.limit);
  const end = limit > BigInt(from) && limit <= oldest ? limit : oldest;
  return String(end);
}

/** PostgreSQL writes a row as text in one way only once these are fixed. */
const oneWay = `select set_config('timezone', 'UTC', true), set_config('datestyle', 'ISO, MDY', true),
  set_config('intervalstyle', 'postgres', true), set_config('bytea_output', 'hex', true),
  set_config('extra_float_digits', '1', true)`;

async function digestRows(
  q: Queryable,
  log: SealedLog,
  columns: readonly string[],
  from: string,
  before: string,
): Promise<{ rowCount: bigint; digest: Buffer }> {
  // Names come from a seal when verifying, so they are not believed to be names.
  const names = columns.map((column) => `t."${column.replaceAll('"', '""')}"`).join(', ');
  await q.query(oneWay);
  const [row] = await q.query<{ count: bigint; digest: Buffer }>(
    `select count(*), sha256(coalesce(string_agg(sha256(convert_to(row(${names})::text, 'UTF8')), ''::bytea
              order by t.transaction, t.${log.key}), ''::bytea)) as digest
     from ${log.table} t where t.transaction >= $1::xid8 and t.transaction < $2::xid8`,
    [from, before],
  );
  return { rowCount: row?.count ?? 0n, digest: row?.digest ?? Buffer.alloc(0) };
}

function hashOf(
  key: Buffer,
  log: string,
  seal: Omit<SealRow, 'hash'>,
  digest: Buffer,
  previous: Buffer | undefined,
): Buffer {
  return keyedHash(
    key,
    'seal',
    log,
    String(seal.number),
    seal.from_transaction,
    seal.before_transaction,
    String(seal.row_count),
    ...seal.columns,
    digest.toString('hex'),
    previous?.toString('hex') ?? '',
  );
}

function headOf(log: SealedLog, number: bigint, hash: Buffer): Head {
  return { log: log.name, number: Number(number), hash: hash.toString('base64url') };
}

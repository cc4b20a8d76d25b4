import type { MerchantScope } from '../../../contract/route.ts';
import type { Queryable } from '../../platform/database/database.ts';

export interface MerchantRow {
  id: string;
  name: string;
  created_at: Date;
}

/** An API key as it is kept: its hash, and what tells it apart. */
export interface KeyRow {
  id: string;
  merchant_id: string;
  name: string;
  prefix: string;
  scopes: MerchantScope[];
  created_at: Date;
  last_used_at: Date | null;
  revoked_at: Date | null;
}

export async function insertMerchant(
  q: Queryable,
  merchant: { id: string; name: string },
): Promise<MerchantRow> {
  const [row] = await q.query<MerchantRow>(
    'insert into payments.merchant (id, name) values ($1, $2) returning *',
    [merchant.id, merchant.name],
  );
  return row as MerchantRow;
}

export async function readMerchant(q: Queryable, id: string): Promise<MerchantRow | undefined> {
  const [row] = await q.query<MerchantRow>('select * from payments.merchant where id = $1', [id]);
  return row;
}

/** Newest first. */
export function listMerchantRows(
  q: Queryable,
  page: { before?: string | undefined; limit: number },
): Promise<MerchantRow[]> {
  return q.query('select * from payments.merchant where id < $1 order by id desc limit $2', [
    page.before ?? 'ffffffff-ffff-ffff-ffff-ffffffffffff',
    page.limit,
  ]);
}

export async function insertKey(
  q: Queryable,
  key: { hash: Buffer; prefix: string; merchantId: string; name: string; scopes: readonly MerchantScope[] },
): Promise<KeyRow> {
  const [row] = await q.query<KeyRow>(
    `insert into payments.merchant_key (hash, prefix, merchant_id, name, scopes) values ($1, $2, $3, $4, $5)
     returning id, merchant_id, name, prefix, scopes, created_at, last_used_at, revoked_at`,
    [key.hash, key.prefix, key.merchantId, key.name, key.scopes],
  );
  return row as KeyRow;
}

export async function countKeys(q: Queryable, merchantId: string): Promise<number> {
  const [row] = await q.query<{ count: bigint }>(
    'select count(*) from payments.merchant_key where merchant_id = $1 and revoked_at is null',
    [merchantId],
  );
  return Number(row?.count ?? 0n);
}

export function listKeyRows(q: Queryable, merchantId: string): Promise<KeyRow[]> {
  return q.query(
    `select id, merchant_id, name, prefix, scopes, created_at, last_used_at, revoked_at from payments.merchant_key
     where merchant_id = $1 order by revoked_at is not null, created_at desc, id desc limit 200`,
    [merchantId],
  );
}

export async function revokeKey(
  q: Queryable,
  merchantId: string,
  keyId: string,
  now: Date,
): Promise<boolean> {
  const rows = await q.query(
    'update payments.merchant_key set revoked_at = coalesce(revoked_at, $3) where merchant_id = $1 and id = $2 returning id',
    [merchantId, keyId, now],
  );
  return rows.length > 0;
}

export interface KnownMerchant {
  merchantId: string;
  name: string;
  keyId: string;
  scopes: MerchantScope[];
  /** The key's last use is not from this minute. */
  stale: boolean;
}

export async function findMerchantByKey(q: Queryable, hash: Buffer): Promise<KnownMerchant | undefined> {
  const [merchant] = await q.query<KnownMerchant>(
    {
      name: 'payments.merchant_by_key',
      text: `select merchant.id as "merchantId", merchant.name, key.id as "keyId", key.scopes,
               (key.last_used_at is null or key.last_used_at < now() - interval '1 minute') as stale
             from payments.merchant_key as key join payments.merchant on merchant.id = merchant_id
             where hash = $1 and revoked_at is null`,
    },
    [hash],
  );
  return merchant;
}

export async function touchKey(q: Queryable, keyId: string, now: Date): Promise<void> {
  await q.query('update payments.merchant_key set last_used_at = $2 where id = $1', [keyId, now]);
}

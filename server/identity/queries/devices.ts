import type { Queryable, Transaction } from '../../platform/database/database.ts';

/** The browser behind a token gets a new one; every customer who knows it goes on knowing it. */
export async function replaceDeviceToken(tx: Transaction, oldHash: string, newHash: string): Promise<void> {
  await tx.query(
    {
      name: 'identity.replace_device_token',
      text: 'update identity.device set token_hash = $2 where token_hash = $1',
    },
    [oldHash, newHash],
  );
}

/** @returns the device's id: the one it had when this customer knew it already */
export async function insertDevice(
  tx: Transaction,
  device: {
    id: string;
    customerId: string;
    tokenHash: string;
    userAgent: string;
    address: string;
    at: Date;
    trustedUntil: Date;
    cautiousUntil: Date | null;
  },
): Promise<string> {
  const [row] = await tx.query<{ id: string }>(
    {
      name: 'identity.insert_device',
      text: `insert into identity.device
               (id, customer_id, token_hash, user_agent, address, added_at, last_seen_at, trusted_until, cautious_until)
             values ($1, $2, $3, $4, $5, $6, $6, $7, $8)
             on conflict (token_hash, customer_id) do update
             set user_agent = excluded.user_agent, address = excluded.address, last_seen_at = excluded.last_seen_at,
                 trusted_until = excluded.trusted_until
             returning id`,
    },
    [
      device.id,
      device.customerId,
      device.tokenHash,
      device.userAgent,
      device.address,
      device.at,
      device.trustedUntil,
      device.cautiousUntil,
    ],
  );
  return row?.id ?? device.id;
}

export interface DeviceRow {
  id: string;
  user_agent: string;
  address: string;
  added_at: Date;
  last_seen_at: Date;
  trusted_until: Date;
  /** Open now. */
  sessions: number;
}

const mostListed = 100;

/** The last used first. */
export async function selectDevices(
  q: Queryable,
  customerId: string,
  { now, idleSince }: { now: Date; idleSince: Date },
): Promise<DeviceRow[]> {
  return q.query<DeviceRow>(
    {
      name: 'identity.devices',
      text: `select d.id, d.user_agent, host(d.address) as address, d.added_at, d.trusted_until,
               greatest(d.last_seen_at, max(s.last_used_at)) as last_seen_at,
               (count(s.id) filter (where s.expires_at > $2 and s.last_used_at > $3))::int as sessions
             from identity.device d left join identity.session s on s.device_id = d.id
             where d.customer_id = $1 group by d.id order by last_seen_at desc limit ${mostListed}`,
    },
    [customerId, now, idleSince],
  );
}

/** Forgets devices of a customer and ends their sessions. @returns the ids that were theirs */
export async function deleteDevices(
  tx: Transaction,
  customerId: string,
  ids: readonly string[],
): Promise<string[]> {
  if (ids.length === 0) return [];
  // The devices' locks first: a log-in under way on one either is seen here or finds its device gone.
  const rows = await tx.query<{ id: string }>(
    {
      name: 'identity.lock_devices',
      text: `select id from identity.device where customer_id = $1 and id = any($2::uuid[]) order by id for update`,
    },
    [customerId, ids],
  );
  const own = rows.map((row) => row.id);
  await tx.query(
    {
      name: 'identity.delete_sessions_of_devices',
      text: 'delete from identity.session where device_id = any($1::uuid[])',
    },
    [own],
  );
  await tx.query(
    { name: 'identity.delete_devices', text: 'delete from identity.device where id = any($1::uuid[])' },
    [own],
  );
  return own;
}

/** The device behind a token, when this customer trusts it still. */
export async function selectTrustedDevice(
  q: Queryable,
  customerId: string,
  tokenHash: string,
  now: Date,
): Promise<string | undefined> {
  const [row] = await q.query<{ id: string }>(
    {
      name: 'identity.trusted_device',
      text: `select id from identity.device where customer_id = $1 and token_hash = $2 and trusted_until > $3`,
    },
    [customerId, tokenHash, now],
  );
  return row?.id;
}

import type { Queryable, Transaction } from '../../platform/database/database.ts';

/**
 * A customer is seen on a network, with a device.
 * @param seen.confirm it is theirs beyond doubt: where they registered
 * @returns whether the network is one they have confirmed, whether it was never seen before, and until when the device is
 * new to the account
 */
export async function upsertNetwork(
  tx: Transaction,
  seen: { customerId: string; deviceId: string; network: string; at: Date; confirm: boolean },
): Promise<{ confirmed: boolean; first: boolean; cautiousUntil: Date | null }> {
  const [row] = await tx.query<{ confirmed: boolean; first: boolean; cautious_until: Date | null }>(
    {
      name: 'identity.upsert_network',
      text: `with n as (
               insert into identity.network as n (customer_id, network, first_seen_at, last_seen_at, confirmed_at)
               values ($1, $2, $3, $3, case when $4 then $3::timestamptz end)
               on conflict (customer_id, network) do update set last_seen_at = greatest(n.last_seen_at, $3),
                 confirmed_at = coalesce(n.confirmed_at, excluded.confirmed_at)
               returning confirmed_at is not null as confirmed, first_seen_at = $3 as first)
             select n.confirmed, n.first, (select cautious_until from identity.device where id = $5) as cautious_until
             from n`,
    },
    [seen.customerId, seen.network, seen.at, seen.confirm, seen.deviceId],
  );
  return {
    confirmed: row?.confirmed ?? false,
    first: row?.first ?? false,
    cautiousUntil: row?.cautious_until ?? null,
  };
}

export async function updateSessionNetwork(
  tx: Transaction,
  sessionId: string,
  network: string,
  isNew: boolean,
): Promise<void> {
  await tx.query(
    {
      name: 'identity.update_session_network',
      text: 'update identity.session set network = $2, network_new = $3 where id = $1',
    },
    [sessionId, network, isNew],
  );
}

/** The networks these sessions are on are their customers' from now on. */
export async function confirmNetworkOfSession(
  q: Queryable,
  sessionIds: readonly string[],
  at: Date,
): Promise<void> {
  if (sessionIds.length === 0) return;
  await q.query(
    {
      name: 'identity.confirm_network',
      text: `with s as (update identity.session set network_new = false
                        where id = any($1::uuid[]) and network_new returning customer_id, network)
             update identity.network n set confirmed_at = $2 from s
             where n.customer_id = s.customer_id and n.network = s.network and n.confirmed_at is null`,
    },
    [sessionIds, at],
  );
}

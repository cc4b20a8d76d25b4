import type { Queryable, Transaction } from '../../platform/database/database.ts';

/** SQL that writes down a customer seen on a network: whether it is one they have confirmed, and was never seen before. */
export const upsertNetwork = (seen: { customer: string; network: string; at: string; confirm: string }) =>
  `insert into identity.network as n (customer_id, network, first_seen_at, last_seen_at, confirmed_at)
   values (${seen.customer}, ${seen.network}, ${seen.at}, ${seen.at}, case when ${seen.confirm} then ${seen.at}::timestamptz end)
   on conflict (customer_id, network) do update set last_seen_at = greatest(n.last_seen_at, excluded.last_seen_at),
     confirmed_at = coalesce(n.confirmed_at, excluded.confirmed_at)
   returning confirmed_at is not null as confirmed, first_seen_at = ${seen.at} as first`;

/** A customer is seen on a network in the middle of a session. */
export async function seeOnNetwork(
  tx: Transaction,
  seen: { customerId: string; network: string; at: Date },
): Promise<{ confirmed: boolean; first: boolean }> {
  const [row] = await tx.query<{ confirmed: boolean; first: boolean }>(
    {
      name: 'identity.upsert_network',
      text: upsertNetwork({ customer: '$1', network: '$2', at: '$3', confirm: 'false' }),
    },
    [seen.customerId, seen.network, seen.at],
  );
  return row ?? { confirmed: false, first: false };
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

import { hashToken } from '../../server/identity/context.ts';
import { cookieNames } from '../../server/identity/cookies.ts';
import { newToken } from '../../server/platform/crypto.ts';
import type { Database } from '../../server/platform/database/database.ts';
import { newId } from '../../server/platform/ids.ts';
import { networkOf } from '../../server/platform/places.ts';

/** A conversation, and who writes in it from both sides: the cookies of their sessions. */
export interface ChatPair {
  conversationId: string;
  customerCookie: string;
  staffCookie: string;
}

const network = networkOf('127.0.0.1');

/**
 * So many customers, each in a conversation that an agent of its own has, both signed in: the rows that registering, logging
 * in, asking for a person and taking would leave, without the minutes that their passwords cost.
 * @param db as the owner of the database
 */
export async function seatPairs(db: Database, count: number): Promise<ChatPair[]> {
  const pairs = Array.from({ length: count }, () => ({
    customerId: newId(),
    deviceId: newId(),
    staffId: newId(),
    conversationId: newId(),
    customerToken: newToken(),
    staffToken: newToken(),
  }));
  const column = (name: keyof (typeof pairs)[number]) => pairs.map((pair) => pair[name]);
  const hashes = (name: 'customerToken' | 'staffToken') => pairs.map((pair) => hashToken(pair[name]));
  await db.transaction(async (tx) => {
    tx.write(
      `insert into identity.customer (id, phone, name, language, registered_at)
       select id, '+86139' || lpad(place::text, 8, '0'), '王芳', 'zh', now() from unnest($1::uuid[]) with ordinality as c (id, place)`,
      [column('customerId')],
    );
    tx.write(
      `insert into identity.device (id, customer_id, token_hash, user_agent, address, added_at, last_seen_at, trusted_until)
       select id, customer, hash, 'bench', '127.0.0.1', now(), now(), now() + interval '1 day' from unnest($1::uuid[], $2::uuid[], $3::text[]) as d (id, customer, hash)`,
      [column('deviceId'), column('customerId'), hashes('customerToken')],
    );
    tx.write(
      `insert into identity.session (id, token_hash, customer_id, device_id, created_at, last_used_at, expires_at, network)
       select gen_random_uuid(), hash, customer, device, now(), now(), now() + interval '1 day', $4
       from unnest($1::text[], $2::uuid[], $3::uuid[]) as s (hash, customer, device)`,
      [hashes('customerToken'), column('customerId'), column('deviceId'), network],
    );
    tx.write(
      `insert into identity.staff (id, email, name, role, created_at)
       select id, 'bench-' || place || '@upay.example', '小林', 'agent', now() from unnest($1::uuid[]) with ordinality as s (id, place)`,
      [column('staffId')],
    );
    tx.write(
      `insert into identity.staff_session (id, token_hash, staff_id, created_at, last_used_at, expires_at)
       select gen_random_uuid(), hash, staff, now(), now(), now() + interval '1 day' from unnest($1::text[], $2::uuid[]) as s (hash, staff)`,
      [hashes('staffToken'), column('staffId')],
    );
    tx.write(`insert into support.agent (staff_id, name) select unnest($1::uuid[]), '小林'`, [
      column('staffId'),
    ]);
    tx.write(
      `insert into support.conversation (id, customer_id, status, language, agent_id, agent_name, customer_name, phone_end, opened_at)
       select id, customer, 'assigned', 'zh', agent, '小林', '*芳', '0000', now() from unnest($1::uuid[], $2::uuid[], $3::uuid[]) as c (id, customer, agent)`,
      [column('conversationId'), column('customerId'), column('staffId')],
    );
    tx.write(
      `insert into support.assignment (conversation_id, agent_id, waiting_since, assigned_at)
       select conversation, agent, now(), now() from unnest($1::uuid[], $2::uuid[]) as a (conversation, agent)`,
      [column('conversationId'), column('staffId')],
    );
  });
  return pairs.map(({ conversationId, customerToken, staffToken }) => ({
    conversationId,
    customerCookie: `${cookieNames.customer}=${customerToken}`,
    staffCookie: `${cookieNames.staff}=${staffToken}`,
  }));
}

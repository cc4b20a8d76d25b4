import type { PersonalDataSection } from '../identity/identity.ts';
import type { Queryable, Transaction } from '../platform/database/database.ts';
import type { Attachments } from './attachments.ts';
import { countOpenOfCustomer } from './complaints/queries.ts';

const mostMessages = 50_000;

/** Conversations and complaints, to be taken along; words that no complaint rests on are erased with the account. */
export function supportPersonalData(attachments: Pick<Attachments, 'forget'>): PersonalDataSection {
  return {
    name: 'support',
    read: readConversations,
    obstacles: async (q, customerId) =>
      (await countOpenOfCustomer(q, customerId)) > 0 ? ['open_complaint'] : [],
    erase: (tx, customerId) => eraseWords(attachments, tx, customerId),
  };
}

/** Notes that agents write for each other are about their work and stay out. */
async function readConversations(q: Queryable, customerId: string): Promise<unknown> {
  const [row] = await q.query<{ section: unknown }>(
    {
      name: 'support.personal_data',
      text: `select jsonb_build_object(
               'conversations', (select coalesce(jsonb_agg(to_jsonb(c) order by c.opened_at), '[]') from (
                 select id, status, language, topic, resolution, opened_at, closed_at
                 from support.conversation where customer_id = $1) c),
               'messages', (select coalesce(jsonb_agg(to_jsonb(m) order by m.sent_at), '[]') from (
                 select m.conversation_id, m.sender_kind, m.content, m.sent_at from support.message m
                 join support.conversation c on c.id = m.conversation_id
                 where c.customer_id = $1 and m.content ->> 'type' <> 'note'
                 order by m.sent_at desc limit ${mostMessages}) m),
               'complaints', (select coalesce(jsonb_agg(to_jsonb(k) - 'owner_id' - 'idempotency_key' order by k.opened_at), '[]')
                 from support.complaint k where k.customer_id = $1),
               'accountActions', (select coalesce(jsonb_agg(to_jsonb(a) order by a.requested_at), '[]') from (
                 select id, kind, conversation_id, parameters, state, requested_at, consented_at, ended_at
                 from support.account_action where customer_id = $1) a),
               'callbacks', (select coalesce(jsonb_agg(to_jsonb(b) - 'agent_id' order by b.requested_at), '[]')
                 from support.callback b where b.customer_id = $1)
             ) as section`,
    },
    [customerId],
  );
  return row?.section;
}

async function eraseWords(
  attachments: Pick<Attachments, 'forget'>,
  tx: Transaction,
  customerId: string,
): Promise<void> {
  await tx.query(
    {
      name: 'support.cancel_callback',
      text: `update support.callback set status = 'canceled', closed_at = now()
             where customer_id = $1 and status in ('requested', 'scheduled')`,
    },
    [customerId],
  );
  await tx.query(
    {
      name: 'support.erase_callback_notes',
      text: `update support.callback set note = '—' where customer_id = $1 and note is not null`,
    },
    [customerId],
  );
  const files = await tx.query<{ id: string }>(
    {
      name: 'support.files_to_erase',
      text: `select m.id from support.message m join support.conversation c on c.id = m.conversation_id
             where c.customer_id = $1 and m.content ->> 'type' = 'attachment'
               and not exists (select from support.complaint k where k.customer_id = $1 and k.conversation_id = c.id)`,
    },
    [customerId],
  );
  await attachments.forget(
    tx,
    files.map(({ id }) => id),
  );
  await tx.query(
    {
      name: 'support.erase_words',
      text: `update support.message m set content = jsonb_build_object('type', 'text', 'text', '—'), pairs = null
             from support.conversation c
             where c.id = m.conversation_id and c.customer_id = $1 and m.content ->> 'type' in ('text', 'note', 'attachment')
               and not exists (select from support.complaint k where k.customer_id = $1 and k.conversation_id = c.id)`,
    },
    [customerId],
  );
  await tx.query(
    {
      name: 'support.erase_name',
      text: `update support.conversation set customer_name = '—', phone_end = '—' where customer_id = $1`,
    },
    [customerId],
  );
}

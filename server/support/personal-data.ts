import type { PersonalDataSection } from '../identity/identity.ts';
import type { Queryable, Transaction } from '../platform/database/database.ts';
import type { Platform } from '../platform/platform.ts';
import type { Attachments } from './attachments.ts';
import { countOpenOfCustomer } from './complaints/queries.ts';
import { close } from './desk-queries.ts';
import { publishClosed } from './publish.ts';
import { lockConversations } from './queries.ts';
import { claimFromQueue } from './routing/queue-queries.ts';
import { endPromise } from './routing/waits.ts';

const mostMessages = 50_000;

/** Conversations and complaints, to be taken along; words that no complaint rests on are erased with the account. */
export function supportPersonalData(
  platform: Platform,
  attachments: Pick<Attachments, 'forget'>,
): PersonalDataSection {
  return {
    name: 'support',
    read: readConversations,
    obstacles: async (q, customerId) =>
      (await countOpenOfCustomer(q, customerId)) > 0 ? ['open_complaint'] : [],
    async erase(tx, customerId, at) {
      await endConversation(platform, tx, customerId, at);
      await eraseWords(attachments, tx, customerId);
    },
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
               'screens', (select coalesce(jsonb_agg(to_jsonb(s) order by s.at), '[]') from (
                 select s.conversation_id, s.context, s.at from support.screen s
                 join support.conversation c on c.id = s.conversation_id where c.customer_id = $1) s),
               'ratings', (select coalesce(jsonb_agg(to_jsonb(r) order by r.rated_at), '[]') from (
                 select r.conversation_id, r.score, r.comment, r.rated_at from support.rating r
                 join support.conversation c on c.id = r.conversation_id where c.customer_id = $1) r),
               'complaints', (select coalesce(jsonb_agg(to_jsonb(k) - 'owner_id' - 'idempotency_key' - 'fingerprint' || jsonb_build_object(
                   'entries', (select coalesce(jsonb_agg(to_jsonb(e) order by e.sequence), '[]') from (
                     select sequence, kind, actor_kind, text, details, at from support.complaint_entry
                     where complaint_id = k.id and not internal) e)) order by k.opened_at), '[]')
                 from support.complaint k where k.customer_id = $1),
               'accountActions', (select coalesce(jsonb_agg(to_jsonb(a) order by a.requested_at), '[]') from (
                 select id, kind, conversation_id, parameters, state, requested_at, consented_at, ended_at
                 from support.account_action where customer_id = $1) a),
               'callbacks', (select coalesce(jsonb_agg(to_jsonb(b) - 'agent_id' || jsonb_build_object(
                   'calls', (select coalesce(jsonb_agg(to_jsonb(l) order by l.number), '[]') from (
                     select number, started_at, result from support.callback_call where callback_id = b.id) l))
                   order by b.requested_at), '[]')
                 from support.callback b where b.customer_id = $1)
             ) as section`,
    },
    [customerId],
  );
  return row?.section;
}

/** Nobody reads or answers any more: the one that is open is closed, whoever waits or has it. */
async function endConversation(
  platform: Platform,
  tx: Transaction,
  customerId: string,
  at: Date,
): Promise<void> {
  const [open] = await tx.query<{ id: string }>(
    {
      name: 'support.open_to_end',
      text: `select id from support.conversation where customer_id = $1 and status <> 'closed'`,
    },
    [customerId],
  );
  if (open === undefined) return;
  const { id: conversationId } = open;
  // Queue row first, then the conversation, as in taking.
  await claimFromQueue(tx, conversationId);
  const conversation = (await lockConversations(tx, [conversationId])).get(conversationId);
  if (conversation === undefined || conversation.status === 'closed') return;
  const resolution = 'unresolved';
  await close(tx, { conversationId, resolution, at });
  await endPromise(tx, { conversationId, outcome: 'left', at });
  publishClosed(platform, tx, conversation, { resolution, agentId: conversation.agent_id ?? undefined });
}

const noComplaint =
  'not exists (select from support.complaint k where k.customer_id = $1 and k.conversation_id = c.id)';
const ofCustomer = 'conversation_id in (select id from support.conversation where customer_id = $1)';

/** In order; each is of one customer, $1. */
const erasures = {
  cancel_callback: `update support.callback set status = 'canceled', closed_at = now()
    where customer_id = $1 and status in ('requested', 'scheduled')`,
  erase_callback_notes: `update support.callback set note = '—' where customer_id = $1 and note is not null`,
  erase_words: `update support.message m set content = jsonb_build_object('type', 'text', 'text', '—')
    from support.conversation c
    where c.id = m.conversation_id and c.customer_id = $1 and m.content ->> 'type' <> 'event' and ${noComplaint}`,
  // Before the words of the index: it holds the rows under whose lock that is written.
  erase_topics: `update support.conversation c set topic = null where customer_id = $1 and ${noComplaint}`,
  erase_words_said: `delete from support.words_said w using support.conversation c
    where c.id = w.conversation_id and c.customer_id = $1 and ${noComplaint}`,
  erase_names: `update support.conversation set customer_name = '—', phone_end = '—' where customer_id = $1`,
  erase_rating_comments: `update support.rating set comment = null where comment is not null and ${ofCustomer}`,
  erase_drafts: `delete from support.draft where ${ofCustomer}`,
  erase_screens: `delete from support.screen where ${ofCustomer}`,
};

async function eraseWords(
  attachments: Pick<Attachments, 'forget'>,
  tx: Transaction,
  customerId: string,
): Promise<void> {
  const files = await tx.query<{ id: string }>(
    {
      name: 'support.files_to_erase',
      text: `select m.id from support.message m join support.conversation c on c.id = m.conversation_id
             where c.customer_id = $1 and m.content ->> 'type' = 'attachment' and ${noComplaint}`,
    },
    [customerId],
  );
  await attachments.forget(
    tx,
    files.map(({ id }) => id),
  );
  for (const [name, text] of Object.entries(erasures))
    await tx.query({ name: `support.${name}`, text }, [customerId]);
}

import type { Message } from '../../contract/support.ts';
import { plainArray, textArray } from '../platform/database/array.ts';
import type { Queryable } from '../platform/database/database.ts';
import { newId } from '../platform/ids.ts';
import type { Platform } from '../platform/platform.ts';
import { type AppendEntry, toAppended } from './append.ts';
import { publishMessages } from './publish.ts';
import type { NewMessage } from './support.ts';

/** What was said in one conversation, in order, and who alone may have said it. */
interface Said {
  customerId: string | null;
  agentId: string | null;
  news: NewMessage[];
  ids: string[];
  /** Once they are kept. */
  messages: Message[];
  answered: number;
}

/** By conversation, without those in which somebody else speaks, or something is said that not all may read. */
function groupLive(entries: readonly AppendEntry[]): Map<string, Said> {
  const said = new Map<string, Said>();
  const others: string[] = [];
  for (const { message } of entries) {
    const { conversationId, sender, content } = message;
    let group = said.get(conversationId);
    if (group === undefined) {
      group = { customerId: null, agentId: null, news: [], ids: [], messages: [], answered: 0 };
      said.set(conversationId, group);
    }
    group.news.push(message);
    group.ids.push(newId());
    if (content.type !== 'text' || sender.id === undefined) others.push(conversationId);
    else if (sender.kind === 'customer' && (group.customerId ?? sender.id) === sender.id)
      group.customerId = sender.id;
    else if (sender.kind === 'agent' && (group.agentId ?? sender.id) === sender.id) group.agentId = sender.id;
    else others.push(conversationId);
  }
  for (const conversationId of others) said.delete(conversationId);
  return said;
}

/**
 * Appends what customers and the agents who have them say to each other: most of what is ever said, and nobody else is told of
 * it, so that one statement does all. Whatever is anything else, or in a conversation that another transaction has locked,
 * leaves no trace and comes out undefined. Nothing is waited for.
 * @returns one an entry, in order
 * @throws a unique violation, with nothing kept, when one of them was kept before
 */
export async function appendLive(
  { db, clock, bus, metrics }: Pick<Platform, 'db' | 'clock' | 'bus' | 'metrics'>,
  entries: readonly AppendEntry[],
): Promise<Array<Message | undefined>> {
  const said = groupLive(entries);
  const at = clock.now().toISOString();
  const rows = said.size > 0 ? await advanceAndInsert(db, said, at) : [];
  for (const { id, customer_id, agent_id, before } of rows) {
    const group = said.get(id) as Said;
    group.messages = group.news.map((message, index) =>
      toAppended(message, group.ids[index] as string, before + index + 1, at),
    );
    publishMessages(bus, { id, customer_id, agent_id, status: 'assigned' }, group.messages);
  }
  const results = entries.map(({ message }) => {
    const group = said.get(message.conversationId);
    return group?.messages[group.answered++];
  });
  for (const kind of ['customer', 'agent'] as const)
    metrics.messages.inc({ sender: kind }, results.filter((message) => message?.sender.kind === kind).length);
  return results;
}

interface AdvancedRow {
  id: string;
  customer_id: string;
  agent_id: string;
  /** The last sequence number before. */
  before: number;
}

/**
 * Of the conversations asked for, those that are so: assigned, and between these two. They are named twice, by the join and
 * by `any`: with the join alone a small batch reads the whole of a table that is young.
 */
function advanceAndInsert(q: Queryable, said: ReadonlyMap<string, Said>, at: string): Promise<AdvancedRow[]> {
  const groups = [...said.values()];
  const messages = groups.flatMap(({ news }) => news);
  const places: number[] = [];
  const nths: number[] = [];
  for (const [place, { news }] of groups.entries())
    for (let nth = 1; nth <= news.length; nth++) {
      places.push(place + 1);
      nths.push(nth);
    }
  return q.query<AdvancedRow>(
    {
      name: 'support.append_live',
      text: `with free as (
               select c.ctid as row, e.place, e.count, e.customer_last
               from unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::int[], $5::boolean[])
                 with ordinality as e (id, customer, agent, count, customer_last, place)
               join support.conversation c on c.id = e.id
               where c.id = any($1) and c.status = 'assigned'
                 and c.customer_id = coalesce(e.customer, c.customer_id) and c.agent_id = coalesce(e.agent, c.agent_id)
               order by c.id for no key update of c skip locked
             ), advanced as (
               update support.conversation c set last_sequence = c.last_sequence + free.count,
                 last_public_sequence = c.last_sequence + free.count, awaits_reply = free.customer_last
               from free where c.ctid = free.row
               returning c.id, c.customer_id, c.agent_id, c.last_sequence - free.count as before, free.place
             ), inserted as (
               insert into support.message
                 (conversation_id, sequence, id, sender_kind, sender_id, sender_name, content, client_message_id, sent_at)
               select a.id, a.before + m.nth, m.id, case when m.of_customer then 'customer' else 'agent' end,
                 case when m.of_customer then a.customer_id else a.agent_id end, m.name, m.content, m.client, $12
               from rows from (
                 unnest($6::bigint[], $7::int[], $8::uuid[], $9::boolean[], $10::text[], $11::uuid[]),
                 jsonb_array_elements($13::jsonb)
               ) as m (place, nth, id, of_customer, name, client, content)
               join advanced a on a.place = m.place
             )
             select id, customer_id, agent_id, before from advanced`,
    },
    [
      plainArray([...said.keys()]),
      plainArray(groups.map(({ customerId }) => customerId)),
      plainArray(groups.map(({ agentId }) => agentId)),
      plainArray(groups.map(({ news }) => news.length)),
      plainArray(groups.map(({ news }) => news.at(-1)?.sender.kind === 'customer')),
      plainArray(places),
      plainArray(nths),
      plainArray(groups.flatMap(({ ids }) => ids)),
      plainArray(messages.map(({ sender }) => sender.kind === 'customer')),
      textArray(messages.map(({ sender }) => sender.name ?? null)),
      plainArray(messages.map(({ clientMessageId }) => clientMessageId ?? null)),
      at,
      JSON.stringify(messages.map(({ content }) => content)),
    ],
  );
}

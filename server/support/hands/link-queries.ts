import type { ComplaintStatus } from '../../../contract/complaint.ts';
import { type LinkReason, mostLinks } from '../../../contract/conversation-links.ts';
import type { Queryable, Transaction } from '../../platform/database/database.ts';
import type { ConversationStatus } from '../support.ts';

interface LinkedRow {
  id: string;
  reason: LinkReason;
  linked_by: string;
  linked_at: Date;
  to_id: string;
  customer_id: string;
  customer_name: string;
  opened_at: Date;
}

export type LinkRow = LinkedRow &
  (
    | { kind: 'conversation'; status: ConversationStatus; agent_id: string | null }
    | { kind: 'complaint'; status: ComplaintStatus; number: string; owner_id: string | null }
  );

const linkColumns = 'l.id, l.reason, l.linked_by, l.linked_at';
const conversationSide = `'conversation' as kind, c.id as to_id, c.customer_id, c.customer_name, c.opened_at, c.status, c.agent_id`;

/** The other side of each link of a conversation or a complaint, the newest first. */
export async function readLinks(
  q: Queryable,
  of: { conversationId: string } | { complaintId: string },
): Promise<LinkRow[]> {
  if ('complaintId' in of)
    return q.query<LinkRow>(
      {
        name: 'support.complaint_links',
        text: `select ${linkColumns}, ${conversationSide}
               from support.link l join support.conversation c on c.id = l.conversation_id
               where l.complaint_id = $1 order by l.linked_at desc limit ${mostLinks}`,
      },
      [of.complaintId],
    );
  return q.query<LinkRow>(
    {
      name: 'support.links',
      text: `select ${linkColumns}, ${conversationSide}, null::text as number, null::uuid as owner_id
             from support.link l join support.conversation c on c.id = l.other_id where l.conversation_id = $1
             union all
             select ${linkColumns}, ${conversationSide}, null::text, null::uuid
             from support.link l join support.conversation c on c.id = l.conversation_id where l.other_id = $1
             union all
             select ${linkColumns}, 'complaint', k.id, k.customer_id, k.customer_name, k.opened_at, k.status, null::uuid, k.number, k.owner_id
             from support.link l join support.complaint k on k.id = l.complaint_id where l.conversation_id = $1
             order by linked_at desc`,
    },
    [of.conversationId],
  );
}

export async function findComplaintId(q: Queryable, number: string): Promise<string | undefined> {
  const [row] = await q.query<{ id: string }>(
    { name: 'support.complaint_of_number', text: 'select id from support.complaint where number = $1' },
    [number],
  );
  return row?.id;
}

/** @returns false when either conversation has as many links as it may */
export async function writeLink(
  tx: Transaction,
  link: { id: string; from: string; reason: LinkReason; by: string; at: Date } & (
    | { conversationId: string }
    | { complaintId: string }
  ),
): Promise<boolean> {
  const other = 'conversationId' in link ? link.conversationId : null;
  const complaint = 'complaintId' in link ? link.complaintId : null;
  const pair = [link.from, ...(other === null ? [] : [other])].toSorted();
  // In order of their ids, as everywhere; who links both at once waits.
  await tx.query(
    {
      name: 'support.lock_linked',
      text: 'select from support.conversation where id = any($1::uuid[]) order by id for no key update',
    },
    [pair],
  );
  const rows = await tx.query(
    {
      name: 'support.write_link',
      text: `insert into support.link as l (id, conversation_id, other_id, complaint_id, reason, linked_by, linked_at)
             select $1::uuid, $2::uuid, $3::uuid, $4::uuid, $5::text, $6::text, $7::timestamptz where not exists (
               select from unnest($8::uuid[]) as side (id)
               where (select count(*) from support.link where conversation_id = side.id or other_id = side.id) >= $9)
               or exists (select from support.link where conversation_id = $2 and other_id is not distinct from $3::uuid
                 and complaint_id is not distinct from $4::uuid)
             on conflict (conversation_id, other_id, complaint_id) do update
               set reason = excluded.reason, linked_by = excluded.linked_by, linked_at = excluded.linked_at
             returning l.id`,
    },
    [link.id, pair[0], pair[1] ?? null, complaint, link.reason, link.by, link.at, pair, mostLinks],
  );
  return rows.length === 1;
}

/** @returns what was linked; undefined when this conversation has no such link */
export async function removeLink(
  tx: Transaction,
  conversationId: string,
  linkId: string,
): Promise<Record<string, unknown> | undefined> {
  const [row] = await tx.query<{ other: string | null; complaint_id: string | null; reason: string }>(
    {
      name: 'support.remove_link',
      text: `delete from support.link where id = $1 and (conversation_id = $2 or other_id = $2)
             returning case when conversation_id = $2 then other_id else conversation_id end as other, complaint_id, reason`,
    },
    [linkId, conversationId],
  );
  if (row === undefined) return undefined;
  const { other, complaint_id, reason } = row;
  return { reason, ...(complaint_id === null ? { conversationId: other } : { complaintId: complaint_id }) };
}

/** What went on in the earlier one goes on in the later one too. */
export async function writeMerge(tx: Transaction, source: string, into: string): Promise<void> {
  await tx.query(
    {
      name: 'support.merge',
      text: 'update support.conversation set merged_into = $2 where id = $1 or merged_into = $1',
    },
    [source, into],
  );
}

/**
 * Whether this one goes on in a conversation that this member of staff has or had, or was taken up again in one that they
 * have now.
 */
export async function hasLater(q: Queryable, conversationId: string, staffId: string): Promise<boolean> {
  const rows = await q.query(
    {
      name: 'support.has_later',
      text: `select from support.conversation earlier join support.conversation later on later.id = earlier.merged_into
             where earlier.id = $1 and later.agent_id = $2
             union all
             select from support.conversation where agent_id = $2 and status = 'assigned' and previous_id = $1`,
    },
    [conversationId, staffId],
  );
  return rows.length > 0;
}

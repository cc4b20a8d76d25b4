import type { ScreenContext } from '../../contract/support.ts';
import type { Queryable, Transaction } from '../platform/database/database.ts';
import { pairsOf } from './pairs.ts';
import { queueJoin, type ViewRow, viewColumns, viewJoins } from './queries.ts';
import { indexedThrough, indexWords, wordsOf } from './words-said.ts';

/** Closes a conversation and brings its search index up to date: from here on only what is indexed is found. */
export async function close(
  tx: Transaction,
  closing: { conversationId: string; resolution: 'resolved' | 'unresolved'; at: Date },
): Promise<void> {
  await tx.query(
    {
      name: 'support.close',
      text: `with ended as (update support.assignment set ended_at = $3 where conversation_id = $1 and ended_at is null)
             update support.conversation set status = 'closed', resolution = $2, closed_at = $3, awaits_reply = false,
               snoozed_until = null
             where id = $1`,
    },
    [closing.conversationId, closing.resolution, closing.at],
  );
  await indexWords(tx, [closing.conversationId]);
}

export type DeskView = 'mine' | 'unassigned' | 'all' | 'closed';

const viewConditions: Record<DeskView, string> = {
  mine: `c.status = 'assigned' and c.agent_id = $1`,
  unassigned: `c.status = 'queued' and q.rank is not null`,
  all: `c.status <> 'closed'`,
  closed: `c.status = 'closed'`,
};
const viewOrders: Record<DeskView, string> = {
  mine: 'c.snoozed_until nulls first, c.awaits_reply desc, l.sent_at desc, c.id',
  unassigned: 'q.rank, q.waiting_since, q.conversation_id',
  all: 'c.opened_at desc, c.id desc',
  closed: 'c.closed_at desc, c.id desc',
};
/** What comes after a place in these orders. An agent's own are few and stand on one page. */
const viewContinuations: Record<DeskView, (after: DeskPlace, bind: (value: unknown) => string) => string> = {
  mine: () => 'false',
  unassigned: ({ rank, at, id }, bind) =>
    `(q.rank, q.waiting_since, q.conversation_id) > (${bind(rank)}, ${bind(at)}, ${bind(id)})`,
  all: ({ at, id }, bind) => `(c.opened_at, c.id) < (${bind(at)}, ${bind(id)})`,
  closed: ({ at, id }, bind) => `(c.closed_at, c.id) < (${bind(at)}, ${bind(id)})`,
};

/** A place in a list. */
export interface DeskPlace {
  rank: number;
  at: Date;
  id: string;
}

/** Where a row stands in its list; undefined where lists of this kind are one page. */
export function placeOf(view: DeskView, row: ViewRow): DeskPlace | undefined {
  const at = { mine: null, unassigned: row.waiting_since, all: row.opened_at, closed: row.closed_at }[view];
  return at === null ? undefined : { rank: row.rank ?? 0, at, id: row.id };
}

/** Whether message `m` of a transcript shows the words. */
const says = `${wordsOf} ilike $5`;
/**
 * Whether a conversation `c` is found by phone end, by masked name, or by what was written in it; by the last an agent finds
 * only what they may read: their own conversations, and those that wait for somebody.
 */
const matches = `(c.phone_end = $4
  or (string_to_array(lower(c.customer_name), null) @> string_to_array(lower($4), null) and c.customer_name ilike $5)
  or (cardinality($6::int[]) > 0 and ($2 or c.agent_id = $1 or c.status = 'queued')
    and (c.status <> 'closed' or exists (select from support.words_said where conversation_id = c.id and pairs @> $6))
    and exists (select from support.message m where m.conversation_id = c.id and ${says})))`;
/** What may match in a view of all there is, each by its own index; in open ones also what is not indexed yet. */
const candidates = (view: DeskView) => `select id from support.conversation where phone_end = $4
  union select id from support.conversation where string_to_array(lower(customer_name), null) @> string_to_array(lower($4), null)
  union select conversation_id from support.words_said where cardinality($6::int[]) > 0 and pairs @> $6${
    view === 'closed'
      ? ''
      : `
  union select id from support.conversation c where cardinality($6::int[]) > 0 and status <> 'closed' and last_sequence > ${indexedThrough}
    and exists (select from support.message m where m.conversation_id = c.id and m.sequence > ${indexedThrough} and ${says})`
  }`;
/**
 * So many at the top of a view are looked at one by one before the indexes are asked: words that many say fill a page there,
 * while an index would bring up every time they were ever said.
 */
const mostNear = 1_000;

/** A pattern for `like` that this text, whatever is in it, matches anywhere. */
export function containing(text: string): string {
  return `%${text.replace(/[\\%_]/g, '\\$&')}%`;
}

export interface DeskListRequest {
  view: DeskView;
  staffId: string;
  readsAll: boolean;
  search: string | undefined;
  after: DeskPlace | undefined;
  limit: number;
}

export async function listForDesk(q: Queryable, request: DeskListRequest): Promise<ViewRow[]> {
  const { view, search, after } = request;
  const values: unknown[] = [request.staffId, request.readsAll, request.limit];
  if (search !== undefined) values.push(search, containing(search), pairsOf(search));
  // By a statement of its own, for an index of its own.
  const onlyOwn = view === 'closed' && !request.readsAll;
  const inView = [
    viewConditions[view],
    ...(onlyOwn ? ['c.agent_id = $1'] : []),
    ...(after === undefined ? [] : [viewContinuations[view](after, (value) => `$${values.push(value)}`)]),
  ].join(' and ');
  const order = `order by ${viewOrders[view]}`;
  const found = `with near as materialized (
      select c.id from (select c.* from support.conversation c ${view === 'mine' ? viewJoins : queueJoin}
        where ${inView} ${order} limit ${mostNear}) c where ${matches}
    ), found as (
      select id from near
      union select c.id from support.conversation c where (select count(*) from near) < $3 and c.id in (${candidates(view)}) and ${matches}
    )`;
  return q.query<ViewRow>(
    {
      name: `support.desk_${view}${onlyOwn ? '_own' : ''}${search === undefined ? '' : '_search'}${after === undefined ? '' : '_after'}`,
      // Every view gets the same parameters; naming each one's type lets a view leave one unused.
      text: `${search === undefined ? '' : found}
             select ${viewColumns} from support.conversation c ${viewJoins}
             where ($1::uuid, $2::boolean) is not null and ${inView} ${search === undefined ? '' : 'and c.id in (select id from found)'}
             ${order} limit $3`,
    },
    values,
  );
}

export async function countForDesk(
  q: Queryable,
  staffId: string,
): Promise<{ mine: number; unassigned: number; all: number }> {
  const [row] = await q.query<{ mine: number; unassigned: number; all: number }>(
    {
      name: 'support.desk_counts',
      text: `select
               (select count(*) from support.conversation where agent_id = $1 and status = 'assigned'
                 and snoozed_until is null)::int as mine,
               (select count(*) from support.queue)::int as unassigned,
               (select count(*) from support.conversation where status <> 'closed')::int as all`,
    },
    [staffId],
  );
  return row ?? { mine: 0, unassigned: 0, all: 0 };
}

export async function listScreens(
  q: Queryable,
  conversationId: string,
): Promise<Array<{ sequence: number; context: ScreenContext; at: Date }>> {
  return q.query(
    {
      name: 'support.screens',
      text: 'select sequence, context, at from support.screen where conversation_id = $1 order by sequence',
    },
    [conversationId],
  );
}

export async function countOpenedSince(q: Queryable, customerId: string, since: Date): Promise<number> {
  const [row] = await q.query<{ count: number }>(
    {
      name: 'support.opened_since',
      text: 'select count(*)::int as count from support.conversation where customer_id = $1 and opened_at > $2',
    },
    [customerId, since],
  );
  return row?.count ?? 0;
}

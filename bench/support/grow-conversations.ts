import type { Database, Transaction } from '../../server/platform/database/database.ts';
import { addClosed, addLater } from '../../server/support/reports/queries.ts';
import { foldPromises } from '../../server/support/routing/promise-accuracy.ts';
import { pairsOf } from '../../server/support/pairs.ts';
import { answers, notes, says } from './sentences.ts';

const agents = 10;
/** Open at the end of a history, whatever its length: what a desk has to do now does not grow with what it has done. */
const open = { assigned: 50, queued: 50 };
/** How many messages a conversation has, by its status. */
const length = "case status when 'closed' then 9 when 'assigned' then 8 else 4 end";
const areas = ['payments', 'funds', 'account', 'app', 'service'];

/** What only one conversation of a history says, and what one in twelve does. */
export const rareWords = '单号 KX-48213';
export const commonWords = '红包';

/**
 * A history of so many conversations over thirty days, as the desk leaves them: where the customer came from, what they and
 * the agent said between the events, when it waited, was taken and closed, how one in three rated it, and the sums of the
 * reports, which the reports' own statements add up. Customers have one conversation each; the agents, areas, words and
 * names are shared out by turns. Nothing that lists, search or reports read is missing, and every index is there.
 * In set-based statements, one of which writes what a hundred thousand conversations would have written one by one.
 * @param db as the owner of the database, with nobody else writing; afterwards vacuumed and analysed, as autovacuum keeps it
 */
export async function growConversations(db: Database, count: number): Promise<void> {
  // The words' index is built at the end: with as many entries it is the same, in a tenth of the time.
  await db.query('drop index support.words_said_pairs');
  await db.transaction(async (tx) => {
    await tx.query(`set local work_mem = '256MB'`);
    await growPeople(tx, count);
    await growFrames(tx, count);
    await growWords(tx);
    await growReports(tx);
  });
  await db.query(`set maintenance_work_mem = '512MB'`);
  await db.query('create index words_said_pairs on support.words_said using gin (pairs)');
  await db.query('vacuum (analyze)');
}

async function growPeople(tx: Transaction, count: number): Promise<void> {
  await tx.query(
    `insert into identity.staff (id, email, name, role, created_at)
     select gen_random_uuid(), 'agent-' || place || '@upay.example', '客服' || place, 'agent', now() from generate_series(1, $1::int) as place`,
    [agents],
  );
  await tx.query(
    `insert into support.agent (staff_id, name, presence, seen_at) select id, name, 'online', now() from identity.staff`,
  );
  await tx.query(
    `insert into identity.customer (id, phone, name, language, registered_at)
     select uuidv7(), '+86137' || lpad(place::text, 8, '0'), '王' || chr(19968 + place % 2000), 'zh', now() from generate_series(1, $1::int) as place`,
    [count],
  );
}

/** The conversations, and who waited for whom and when. */
async function growFrames(tx: Transaction, count: number): Promise<void> {
  await tx.query(
    `create temp table frame on commit drop as
     with person as (select id, phone, name, row_number() over (order by phone) as place from identity.customer),
          agent as (select staff_id, name, row_number() over (order by staff_id) - 1 as place from support.agent)
     select uuidv7() as id, person.place, person.id as customer_id, '*' || right(person.name, 1) as customer_name, right(phone, 4) as phone_end,
       case when $1 - person.place >= $2 then 'closed' when $1 - person.place >= $3 then 'assigned' else 'queued' end as status,
       staff_id, agent.name as agent_name, now() - interval '1 hour' - ($1 - person.place) / $1::float8 * interval '29 days' as opened_at
     from person join agent on agent.place = person.place % $4`,
    [count, open.assigned + open.queued, open.queued, agents],
  );
  await tx.query(
    `insert into support.conversation (id, customer_id, status, language, agent_id, agent_name, skill, resolution, last_sequence,
       last_public_sequence, customer_name, phone_end, opened_at, closed_at)
     select id, customer_id, status, 'zh', case when status <> 'queued' then staff_id end, case when status <> 'queued' then agent_name end,
       ($1::text[])[1 + place % cardinality($1)], case when status = 'closed' then case when place % 10 = 0 then 'unresolved' else 'resolved' end end,
       ${length}, ${length},
       customer_name, phone_end, opened_at, case when status = 'closed' then opened_at + interval '9 minutes' end
     from frame order by place`,
    [areas],
  );
  await tx.query(
    `insert into support.screen (conversation_id, sequence, context, at) select id, 1, '{"screen": "home"}', opened_at from frame order by place`,
  );
  await tx.query(
    `insert into support.queue (conversation_id, rank, waiting_since) select id, 1, opened_at + interval '1 minute' from frame where status = 'queued'`,
  );
  await tx.query(
    `insert into support.assignment (conversation_id, agent_id, waiting_since, assigned_at, ended_at)
     select id, staff_id, opened_at + interval '1 minute', opened_at + interval '2 minutes',
       case when status = 'closed' then opened_at + interval '9 minutes' end from frame where status <> 'queued' order by place`,
  );
  await tx.query(
    `insert into support.wait_promise (conversation_id, promised_at, position, promised_seconds, ended_at, outcome)
     select id, opened_at + interval '1 minute', 1, 50, case when status <> 'queued' then opened_at + interval '2 minutes' end,
       case when status <> 'queued' then 'answered' end from frame order by place`,
  );
  await foldPromises(tx);
  await tx.query(
    `insert into support.rating (conversation_id, score, agent_id, rated_at)
     select id, case when place % 60 = 0 then 2 else 5 end, staff_id, opened_at + interval '10 minutes'
     from frame where status = 'closed' and place % 3 = 0 order by place`,
  );
}

/** A card as guides leave it, and the words it shows. */
const guideCard = {
  runId: '00000000-0000-7000-8000-000000000000',
  step: 1,
  guide: 'payment-failed',
  title: { zh: '这笔付款没有成功', en: 'This payment did not go through' },
  tone: 'warning',
  badge: { zh: '没有扣款', en: 'Not charged' },
  facts: [
    { label: { zh: '金额', en: 'Amount' }, value: { type: 'money', amount: '3500', currency: 'CNY' } },
    {
      label: { zh: '原因', en: 'Reason' },
      value: { type: 'text', text: { zh: '余额不足', en: 'Not enough balance' } },
    },
  ],
  options: [
    {
      id: 'retry',
      label: { zh: '换个方式付', en: 'Pay another way' },
      emphasis: 'primary',
      action: { type: 'answer' },
    },
  ],
};
const cardWords =
  '这笔付款没有成功\nThis payment did not go through\n没有扣款\nNot charged\n金额\nAmount\n原因\nReason\n余额不足\nNot enough balance\n换个方式付\nPay another way';
/** Names of pictures, by turns. */
const pictures = Array.from({ length: 97 }, (_, place) => `IMG_${2000 + place * 7}.jpg`);

/**
 * Nine messages: where the customer came from, what they say, a guide's card, that they wait, who has taken it, a note, a
 * picture, what the agent answers, and that it is closed.
 */
async function growWords(tx: Transaction): Promise<void> {
  await tx.query(
    `insert into support.message (conversation_id, sequence, id, sender_kind, sender_id, sender_name, content, sent_at)
     with said as (select text, place - 1 as place from unnest($1::text[]) with ordinality as line (text, place))
     select frame.id, sequence, uuidv7(), kind, case kind when 'customer' then customer_id when 'agent' then staff_id end,
       case kind when 'agent' then agent_name end, content, opened_at + sequence * interval '1 minute'
     from frame join said on said.place = frame.place % cardinality($1), lateral (values
       (1, 'system', '{"type": "event", "event": "context", "text": {"zh": "来自首页", "en": "From the home screen"}}'::jsonb),
       (2, 'customer', jsonb_build_object('type', 'text', 'text', said.text)),
       (3, 'assistant', jsonb_build_object('type', 'card', 'card', $5::jsonb)),
       (4, 'system', '{"type": "event", "event": "queued", "text": {"zh": "已为您转接人工客服，请稍候", "en": "You are in line for a person; please wait a moment"}}'),
       (5, 'system', jsonb_build_object('type', 'event', 'event', 'assigned', 'text',
         jsonb_build_object('zh', '客服' || agent_name || '已接入', 'en', agent_name || ' has joined'))),
       (6, 'agent', jsonb_build_object('type', 'note', 'text', ($3::text[])[1 + frame.place % cardinality($3)])),
       (7, 'customer', jsonb_build_object('type', 'attachment', 'name', ($4::text[])[1 + frame.place % cardinality($4)],
         'mediaType', 'image/jpeg', 'size', 81234)),
       (8, 'agent', jsonb_build_object('type', 'text', 'text', ($2::text[])[1 + frame.place % cardinality($2)])),
       (9, 'system', '{"type": "event", "event": "closed", "text": {"zh": "会话已结束，请为本次服务评分", "en": "The conversation is closed. Please rate how we did"}}')
     ) as line (sequence, kind, content)
     where sequence <= ${length} order by frame.place, sequence`,
    [says, answers, notes, pictures, JSON.stringify(guideCard)],
  );
  const [{ id: rare } = { id: '' }] = await tx.query<{ id: string }>(
    `update support.message set content = jsonb_build_object('type', 'text', 'text', $1::text)
     where sequence = 2 and conversation_id = (select id from frame where status = 'closed' order by place limit 1)
     returning conversation_id as id`,
    [rareWords],
  );
  // What indexing leaves: each conversation's words in one row.
  const pairs = (texts: readonly string[]) => texts.map((text) => `{${pairsOf(text).join(',')}}`);
  const names = (await tx.query<{ name: string }>('select name from support.agent')).map(({ name }) => name);
  await tx.query(
    `insert into support.words_said (conversation_id, through, pairs)
     with said as (select pairs::int[], place - 1 as place from unnest($1::text[]) with ordinality as line (pairs, place))
     select frame.id, ${length}, case when frame.id = $6 then $7::int[] else said.pairs end
       || $5::int[] || case when status <> 'queued' then joined.pairs::int[] || (($2::text[])[1 + frame.place % cardinality($2)])::int[]
         || (($3::text[])[1 + frame.place % cardinality($3)])::int[] || (($4::text[])[1 + frame.place % cardinality($4)])::int[] end
     from frame join unnest($8::text[], $9::text[]) as joined (name, pairs) on joined.name = agent_name
     join said on said.place = frame.place % cardinality($1) order by frame.place`,
    [
      pairs(says),
      pairs(answers),
      pairs(notes),
      pairs(pictures),
      pairsOf(cardWords),
      rare,
      pairsOf(rareWords),
      names,
      pairs(names.map((name) => `客服${name}已接入\n${name} has joined`)),
    ],
  );
}

/** What the consumer of events does, some thousands of conversations at a time. */
async function growReports(tx: Transaction): Promise<void> {
  await tx.query('analyze support.conversation, support.message, support.assignment');
  const closed = await tx.query<{ id: string; score: number | null }>(
    `select id, score from frame left join support.rating on conversation_id = id where status = 'closed' order by place`,
  );
  for (let start = 0; start < closed.length; start += 20_000) {
    const some = closed.slice(start, start + 20_000);
    await addClosed(
      tx,
      some.map(({ id }) => id),
      60,
    );
    await addLater(tx, {
      merged: [],
      reopenedBy: [],
      rated: some.flatMap(({ id, score }) =>
        score === null ? [] : [{ conversationId: id, score, reason: null }],
      ),
    });
  }
}

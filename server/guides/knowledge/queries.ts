import type { ArticleVersion, DeskArticle } from '../../../contract/knowledge.ts';
import type { LocalizedText } from '../../../contract/text.ts';
import type { Queryable } from '../../platform/database/database.ts';
import type { ArticleText } from './shipped.ts';

export interface PublishedRow {
  id: string;
  area: ArticleText['area'];
  guides: string[];
  words: string;
  number: number;
  title: LocalizedText;
  body: LocalizedText;
  author_id: string | null;
  published_at: Date;
}

/** One node at a time puts what ships into the database. */
export async function lockShipping(tx: Queryable): Promise<void> {
  await tx.query(`select pg_advisory_xact_lock(hashtext('knowledge.ship'))`);
}

export async function selectPublished(q: Queryable): Promise<PublishedRow[]> {
  return q.query<PublishedRow>({
    name: 'knowledge.published',
    text: `select a.id, a.area, a.guides, a.words, v.number, v.title, v.body, v.author_id, v.published_at
           from knowledge.version v join knowledge.article a on a.id = v.article_id
           where v.state = 'published' order by a.id`,
  });
}

/** Tells whether anything was published since; one row of an index. */
export async function newestPublication(q: Queryable): Promise<number> {
  const [row] = await q.query<{ newest: Date | null }>({
    name: 'knowledge.newest',
    text: 'select max(published_at) as newest from knowledge.version where published_at is not null',
  });
  return row?.newest?.getTime() ?? 0;
}

/** Area, guides and words belong to the article and take effect when a version is published. */
export async function saveArticle(
  tx: Queryable,
  article: Omit<ArticleText, 'title' | 'body'>,
  at: Date,
): Promise<void> {
  await tx.query(
    {
      name: 'knowledge.save_article',
      text: `insert into knowledge.article (id, area, guides, words, created_at) values ($1, $2, $3, $4, $5)
             on conflict (id) do update set area = excluded.area, guides = excluded.guides, words = excluded.words`,
    },
    [article.id, article.area, article.guides, article.words, at],
  );
}

/** Locked until `tx` ends; articles are never removed. */
export async function lockArticle(tx: Queryable, id: string): Promise<boolean> {
  const rows = await tx.query(
    { name: 'knowledge.lock_article', text: 'select 1 from knowledge.article where id = $1 for update' },
    [id],
  );
  return rows.length === 1;
}

export interface OpenVersion {
  number: number;
  state: 'draft' | 'review';
  author_id: string | null;
}

export async function findOpen(q: Queryable, id: string): Promise<OpenVersion | undefined> {
  const [row] = await q.query<OpenVersion>(
    {
      name: 'knowledge.open_version',
      text: `select number, state, author_id from knowledge.version where article_id = $1 and state in ('draft', 'review')`,
    },
    [id],
  );
  return row;
}

export interface Written {
  id: string;
  title: LocalizedText;
  body: LocalizedText;
  author?: { id: string; name: string };
  at: Date;
}

export async function insertVersion(
  tx: Queryable,
  written: Written,
  state: 'draft' | 'published',
): Promise<void> {
  await tx.query(
    {
      name: 'knowledge.insert_version',
      text: `insert into knowledge.version (article_id, number, state, title, body, author_id, author_name, changed_at, published_at)
             select $1, coalesce(max(number), 0) + 1, $2, $3, $4, $5, $6, $7, case when $2 = 'published' then $7::timestamptz end
             from knowledge.version where article_id = $1`,
    },
    [
      written.id,
      state,
      JSON.stringify(written.title),
      JSON.stringify(written.body),
      written.author?.id ?? null,
      written.author?.name ?? null,
      written.at,
    ],
  );
}

/** Whoever changed it last is its author: nobody publishes what they changed. */
export async function rewriteDraft(tx: Queryable, number: number, written: Written): Promise<void> {
  await tx.query(
    {
      name: 'knowledge.rewrite_draft',
      text: `update knowledge.version set state = 'draft', title = $3, body = $4, author_id = $5, author_name = $6, changed_at = $7
             where article_id = $1 and number = $2`,
    },
    [
      written.id,
      number,
      JSON.stringify(written.title),
      JSON.stringify(written.body),
      written.author?.id ?? null,
      written.author?.name ?? null,
      written.at,
    ],
  );
}

export async function setState(
  tx: Queryable,
  version: { id: string; number: number; state: 'draft' | 'review' | 'archived'; at: Date },
): Promise<void> {
  await tx.query(
    {
      name: 'knowledge.set_state',
      text: 'update knowledge.version set state = $3, changed_at = $4 where article_id = $1 and number = $2',
    },
    [version.id, version.number, version.state, version.at],
  );
}

export async function archivePublished(tx: Queryable, id: string): Promise<void> {
  await tx.query(
    {
      name: 'knowledge.archive_published',
      text: `update knowledge.version set state = 'archived' where article_id = $1 and state = 'published'`,
    },
    [id],
  );
}

export async function publish(
  tx: Queryable,
  version: { id: string; number: number; reviewer: { id: string; name: string }; at: Date },
): Promise<void> {
  await archivePublished(tx, version.id);
  await tx.query(
    {
      name: 'knowledge.publish',
      text: `update knowledge.version set state = 'published', reviewer_id = $3, reviewer_name = $4, published_at = $5
             where article_id = $1 and number = $2`,
    },
    [version.id, version.number, version.reviewer.id, version.reviewer.name, version.at],
  );
}

/** Counts a reader's word once a day. */
export async function countFeedback(
  tx: Queryable,
  vote: { id: string; number: number; voter: Buffer; day: string; solved: boolean },
): Promise<void> {
  await tx.query(
    {
      name: 'knowledge.count_feedback',
      text: `with fresh as (insert into knowledge.vote (article_id, voter, day) values ($1, $3, $4)
                            on conflict do nothing returning 1)
             insert into knowledge.feedback (article_id, number, solved, not_solved)
             select $1, $2, case when $5 then 1 else 0 end, case when $5 then 0 else 1 end from fresh
             on conflict (article_id, number) do update
             set solved = knowledge.feedback.solved + excluded.solved,
                 not_solved = knowledge.feedback.not_solved + excluded.not_solved`,
    },
    [vote.id, vote.number, vote.voter, vote.day, vote.solved],
  );
}

export async function forgetVotes(q: Queryable, before: string): Promise<void> {
  await q.query({ name: 'knowledge.forget_votes', text: 'delete from knowledge.vote where day < $1' }, [
    before,
  ]);
}

interface VersionRow {
  article_id: string;
  area: ArticleText['area'];
  number: number;
  state: ArticleVersion['state'];
  title: LocalizedText;
  body: LocalizedText;
  author_id: string | null;
  author_name: string | null;
  reviewer_id: string | null;
  reviewer_name: string | null;
  changed_at: Date;
  published_at: Date | null;
  solved: number | null;
  not_solved: number | null;
}

const person = (id: string | null, name: string | null) =>
  id === null ? undefined : { id, name: name ?? '' };

export async function readArticle(q: Queryable, id: string): Promise<DeskArticle | undefined> {
  const [article] = await q.query<Pick<DeskArticle, 'id' | 'area' | 'guides' | 'words'>>(
    {
      name: 'knowledge.article',
      text: 'select id, area, guides, words from knowledge.article where id = $1',
    },
    [id],
  );
  if (article === undefined) return undefined;
  const rows = await q.query<VersionRow>(
    {
      name: 'knowledge.versions',
      text: `select v.*, f.solved, f.not_solved from knowledge.version v
             left join knowledge.feedback f on f.article_id = v.article_id and f.number = v.number
             where v.article_id = $1 order by v.number desc limit 50`,
    },
    [id],
  );
  return {
    ...article,
    versions: rows.map((row) => ({
      number: row.number,
      state: row.state,
      title: row.title,
      body: row.body,
      author: person(row.author_id, row.author_name),
      reviewer: person(row.reviewer_id, row.reviewer_name),
      changedAt: row.changed_at.toISOString(),
      publishedAt: row.published_at?.toISOString(),
      solved: row.solved ?? 0,
      notSolved: row.not_solved ?? 0,
    })),
  };
}

/** Each article by its newest version that is not discarded; what is under way first. */
export async function readNewest(q: Queryable): Promise<VersionRow[]> {
  return q.query<VersionRow>({
    name: 'knowledge.newest_versions',
    text: `select * from (
             select distinct on (v.article_id) v.*, a.area, f.solved, f.not_solved
             from knowledge.version v join knowledge.article a on a.id = v.article_id
             left join knowledge.feedback f on f.article_id = v.article_id and f.number = v.number
             order by v.article_id, (v.state = 'archived'), v.number desc) as newest
           order by (state = 'review') desc, (state = 'draft') desc, changed_at desc, article_id limit 1000`,
  });
}

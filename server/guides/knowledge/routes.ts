import {
  decideDraft,
  type DeskArticle,
  getArticle,
  getDeskArticle,
  listArticles,
  listDeskArticles,
  rateArticle,
  saveDraft,
} from '../../../contract/knowledge.ts';
import { appendAudit, assertStaffMay } from '../../identity/identity.ts';
import { keyedHash } from '../../platform/crypto.ts';
import type { Queryable } from '../../platform/database/database.ts';
import type { Callers, Serve } from '../../platform/http/serve.ts';
import type { Platform } from '../../platform/platform.ts';
import { ProblemError } from '../../platform/problem.ts';
import { type Library, toSummary } from './knowledge.ts';
import * as queries from './queries.ts';
import type { Subjects } from './search.ts';

const mostFound = 10;

export function knowledgeRoutes(
  serve: Serve,
  { clock, config, db }: Platform,
  read: (q: Queryable) => Promise<Library>,
  subjectsOf: (question: string) => Subjects,
): void {
  serve(listArticles, async ({ query }) => {
    const { articles, search } = await read(db);
    const question = query.q?.trim() ?? '';
    if (question === '') return { articles: articles.map(toSummary) };
    const found = search(question, mostFound, subjectsOf(question));
    return {
      articles: found.flatMap((id) => articles.filter((article) => article.id === id)).map(toSummary),
    };
  });

  async function published(id: string) {
    const article = (await read(db)).articles.find((one) => one.id === id);
    if (article === undefined) throw new ProblemError('not_found');
    return article;
  }

  serve(getArticle, ({ params }) => published(params.id));

  serve(rateArticle, async ({ params, body, request }) => {
    const { id, version } = await published(params.id);
    const day = clock.now().toISOString().slice(0, 10);
    await queries.countFeedback(db, {
      id,
      number: version,
      voter: keyedHash(config.pepper, 'a reader’s word on an article', day, request.ip),
      day,
      solved: body.solved,
    });
    return undefined;
  });

  async function view(q: Queryable, id: string): Promise<DeskArticle> {
    const article = await queries.readArticle(q, id);
    if (article === undefined) throw new ProblemError('not_found');
    return article;
  }
  const log = (tx: Queryable, staff: Callers['staff'], action: string, details: Record<string, string>) =>
    appendAudit(tx, [
      { at: clock.now(), action, staffId: staff.staffId, sessionId: staff.sessionId, details },
    ]);

  serve(listDeskArticles, async ({ caller }) => {
    assertStaffMay(caller, 'read', 'knowledge');
    const rows = await queries.readNewest(db);
    return {
      articles: rows.map((row) => ({
        id: row.article_id,
        area: row.area,
        title: row.title,
        state: row.state,
        changedAt: row.changed_at.toISOString(),
        solved: row.solved ?? 0,
        notSolved: row.not_solved ?? 0,
      })),
    };
  });

  serve(getDeskArticle, async ({ caller, params }) => {
    assertStaffMay(caller, 'read', 'knowledge');
    return view(db, params.id);
  });

  serve(saveDraft, async ({ caller, params: { id }, body }) => {
    assertStaffMay(caller, 'edit', 'knowledge');
    return db.transaction(async (tx) => {
      const at = clock.now();
      await queries.saveArticle(tx, { ...body, id }, at);
      await queries.lockArticle(tx, id);
      const written = { ...body, id, author: { id: caller.staffId, name: caller.name }, at };
      const open = await queries.findOpen(tx, id);
      if (open === undefined) await queries.insertVersion(tx, written, 'draft');
      else await queries.rewriteDraft(tx, open.number, written);
      await log(tx, caller, 'knowledge.draft_saved', { article: id });
      return view(tx, id);
    });
  });

  serve(decideDraft, async ({ caller, params: { id }, body: { decision } }) => {
    assertStaffMay(caller, decision === 'publish' || decision === 'return' ? 'publish' : 'edit', 'knowledge');
    return db.transaction(async (tx) => {
      if (!(await queries.lockArticle(tx, id))) throw new ProblemError('not_found');
      const open = await queries.findOpen(tx, id);
      const needed = decision === 'ask_review' ? 'draft' : decision === 'discard' ? open?.state : 'review';
      if (open === undefined || open.state !== needed) throw new ProblemError('conflict');
      // What one wrote another publishes; the database says so too.
      if (decision === 'publish' && open.author_id === caller.staffId) throw new ProblemError('not_allowed');
      const at = clock.now();
      const { number } = open;
      if (decision === 'publish')
        await queries.publish(tx, { id, number, reviewer: { id: caller.staffId, name: caller.name }, at });
      else {
        const state = decision === 'ask_review' ? 'review' : decision === 'return' ? 'draft' : 'archived';
        await queries.setState(tx, { id, number, state, at });
      }
      await log(tx, caller, `knowledge.${decision}`, { article: id, version: String(number) });
      return view(tx, id);
    });
  });
}

import { isDeepStrictEqual } from 'node:util';
import type { Article, ArticleSummary } from '../../../contract/knowledge.ts';
import type { Queryable } from '../../platform/database/database.ts';
import type { Serve } from '../../platform/http/serve.ts';
import type { Platform } from '../../platform/platform.ts';
import * as queries from './queries.ts';
import { knowledgeRoutes } from './routes.ts';
import { createSearch, type Search, type Subjects } from './search.ts';
import { readShippedArticles } from './shipped.ts';

/** Articles of the help centre: what is published, and how it is found. */
export interface Knowledge {
  /** Brings the articles that ship with this version of the house up to date; what editors published stays. */
  start(): Promise<void>;
  /** Published articles that fit a question whose subject is known or guessed, the best first. */
  find(q: Queryable, question: string, most: number, subjects: Subjects): Promise<Article[]>;
  /** @param subjectsOf what a question typed into the search is taken to be about */
  routes(serve: Serve, subjectsOf: (question: string) => Subjects): void;
}

/** What is published, as every reader of this node finds it. */
export interface Library {
  articles: readonly Article[];
  search: Search;
}

const summaryLength = 60;

/** The first words of an article. */
function summaryOf(body: string): string {
  const plain = body
    .replace(/^(- |\d+\. )/gm, '')
    .split('\n')
    .join(' ');
  const characters = [...plain];
  return characters.length <= summaryLength ? plain : `${characters.slice(0, summaryLength).join('')}…`;
}

function toArticle(row: queries.PublishedRow): Article {
  return {
    id: row.id,
    area: row.area,
    title: row.title,
    summary: { zh: summaryOf(row.body.zh), en: summaryOf(row.body.en) },
    body: row.body,
    guides: row.guides,
    version: row.number,
    changedAt: row.published_at.toISOString(),
  };
}

export const toSummary = ({ id, area, title, summary }: Article): ArticleSummary => ({
  id,
  area,
  title,
  summary,
});

export function createKnowledge(platform: Platform): Knowledge {
  const { clock, db, jobs } = platform;
  let library: Library = { articles: [], search: () => [] };
  let newest = -1;

  /** As published now; the index is built anew when something was published since. */
  async function read(q: Queryable): Promise<Library> {
    const published = await queries.newestPublication(q);
    if (published !== newest) {
      const rows = await queries.selectPublished(q);
      library = { articles: rows.map(toArticle), search: createSearch(rows) };
      newest = published;
    }
    return library;
  }

  async function ship(): Promise<void> {
    const shipped = readShippedArticles();
    await db.transaction(async (tx) => {
      await queries.lockShipping(tx);
      const published = new Map((await queries.selectPublished(tx)).map((row) => [row.id, row]));
      const at = clock.now();
      for (const article of shipped) {
        const known = published.get(article.id);
        // What an editor has published is theirs from then on, and so are words of a draft.
        if (known !== undefined && known.author_id !== null) continue;
        const isSame =
          known !== undefined && isDeepStrictEqual([known.title, known.body], [article.title, article.body]);
        if (isSame && (await queries.findOpen(tx, article.id)) !== undefined) continue;
        await queries.saveArticle(tx, article, at);
        if (isSame) continue;
        await queries.archivePublished(tx, article.id);
        await queries.insertVersion(tx, { ...article, at }, 'published');
      }
    });
  }

  jobs.define(
    'knowledge.forget_votes',
    async () => {
      const yesterday = new Date(clock.now().getTime() - 2 * 86_400_000);
      await queries.forgetVotes(db, yesterday.toISOString().slice(0, 10));
    },
    { every: 'day' },
  );

  return {
    start: ship,
    async find(q, question, most, subjects) {
      const { articles, search } = await read(q);
      return search(question, most, subjects).flatMap(
        (id) => articles.find((article) => article.id === id) ?? [],
      );
    },
    routes: (serve, subjectsOf) => knowledgeRoutes(serve, platform, read, subjectsOf),
  };
}

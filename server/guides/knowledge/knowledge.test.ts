import type { FastifyInstance } from 'fastify';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Article, DeskArticle } from '../../../contract/knowledge.ts';
import { startHouse, type TestHouse } from '../../../tests/support/scripted-house.ts';
import { createHttp } from '../../platform/http/http.ts';
import { createServe } from '../../platform/http/serve.ts';
import { newId } from '../../platform/ids.ts';
import { ProblemError } from '../../platform/problem.ts';
import { catalogue } from '../catalogue.ts';
import { createKnowledge, type Knowledge } from './knowledge.ts';
import { parseArticle, readShippedArticles } from './shipped.ts';

let house: TestHouse;
let http: FastifyInstance;
let knowledge: Knowledge;
const staff = {
  editor: { staffId: newId(), sessionId: newId(), name: '林编辑', role: 'knowledge_editor' },
  other: { staffId: newId(), sessionId: newId(), name: '陈主管', role: 'supervisor' },
  agent: { staffId: newId(), sessionId: newId(), name: '张敏', role: 'agent' },
} as const;
type Who = keyof typeof staff;

beforeAll(async () => {
  house = await startHouse();
  knowledge = createKnowledge(house.platform);
  await knowledge.start();
  http = await createHttp(house.platform.config, house.platform.log, house.platform.metrics);
  const serve = createServe(http, {
    authenticators: {
      customer: () => Promise.reject(new ProblemError('not_signed_in')),
      merchant: () => Promise.reject(new ProblemError('not_signed_in')),
      staff: (request) => Promise.resolve(staff[request.headers.who as Who]),
    },
    checkResults: true,
  });
  knowledge.routes(serve, () => []);
});
afterAll(async () => {
  await http.close();
  await house.stop();
});

// oxlint-disable-next-line typescript/no-unnecessary-type-parameters -- names what is expected
async function ask<Result>(
  method: 'GET' | 'POST' | 'PUT',
  url: string,
  body?: object,
  who?: Who,
  from = '10.0.0.1',
) {
  const answer = await http.inject({
    method,
    url,
    headers: who === undefined ? {} : { who },
    remoteAddress: from,
    ...(body === undefined ? {} : { payload: body }),
  });
  return {
    status: answer.statusCode,
    body: (answer.body === '' ? {} : answer.json()) as Result & { code?: string },
  };
}
const found = async (question: string) =>
  (
    await ask<{ articles: Article[] }>('GET', `/api/help/articles?q=${encodeURIComponent(question)}`)
  ).body.articles.map(({ id }) => id);
const text = (zh: string, en: string) => ({ zh, en });
const draft = (more: object = {}) => ({
  area: 'service',
  guides: [],
  words: '红包 lucky money',
  title: text('怎么发红包', 'Sending lucky money'),
  body: text('首页点“红包”。\n- 填金额\n- 选人', 'Choose Lucky money.\n- Enter the amount\n- Choose who'),
  ...more,
});
const decide = (id: string, decision: string, who: Who) =>
  ask<DeskArticle>('POST', `/api/desk/articles/${id}/decision`, { decision }, who);

test('every article that ships is written in both languages, and every guide is explained', () => {
  const articles = readShippedArticles();
  expect(articles.length).toBeGreaterThan(20);
  for (const { id, title, body } of articles)
    for (const language of ['zh', 'en'] as const) {
      expect(title[language].length, id).toBeLessThanOrEqual(80);
      expect(body[language].length, id).toBeGreaterThan(80);
      expect(/\p{Script=Han}/u.test(title[language]), id).toBe(language === 'zh');
    }
  const explained = new Set(articles.flatMap(({ guides }) => guides));
  expect(catalogue.map(({ id }) => id).filter((id) => !explained.has(id))).toEqual([]);
  expect(() => parseArticle('broken', 'area: nowhere\n')).toThrow('broken');
});

test('anybody reads and searches without logging in', async () => {
  const { status, body } = await ask<Article>('GET', '/api/help/articles/top-up');
  expect(status).toBe(200);
  expect(body).toMatchObject({
    title: { zh: '怎么充值', en: 'How to top up' },
    guides: ['top-up', 'top-up-failed'],
  });
  expect(await found('冲值')).toContain('top-up');
  expect(
    (await ask<{ articles: Article[] }>('GET', '/api/help/articles')).body.articles.length,
  ).toBeGreaterThan(20);
  expect((await ask('GET', '/api/help/articles/nothing')).status).toBe(404);
  expect((await ask('GET', "/api/help/articles/'; drop")).status).toBe(422);
});

test('starting again changes nothing, and what editors published stays', async () => {
  const count = async () => (await house.platform.db.query('select 1 from knowledge.version')).length;
  const before = await count();
  await Promise.all([knowledge.start(), knowledge.start()]);
  expect(await count()).toBe(before);
});

test('other words of an article that ships come to a house that has it already, without a new version', async () => {
  const { db } = house.platform;
  const words = async () =>
    (await db.query<{ words: string }>(`select words from knowledge.article where id = 'top-up'`))[0]?.words;
  const shipped = await words();
  const versions = await db.query('select 1 from knowledge.version');
  await db.query(`update knowledge.article set words = '充值' where id = 'top-up'`);
  await knowledge.start();
  expect(await words()).toBe(shipped);
  expect(await db.query('select 1 from knowledge.version')).toHaveLength(versions.length);
});

describe('draft, review, publication', () => {
  test('what one wrote another publishes, and only then it is found', async () => {
    const id = 'lucky-money';
    expect((await ask('PUT', `/api/desk/articles/${id}/draft`, draft(), 'agent')).status).toBe(403);
    expect((await ask('PUT', `/api/desk/articles/${id}/draft`, draft(), 'editor')).status).toBe(200);
    expect(await found('lucky money')).not.toContain(id);
    expect((await decide(id, 'publish', 'other')).body.code).toBe('conflict');
    expect((await decide(id, 'ask_review', 'editor')).status).toBe(200);
    expect((await decide(id, 'publish', 'editor')).body.code).toBe('not_allowed');
    const { body } = await decide(id, 'publish', 'other');
    expect(body.versions[0]).toMatchObject({
      number: 1,
      state: 'published',
      author: { name: '林编辑' },
      reviewer: { name: '陈主管' },
    });
    expect(await found('红包')).toContain(id);
    expect(await found('hongbao')).toContain(id);
  });

  test('a new version takes the place of the old one, which is kept; returning and discarding publish nothing', async () => {
    const id = 'payment-failed';
    const own = draft({
      title: text('付款失败怎么办（新）', 'Payment failed, anew'),
      guides: ['payment-failed'],
    });
    await ask('PUT', `/api/desk/articles/${id}/draft`, own, 'editor');
    await decide(id, 'ask_review', 'editor');
    await decide(id, 'return', 'other');
    await ask('PUT', `/api/desk/articles/${id}/draft`, own, 'editor');
    await decide(id, 'ask_review', 'editor');
    await decide(id, 'publish', 'other');
    const { body } = await ask<DeskArticle>('GET', `/api/desk/articles/${id}`, undefined, 'agent');
    expect(body.versions.map(({ number, state }) => [number, state])).toEqual([
      [2, 'published'],
      [1, 'archived'],
    ]);
    await knowledge.start();
    expect((await ask<Article>('GET', `/api/help/articles/${id}`)).body.title.zh).toBe(
      '付款失败怎么办（新）',
    );

    await ask('PUT', `/api/desk/articles/${id}/draft`, draft(), 'editor');
    await decide(id, 'discard', 'editor');
    expect((await ask<Article>('GET', `/api/help/articles/${id}`)).body.version).toBe(2);
  });

  test('the database refuses a reviewer who is the author', async () => {
    await expect(
      house.platform.db.query(
        'update knowledge.version set author_id = $1, reviewer_id = $1 where number = 1',
        [staff.editor.staffId],
      ),
    ).rejects.toThrow('check');
  });
});

test('whether it solved the problem is counted once a day for a reader', async () => {
  for (const from of ['10.0.0.2', '10.0.0.2', '10.0.0.3'])
    await ask('POST', '/api/help/articles/withdraw/feedback', { solved: true }, undefined, from);
  await ask('POST', '/api/help/articles/withdraw/feedback', { solved: false }, undefined, '10.0.0.4');
  const { body } = await ask<DeskArticle>('GET', '/api/desk/articles/withdraw', undefined, 'editor');
  expect(body.versions[0]).toMatchObject({ solved: 2, notSolved: 1 });
});

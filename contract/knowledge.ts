import * as z from 'zod/mini';
import { guideAreas } from './guides.ts';
import { route } from './route.ts';
import { idSchema, isStorable, localizedTextSchema, timeSchema, visibleLine } from './text.ts';

const articleIdSchema = z.string().check(z.regex(/^[a-z0-9-]{1,64}$/));
const articleParams = z.object({ id: articleIdSchema });

export const articleSummarySchema = z.object({
  id: z.string(),
  area: z.enum(guideAreas),
  title: localizedTextSchema,
  /** The first words of it. */
  summary: localizedTextSchema,
});
export type ArticleSummary = z.infer<typeof articleSummarySchema>;

export const articleSchema = z.extend(articleSummarySchema, {
  /** Lines: a paragraph each; those that begin with '- ' or '1. ' are items of a list. */
  body: localizedTextSchema,
  /** Guides that put right what it explains. */
  guides: z.array(z.string()),
  version: z.number(),
  changedAt: timeSchema,
});
export type Article = z.infer<typeof articleSchema>;

export const listArticles = route({
  method: 'GET',
  path: '/api/help/articles',
  caller: 'public',
  summary:
    'Articles of the help centre: all, or those that fit a question, the best first. It takes Chinese, English, pinyin, mixed text and slips.',
  query: z.strictObject({ q: z.optional(z.string().check(z.maxLength(200))) }),
  result: z.object({ articles: z.array(articleSummarySchema) }),
  errors: [],
});

export const getArticle = route({
  method: 'GET',
  path: '/api/help/articles/:id',
  caller: 'public',
  summary: 'One article as published.',
  params: articleParams,
  result: articleSchema,
  errors: ['not_found'],
});

export const rateArticle = route({
  method: 'POST',
  path: '/api/help/articles/:id/feedback',
  caller: 'public',
  summary: 'Whether it solved the problem; counted once a day for each reader.',
  params: articleParams,
  body: z.strictObject({ solved: z.boolean() }),
  errors: ['not_found'],
});

export const versionStates = ['draft', 'review', 'published', 'archived'] as const;

export const articleVersionSchema = z.object({
  number: z.number(),
  state: z.enum(versionStates),
  title: localizedTextSchema,
  body: localizedTextSchema,
  /** Absent: it ships with the product. */
  author: z.optional(z.object({ id: idSchema, name: z.string() })),
  reviewer: z.optional(z.object({ id: idSchema, name: z.string() })),
  changedAt: timeSchema,
  publishedAt: z.optional(timeSchema),
  solved: z.number(),
  notSolved: z.number(),
});
export type ArticleVersion = z.infer<typeof articleVersionSchema>;

export const deskArticleSchema = z.object({
  id: z.string(),
  area: z.enum(guideAreas),
  guides: z.array(z.string()),
  words: z.string(),
  /** Newest first, at most 50. */
  versions: z.array(articleVersionSchema),
});
export type DeskArticle = z.infer<typeof deskArticleSchema>;

export const listDeskArticles = route({
  method: 'GET',
  path: '/api/desk/articles',
  caller: 'staff',
  summary: 'Every article with its newest version, those under way first, and whether they solve.',
  result: z.object({
    articles: z.array(
      z.object({
        id: z.string(),
        area: z.enum(guideAreas),
        title: localizedTextSchema,
        state: z.enum(versionStates),
        changedAt: timeSchema,
        solved: z.number(),
        notSolved: z.number(),
      }),
    ),
  }),
  errors: ['not_allowed'],
});

export const getDeskArticle = route({
  method: 'GET',
  path: '/api/desk/articles/:id',
  caller: 'staff',
  summary: 'An article with its versions.',
  params: articleParams,
  result: deskArticleSchema,
  errors: ['not_found', 'not_allowed'],
});

const line = visibleLine(80);
const lines = z
  .string()
  .check(z.trim(), z.minLength(1), z.maxLength(6000), z.refine(isStorable, 'hidden_characters'));

export const saveDraft = route({
  method: 'PUT',
  path: '/api/desk/articles/:id/draft',
  caller: 'staff',
  summary:
    'Write the draft of an article, in both languages; a new id makes a new article. One that waits for review becomes a draft again.',
  params: articleParams,
  body: z.strictObject({
    area: z.enum(guideAreas),
    guides: z.array(z.string().check(z.maxLength(64))).check(z.maxLength(10)),
    words: z.string().check(z.maxLength(500)),
    title: z.strictObject({ zh: line, en: line }),
    body: z.strictObject({ zh: lines, en: lines }),
  }),
  result: deskArticleSchema,
  errors: ['not_allowed', 'invalid_request'],
});

export const decideDraft = route({
  method: 'POST',
  path: '/api/desk/articles/:id/decision',
  caller: 'staff',
  summary:
    'Take the version under way a step further: ask for review, publish it (not what one wrote oneself), return it to its author, or discard it.',
  params: articleParams,
  body: z.strictObject({ decision: z.enum(['ask_review', 'publish', 'return', 'discard']) }),
  result: deskArticleSchema,
  /** `conflict`: there is nothing under way that this could be done to. */
  errors: ['not_found', 'not_allowed', 'conflict'],
});

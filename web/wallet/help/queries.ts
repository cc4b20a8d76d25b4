import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import { getArticle, listArticles } from '../../../contract/knowledge.ts';
import { call } from '../../shared/api.ts';

/** Articles that fit a question, or all. */
export const articlesQuery = (question: string) =>
  queryOptions({
    queryKey: ['articles', question],
    queryFn: async ({ signal }) =>
      (await call(listArticles, { query: question === '' ? {} : { q: question }, signal })).articles,
    staleTime: 10 * 60_000,
    placeholderData: keepPreviousData,
  });

export const articleQuery = (id: string) =>
  queryOptions({
    queryKey: ['article', id],
    queryFn: ({ signal }) => call(getArticle, { params: { id }, signal }),
    staleTime: 10 * 60_000,
    retry: false,
  });

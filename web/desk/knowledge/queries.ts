import { queryOptions } from '@tanstack/react-query';
import { getDeskArticle, listDeskArticles } from '../../../contract/knowledge.ts';
import { call } from '../../shared/api.ts';

export const deskArticlesQuery = queryOptions({
  queryKey: ['knowledge'],
  queryFn: async ({ signal }) => (await call(listDeskArticles, { signal })).articles,
});

export const deskArticleQuery = (id: string) =>
  queryOptions({
    queryKey: ['knowledge', id],
    queryFn: ({ signal }) => call(getDeskArticle, { params: { id }, signal }),
  });

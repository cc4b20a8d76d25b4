import { Trans } from '@lingui/react/macro';
import { useQuery } from '@tanstack/react-query';
import { FileText } from 'lucide-react';
import { useDeferredValue } from 'react';
import { useLocalized } from '../../shared/i18n/localized.ts';
import { Card } from '../../shared/ui/card.tsx';
import { List } from '../../shared/ui/list.tsx';
import { RowLink } from '../app/links.tsx';
import { articlesQuery } from './queries.ts';

/** The articles that fit a question; `undefined` until they are known. */
export function useArticles(question: string) {
  const asked = useDeferredValue(question.trim().slice(0, 200));
  return useQuery(articlesQuery(asked)).data;
}

/** Articles as rows that lead to them. */
export function ArticleRows({ articles }: { articles: NonNullable<ReturnType<typeof useArticles>> }) {
  const localized = useLocalized();
  return (
    <List>
      {articles.map(({ id, title, summary }) => (
        <RowLink
          key={id}
          to="/help/articles/$article"
          params={{ article: id }}
          leading={<FileText aria-hidden="true" />}
          title={localized(title)}
          detail={localized(summary)}
        />
      ))}
    </List>
  );
}

/** What was found for a question, below the guides. */
export function FoundArticles({ question }: { question: string }) {
  const articles = useArticles(question);
  if (question.trim() === '' || articles === undefined || articles.length === 0) return null;
  return (
    <Card flush title={<Trans>帮助文章</Trans>}>
      <ArticleRows articles={articles} />
    </Card>
  );
}

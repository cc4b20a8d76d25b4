import { Trans, useLingui } from '@lingui/react/macro';
import { useQuery } from '@tanstack/react-query';
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { FilePlus } from 'lucide-react';
import { useState } from 'react';
import { useLocalized } from '../../shared/i18n/localized.ts';
import { Button } from '../../shared/ui/button.tsx';
import { Card } from '../../shared/ui/card.tsx';
import { ErrorState } from '../../shared/ui/error-state.tsx';
import { SkeletonList } from '../../shared/ui/skeleton.tsx';
import { TextField } from '../../shared/ui/text-field.tsx';
import { may, useStaff } from '../session/session.ts';
import { RoomPage } from '../shell/room-page.tsx';
import { ArticleEditor } from './article-editor.tsx';
import { deskArticleQuery, deskArticlesQuery } from './queries.ts';
import { StateBadge } from './state-badge.tsx';

/** The help centre's articles: what is under way, what is published, and whether it helps. */
export function KnowledgePage() {
  const { t } = useLingui();
  const localized = useLocalized();
  const navigate = useNavigate();
  const staff = useStaff();
  const articles = useQuery(deskArticlesQuery);
  const { article: chosen } = useSearch({ strict: false });
  const [search, setSearch] = useState('');
  const wanted = search.trim().toLowerCase();
  const shown = articles.data?.filter(({ id, title }) =>
    [id, title.zh, title.en].some((text) => text.toLowerCase().includes(wanted)),
  );
  return (
    <RoomPage
      wide
      title={<Trans>知识库</Trans>}
      name={t`知识库`}
      detail={<Trans>帮助中心的文章，中英文一起写。一人写，另一人审核发布。</Trans>}
    >
      {articles.isError ? (
        <ErrorState onRetry={() => void articles.refetch()} retrying={articles.isFetching} />
      ) : shown === undefined ? (
        <SkeletonList rows={6} />
      ) : (
        <div className="grid gap-4 lg:grid-cols-[20rem_minmax(0,1fr)]">
          <nav aria-label={t`文章`} className="min-w-0">
            <TextField
              type="search"
              label={<Trans>找文章</Trans>}
              hideLabel
              placeholder={t`找文章`}
              value={search}
              onChange={(event) => setSearch(event.target.value)}
            />
            {may(staff, 'knowledge.edit') && (
              <Button
                variant="secondary"
                size="small"
                icon={<FilePlus aria-hidden="true" />}
                className="mt-3"
                onClick={() => void navigate({ to: '/knowledge', search: { article: 'new' } })}
              >
                <Trans>写新文章</Trans>
              </Button>
            )}
            <ul className="mt-3 flex flex-col gap-1">
              {shown.map(({ id, title, state, solved, notSolved }) => (
                <li key={id}>
                  <Link
                    to="/knowledge"
                    search={{ article: id }}
                    aria-current={id === chosen ? 'page' : undefined}
                    className="flex min-h-target flex-col justify-center rounded-control px-2 py-1.5 hover:bg-pressed aria-[current]:bg-accent-soft"
                  >
                    <span className="flex items-center justify-between gap-2">
                      <span className="truncate text-label">{localized(title)}</span>
                      {state !== 'published' && <StateBadge state={state} />}
                    </span>
                    {solved + notSolved > 0 && (
                      <span className="text-caption text-muted">
                        <Trans>
                          {solved} 人说解决了，{notSolved} 人说没有
                        </Trans>
                      </span>
                    )}
                  </Link>
                </li>
              ))}
            </ul>
          </nav>
          {chosen === 'new' ? (
            <ArticleEditor key="new" article={undefined} />
          ) : chosen === undefined ? (
            <Card>
              <p className="text-label text-muted">
                <Trans>选一篇文章查看或修改。</Trans>
              </p>
            </Card>
          ) : (
            <Chosen key={chosen} id={chosen} />
          )}
        </div>
      )}
    </RoomPage>
  );
}

function Chosen({ id }: { id: string }) {
  const article = useQuery(deskArticleQuery(id));
  if (article.isError)
    return <ErrorState onRetry={() => void article.refetch()} retrying={article.isFetching} />;
  if (article.data === undefined) return <SkeletonList rows={4} />;
  return <ArticleEditor key={article.data.versions[0]?.changedAt} article={article.data} />;
}

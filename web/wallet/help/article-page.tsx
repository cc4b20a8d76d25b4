import { Trans, useLingui } from '@lingui/react/macro';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import { FileQuestion, Headset, ThumbsDown, ThumbsUp } from 'lucide-react';
import { type Article, rateArticle } from '../../../contract/knowledge.ts';
import { call, isNothingThere } from '../../shared/api.ts';
import { useLocalized } from '../../shared/i18n/localized.ts';
import { Button } from '../../shared/ui/button.tsx';
import { Card } from '../../shared/ui/card.tsx';
import { EmptyState } from '../../shared/ui/empty-state.tsx';
import { ErrorState } from '../../shared/ui/error-state.tsx';
import { List } from '../../shared/ui/list.tsx';
import { Skeleton } from '../../shared/ui/skeleton.tsx';
import { Time } from '../../shared/ui/time.tsx';
import { ButtonLink, RowLink } from '../app/links.tsx';
import { Screen } from '../app/screen.tsx';
import { guidesQuery } from '../support/queries.ts';
import { ArticleBody } from './article-body.tsx';
import { articleQuery } from './queries.ts';

/** One article, for everybody: what it says, the guides that put it right, and whether it helped. */
export function ArticlePage() {
  const { t } = useLingui();
  const localized = useLocalized();
  const { article: id = '' } = useParams({ strict: false });
  const article = useQuery(articleQuery(id));
  const isMissing = isNothingThere(article.error);
  return (
    <Screen title={article.data ? localized(article.data.title) : t`帮助`} name="help" up="/help">
      {article.isPending && (
        <div role="status" aria-label={t`正在加载`}>
          <Skeleton className="h-72 w-full rounded-card" />
        </div>
      )}
      {article.isError &&
        (isMissing ? (
          <EmptyState
            icon={<FileQuestion aria-hidden="true" />}
            title={<Trans>没有这篇文章</Trans>}
            detail={<Trans>可能已经改名，在帮助中心里搜一下。</Trans>}
            action={
              <ButtonLink to="/help" variant="secondary">
                <Trans>去帮助中心</Trans>
              </ButtonLink>
            }
          />
        ) : (
          <ErrorState onRetry={() => void article.refetch()} retrying={article.isFetching} />
        ))}
      {article.data && <Content key={article.data.id} article={article.data} />}
    </Screen>
  );
}

function Content({ article }: { article: Article }) {
  const localized = useLocalized();
  const guides = useQuery(guidesQuery);
  const linked = guides.data?.filter(({ id }) => article.guides.includes(id)) ?? [];
  return (
    <div className="flex flex-col gap-3">
      <Card>
        <article>
          <ArticleBody body={localized(article.body)} />
          <p className="mt-4 text-caption text-muted">
            <Trans>
              更新于 <Time inSentence value={article.changedAt} />
            </Trans>
          </p>
        </article>
      </Card>
      {linked.length > 0 && (
        <Card flush title={<Trans>马上处理</Trans>}>
          <List>
            {linked.map(({ id, title, summary }) => (
              <RowLink
                key={id}
                to="/help/guides/$guide"
                params={{ guide: id }}
                search={{}}
                title={localized(title)}
                detail={localized(summary)}
              />
            ))}
          </List>
        </Card>
      )}
      <Helped id={article.id} />
    </div>
  );
}

function Helped({ id }: { id: string }) {
  const rate = useMutation({
    mutationFn: (solved: boolean) => call(rateArticle, { params: { id }, body: { solved } }),
  });
  if (rate.isSuccess && rate.variables) {
    return (
      <p role="status" className="py-3 text-center text-label text-muted">
        <Trans>谢谢，很高兴帮到您。</Trans>
      </p>
    );
  }
  if (rate.isSuccess) {
    return (
      <div role="status" className="flex flex-col items-center gap-3 py-3 text-center text-label text-muted">
        <Trans>谢谢告诉我们。直接问客服，会按您的情况查。</Trans>
        <ButtonLink
          to="/support"
          search={{ screen: 'help' }}
          variant="secondary"
          icon={<Headset aria-hidden="true" />}
        >
          <Trans>联系客服</Trans>
        </ButtonLink>
      </div>
    );
  }
  return (
    <div className="flex flex-wrap items-center justify-center gap-2 py-3">
      <span className="text-center text-label text-muted max-sm:w-full">
        <Trans>这篇解决了您的问题吗？</Trans>
      </span>
      <Button
        variant="secondary"
        icon={<ThumbsUp aria-hidden="true" />}
        loading={rate.isPending && rate.variables}
        onClick={() => rate.mutate(true)}
      >
        <Trans>解决了</Trans>
      </Button>
      <Button
        variant="secondary"
        icon={<ThumbsDown aria-hidden="true" />}
        loading={rate.isPending && !rate.variables}
        onClick={() => rate.mutate(false)}
      >
        <Trans>没有</Trans>
      </Button>
    </div>
  );
}

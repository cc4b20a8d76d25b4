import { Trans, useLingui } from '@lingui/react/macro';
import { useQuery } from '@tanstack/react-query';
import { Headset, MessageCircleQuestion, Search } from 'lucide-react';
import { useState } from 'react';
import { guideAreas } from '../../../contract/guides.ts';
import { useLocalized } from '../../shared/i18n/localized.ts';
import { Card } from '../../shared/ui/card.tsx';
import { EmptyState } from '../../shared/ui/empty-state.tsx';
import { List } from '../../shared/ui/list.tsx';
import { Skeleton } from '../../shared/ui/skeleton.tsx';
import { TextField } from '../../shared/ui/text-field.tsx';
import { useSearchText } from '../app/address.ts';
import { ButtonLink, RowLink } from '../app/links.tsx';
import { Screen } from '../app/screen.tsx';
import { AREA_NAMES } from '../guides/areas.ts';
import { guidesQuery } from '../support/queries.ts';
import { KnownIncidents } from '../support/known-incidents.tsx';
import { ArticleRows, useArticles } from './article-rows.tsx';

/** The help centre that needs no log-in: search, what can be done on the spot, and every article by what it is about. */
export function HelpCentrePage() {
  const { i18n, t } = useLingui();
  const localized = useLocalized();
  const asked = useSearchText('search');
  const [search, setSearch] = useState(asked ?? '');
  const articles = useArticles(search);
  const guides = useQuery(guidesQuery).data?.filter(({ audience }) => audience === 'everyone') ?? [];
  const isSearching = search.trim() !== '';
  return (
    <Screen title={t`帮助中心`} name="help" up="/">
      <div className="flex flex-col gap-3">
        <KnownIncidents isLoggedIn={false} />
        <TextField
          type="search"
          label={<Trans>搜索帮助</Trans>}
          hideLabel
          placeholder={t`搜索，例如“提现多久到账”`}
          leading={<Search aria-hidden="true" />}
          value={search}
          onChange={(event) => setSearch(event.target.value)}
        />
        {articles === undefined && <Skeleton className="h-72 w-full rounded-card" />}
        {isSearching && articles?.length === 0 && (
          <Card>
            <EmptyState
              icon={<MessageCircleQuestion aria-hidden="true" />}
              title={<Trans>没有找到“{search.trim()}”</Trans>}
              detail={<Trans>换个说法，或登录后直接问客服。</Trans>}
            />
          </Card>
        )}
        {isSearching && articles !== undefined && articles.length > 0 && (
          <Card flush>
            <ArticleRows articles={articles} />
          </Card>
        )}
        {!isSearching && guides.length > 0 && (
          <Card flush title={<Trans>不用登录就能处理</Trans>}>
            <List>
              {guides.map(({ id, title, summary }) => (
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
        {!isSearching &&
          guideAreas.map((area) => {
            const inArea = articles?.filter((article) => article.area === area) ?? [];
            return (
              inArea.length > 0 && (
                <Card key={area} flush title={i18n._(AREA_NAMES[area])}>
                  <ArticleRows articles={inArea} />
                </Card>
              )
            );
          })}
        <ButtonLink
          to="/support"
          search={{ screen: 'help' }}
          variant="secondary"
          wide
          icon={<Headset aria-hidden="true" />}
          className="mt-2"
        >
          <Trans>没有解决？联系客服</Trans>
        </ButtonLink>
      </div>
    </Screen>
  );
}

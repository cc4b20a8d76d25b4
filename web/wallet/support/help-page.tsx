import { Trans, useLingui } from '@lingui/react/macro';
import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { BookOpen, Headset, MessageCircleQuestion, Search } from 'lucide-react';
import { useState } from 'react';
import { guideAreas } from '../../../contract/guides.ts';
import { useLocalized } from '../../shared/i18n/localized.ts';
import { Card } from '../../shared/ui/card.tsx';
import { EmptyState } from '../../shared/ui/empty-state.tsx';
import { List, ListItem } from '../../shared/ui/list.tsx';
import { Skeleton } from '../../shared/ui/skeleton.tsx';
import { TextField } from '../../shared/ui/text-field.tsx';
import { useSearchText } from '../app/address.ts';
import { ButtonLink, RowLink } from '../app/links.tsx';
import { Screen } from '../app/screen.tsx';
import { FoundArticles, useArticles } from '../help/article-rows.tsx';
import { GuideWalk } from './guide-walk.tsx';
import { PastConversations } from './past-conversations.tsx';
import { KnownIncidents } from './known-incidents.tsx';
import { AREA_NAMES } from '../guides/areas.ts';
import { guidesQuery } from './queries.ts';
import { hotQuestions, matches } from './questions.ts';

/** 帮助中心: search, guides that put things right on the spot, what others ask, and earlier conversations. */
export function HelpPage() {
  const { t } = useLingui();
  const navigate = useNavigate();
  const runId = useSearchText('run');
  const paymentId = useSearchText('paymentId');
  return (
    <Screen title={t`帮助中心`} name="help" paymentId={paymentId} up="/support">
      {runId ? (
        <GuideWalk
          key={runId}
          runId={runId}
          onClose={() => void navigate({ to: '/support/help', search: { paymentId } })}
        />
      ) : (
        <Overview />
      )}
    </Screen>
  );
}

function Overview() {
  const { i18n, t } = useLingui();
  const navigate = useNavigate();
  const localized = useLocalized();
  const paymentId = useSearchText('paymentId');
  const asked = useSearchText('search');
  const [search, setSearch] = useState(asked ?? '');
  const guides = useQuery(guidesQuery);
  const ask = (question: string) =>
    navigate({ to: '/support', search: { screen: 'help', paymentId, question } });

  const shownGuides = guides.data?.filter(({ title, summary }) =>
    matches(search, title.zh, title.en, summary.zh, summary.en),
  );
  const questions = hotQuestions.map((question) => i18n._(question)).filter((text) => matches(search, text));
  const articles = useArticles(search);
  const foundNothing =
    search.trim() !== '' && questions.length === 0 && shownGuides?.length === 0 && articles?.length === 0;

  return (
    <div className="flex flex-col gap-3">
      <KnownIncidents isLoggedIn />
      <TextField
        type="search"
        label={<Trans>搜索帮助</Trans>}
        hideLabel
        placeholder={t`搜索问题，例如“付款失败”`}
        leading={<Search aria-hidden="true" />}
        value={search}
        onChange={(event) => setSearch(event.target.value)}
      />
      {foundNothing ? (
        <Card>
          <EmptyState
            icon={<MessageCircleQuestion aria-hidden="true" />}
            title={<Trans>没有找到“{search.trim()}”</Trans>}
            detail={<Trans>直接问客服，智能助手马上回答，也可以转人工。</Trans>}
            action={
              <ButtonLink to="/support" search={{ screen: 'help', paymentId, question: search.trim() }}>
                <Trans>问客服</Trans>
              </ButtonLink>
            }
          />
        </Card>
      ) : (
        <>
          {guides.isPending && <Skeleton className="h-52 w-full rounded-card" />}
          {guideAreas.map((area) => {
            const inArea = shownGuides?.filter((guide) => guide.area === area) ?? [];
            return (
              inArea.length > 0 && (
                <Card key={area} flush title={i18n._(AREA_NAMES[area])}>
                  <List>
                    {inArea.map(({ id, title, summary }) => (
                      <RowLink
                        key={id}
                        to="/help/guides/$guide"
                        params={{ guide: id }}
                        search={{ paymentId }}
                        title={localized(title)}
                        detail={localized(summary)}
                      />
                    ))}
                  </List>
                </Card>
              )
            );
          })}
          <FoundArticles question={search} />
          {questions.length > 0 && (
            <Card flush title={<Trans>大家都在问</Trans>} className="mt-1">
              <List>
                {questions.map((question) => (
                  <ListItem key={question} title={question} onClick={() => void ask(question)} />
                ))}
              </List>
            </Card>
          )}
        </>
      )}
      {search.trim() === '' && (
        <ButtonLink
          to="/help"
          variant="secondary"
          wide
          icon={<BookOpen aria-hidden="true" />}
          className="mt-2"
        >
          <Trans>所有帮助文章</Trans>
        </ButtonLink>
      )}
      {search.trim() === '' && <PastConversations />}
      <ButtonLink
        to="/support"
        search={{ screen: 'help', paymentId }}
        variant="secondary"
        wide
        icon={<Headset aria-hidden="true" />}
        className="mt-2"
      >
        <Trans>没有解决？联系客服</Trans>
      </ButtonLink>
    </div>
  );
}

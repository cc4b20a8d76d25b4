import { Trans, useLingui } from '@lingui/react/macro';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { ChevronRight, Headset, MessageCircleQuestion, Search, Sparkles } from 'lucide-react';
import { useState } from 'react';
import { startGuide } from '../../../contract/guides.ts';
import { call } from '../../shared/api.ts';
import { queryClient } from '../../shared/app.tsx';
import { useLocalized } from '../../shared/i18n/localized.ts';
import { Card } from '../../shared/ui/card.tsx';
import { EmptyState } from '../../shared/ui/empty-state.tsx';
import { List, ListItem } from '../../shared/ui/list.tsx';
import { Skeleton } from '../../shared/ui/skeleton.tsx';
import { Spinner } from '../../shared/ui/spinner.tsx';
import { TextField } from '../../shared/ui/text-field.tsx';
import { toast } from '../../shared/ui/toast.tsx';
import { useSearchText } from '../app/address.ts';
import { ButtonLink } from '../app/links.tsx';
import { problemText } from '../app/problem-text.ts';
import { Screen } from '../app/screen.tsx';
import { GuideWalk } from './guide-walk.tsx';
import { PastConversations } from './past-conversations.tsx';
import { guideRunQuery, guidesQuery } from './queries.ts';
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
  const start = useMutation({
    mutationFn: (guide: string) =>
      call(startGuide, { body: { guide, subject: paymentId ? { paymentId } : {} } }),
    onSuccess: (run) => {
      queryClient.setQueryData(guideRunQuery(run.id).queryKey, run);
      void navigate({ to: '/support/help', search: { run: run.id, paymentId } });
    },
    onError: (error) => toast(problemText(error, i18n.locale), { tone: 'danger' }),
  });
  const ask = (question: string) =>
    navigate({ to: '/support', search: { screen: 'help', paymentId, question } });

  const shownGuides = guides.data?.filter(({ title, summary }) =>
    matches(search, title.zh, title.en, summary.zh, summary.en),
  );
  const questions = hotQuestions.map((question) => i18n._(question)).filter((text) => matches(search, text));
  const foundNothing = search.trim() !== '' && questions.length === 0 && shownGuides?.length === 0;

  return (
    <div className="flex flex-col gap-3">
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
          {(guides.isPending || (shownGuides ?? []).length > 0) && (
            <section aria-labelledby="guides">
              <h2 id="guides" className="mt-1 mb-2 px-1 font-semibold text-title">
                <Trans>自助解决</Trans>
              </h2>
              <ul className="grid gap-3 sm:grid-cols-2">
                {shownGuides?.map(({ id, title, summary }) => (
                  <li key={id}>
                    <button
                      type="button"
                      onClick={() => start.mutate(id)}
                      disabled={start.isPending}
                      className="flex h-full w-full items-start gap-3 rounded-card bg-surface p-card text-left shadow-card transition-colors hover:bg-pressed/60"
                    >
                      <span className="grid size-avatar shrink-0 place-items-center rounded-full bg-accent-soft text-accent-ink">
                        {start.isPending && start.variables === id ? (
                          <Spinner />
                        ) : (
                          <Sparkles aria-hidden="true" className="size-icon" />
                        )}
                      </span>
                      <span className="min-w-0 flex-1">
                        <span className="block font-medium text-body">{localized(title)}</span>
                        <span className="mt-0.5 block text-caption text-muted">{localized(summary)}</span>
                      </span>
                      <ChevronRight aria-hidden="true" className="size-4 shrink-0 self-center text-muted" />
                    </button>
                  </li>
                ))}
                {guides.isPending && <Skeleton className="h-20 w-full rounded-card" />}
              </ul>
            </section>
          )}
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

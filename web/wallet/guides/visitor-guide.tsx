import { Trans, useLingui } from '@lingui/react/macro';
import { useMutation } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useEffect, useRef, useState } from 'react';
import { type Card, type GuideRun, type GuideSummary, walkAsVisitor } from '../../../contract/guides.ts';
import type { LocalizedText } from '../../../contract/text.ts';
import { ApiProblem, call } from '../../shared/api.ts';
import { type CardOption, GuideCard } from '../../shared/chat/guide-card.tsx';
import { useLocalized } from '../../shared/i18n/localized.ts';
import { Button } from '../../shared/ui/button.tsx';
import { ErrorState } from '../../shared/ui/error-state.tsx';
import { Skeleton } from '../../shared/ui/skeleton.tsx';
import { toast } from '../../shared/ui/toast.tsx';
import { ButtonLink } from '../app/links.tsx';
import { problemText } from '../app/problem-text.ts';
import { AnsweredCards } from '../support/answered-list.tsx';
import { destination } from '../support/destination.ts';
import { useProbe } from '../support/use-probe.tsx';

interface Answered {
  title: LocalizedText;
  chosen: LocalizedText;
}

/** What this tab keeps of a walk, so that it goes on after a detour or a reload. */
interface Kept {
  state: string;
  answered: Answered[];
}

const keyOf = (guide: string) => `upay.guide.${guide}`;

function keep(guide: string, kept: Kept | undefined): void {
  try {
    if (kept === undefined) sessionStorage.removeItem(keyOf(guide));
    else sessionStorage.setItem(keyOf(guide), JSON.stringify(kept));
  } catch {
    // Storage is forbidden: a reload begins anew.
  }
}

function kept(guide: string): Kept | undefined {
  try {
    const text = sessionStorage.getItem(keyOf(guide));
    return text === null ? undefined : (JSON.parse(text) as Kept);
  } catch {
    return undefined;
  }
}

/** A guide for somebody who is not logged in: the run lives in this tab. */
export function VisitorGuide({ guide }: { guide: GuideSummary }) {
  const { i18n, t } = useLingui();
  const localized = useLocalized();
  const navigate = useNavigate();
  const [walked, setWalked] = useState<{ run: GuideRun; state: string }>();
  const [answered, setAnswered] = useState<Answered[]>(() => kept(guide.id)?.answered ?? []);
  const current = useRef<HTMLDivElement>(null);
  const walk = useMutation({
    mutationFn: (answer: { state?: string; step?: number; option?: string; answered: Answered[] }) => {
      const { answered: _answered, ...body } = answer;
      return call(walkAsVisitor, { params: { id: guide.id }, body });
    },
    networkMode: 'always',
    onSuccess: (found, { answered: before }) => {
      setWalked(found);
      setAnswered(before);
      keep(guide.id, found.run.status === 'active' ? { state: found.state, answered: before } : undefined);
    },
    onError: (error, { state }) => {
      if (error instanceof ApiProblem && error.code === 'conflict' && state !== undefined) {
        keep(guide.id, undefined);
        mutate({ answered: [] });
      } else toast(problemText(error, i18n.locale), { tone: 'danger' });
    },
  });
  const { mutate } = walk;
  const hasStarted = useRef(false);
  useEffect(() => {
    if (hasStarted.current) return;
    hasStarted.current = true;
    const before = kept(guide.id);
    mutate(before ? { state: before.state, answered: before.answered } : { answered: [] });
  }, [mutate, guide.id]);

  const card = walked?.run.card;
  const step = card?.step;
  useEffect(() => {
    if (step !== undefined && step > 1) current.current?.querySelector<HTMLElement>('[data-card]')?.focus();
  }, [step]);

  const choose = (shown: Card, option: CardOption) => {
    const { action } = option;
    if (action.type === 'answer')
      mutate({
        state: walked?.state,
        step: shown.step,
        option: option.id,
        answered: [...answered, { title: shown.title, chosen: option.label }],
      });
    else if (action.type === 'open') void navigate(destination(action));
    else if (action.type === 'guide')
      void navigate({ to: '/help/guides/$guide', params: { guide: action.guide } });
  };
  const isLive = walked?.run.status === 'active';
  const probe = useProbe(isLive ? card : undefined, choose);

  if (walk.isError && !walked) {
    return <ErrorState onRetry={() => mutate({ answered: [] })} retrying={walk.isPending} />;
  }
  if (!card) {
    return (
      <div role="status" aria-label={t`正在加载`}>
        <Skeleton className="h-52 w-full rounded-card" />
      </div>
    );
  }
  return (
    <section aria-label={localized(guide.title)}>
      <AnsweredCards cards={answered} />
      <div ref={current} aria-live="polite">
        <GuideCard
          key={card.step}
          card={card}
          isLive={isLive || card.options.length > 0}
          onChoose={choose}
          pendingOption={walk.isPending ? walk.variables?.option : undefined}
        />
        {probe}
      </div>
      {walked.run.status === 'handed_off' && <WithoutPassword />}
      {answered.length > 0 && (
        <Button variant="quiet" className="mt-4" onClick={() => mutate({ answered: [] })}>
          <Trans>从头开始</Trans>
        </Button>
      )}
    </section>
  );
}

/** The card leads to the chat, which needs a log-in: the way there for who cannot. */
function WithoutPassword() {
  return (
    <div className="mt-4 flex flex-col gap-2.5">
      <p className="text-label text-muted">
        <Trans>客服要先确认您是谁。登录后直接和客服说；登录不了，先用验证码找回账户。</Trans>
      </p>
      <ButtonLink to="/recover" variant="secondary" wide>
        <Trans>登录不了：找回与挂失</Trans>
      </ButtonLink>
    </div>
  );
}

import { Trans, useLingui } from '@lingui/react/macro';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { HandCoins } from 'lucide-react';
import { type DeskAccountAction, withdrawAccountAction } from '../../../contract/account-actions.ts';
import type { ProblemCode } from '../../../contract/problem.ts';
import { messageOf } from '../../../contract/problem.ts';
import type { DeskDetail } from '../../../contract/support.ts';
import { purposeNames, type Verification } from '../../../contract/verifications.ts';
import { call } from '../../shared/api.ts';
import { ACTION_STATES, VERIFICATION_STATES } from '../../shared/chat/request-card.tsx';
import { useLocalized } from '../../shared/i18n/localized.ts';
import { Badge } from '../../shared/ui/badge.tsx';
import { Button } from '../../shared/ui/button.tsx';
import { EmptyState } from '../../shared/ui/empty-state.tsx';
import { ErrorState } from '../../shared/ui/error-state.tsx';
import { SkeletonList } from '../../shared/ui/skeleton.tsx';
import { Time } from '../../shared/ui/time.tsx';
import { ActionForm } from './action-form.tsx';
import { accountActionsQuery } from './queries.ts';
import { RecoveryProgress } from './recovery-progress.tsx';
import { toastProblem } from '../problem.ts';

/** Who the customer has proven to be, and what was asked and done with their account in this conversation. */
export function AccountTab({ detail, acts }: { detail: DeskDetail; acts: boolean }) {
  const conversationId = detail.conversation.id;
  const known = useQuery(accountActionsQuery(conversationId));
  if (known.data === undefined) {
    return known.isError ? (
      <ErrorState onRetry={() => void known.refetch()} retrying={known.isFetching} />
    ) : (
      <SkeletonList rows={3} />
    );
  }
  const { verifications, actions, recovery } = known.data;
  return (
    <>
      {acts && <ActionForm detail={detail} known={known.data} />}
      {recovery && <RecoveryProgress recovery={recovery} />}
      {actions.length > 0 && (
        <section className="mt-5">
          <h3 className="mb-2 font-semibold text-label">
            <Trans>这次会话里的办理</Trans>
          </h3>
          <ul className="flex flex-col gap-2">
            {actions.map((action) => (
              <li key={action.id}>
                <ActionRow action={action} conversationId={conversationId} acts={acts} />
              </li>
            ))}
          </ul>
        </section>
      )}
      {verifications.length > 0 && (
        <section className="mt-5">
          <h3 className="mb-2 font-semibold text-label">
            <Trans>身份验证</Trans>
          </h3>
          <ul className="flex flex-col gap-1.5">
            {verifications.map((verification) => (
              <VerificationRow key={verification.id} verification={verification} />
            ))}
          </ul>
        </section>
      )}
      {!acts && actions.length + verifications.length === 0 && (
        <EmptyState icon={<HandCoins />} title={<Trans>这次会话里没有办理过什么</Trans>} />
      )}
    </>
  );
}

function VerificationRow({ verification: { purpose, level, state, until } }: { verification: Verification }) {
  const { t } = useLingui();
  const localized = useLocalized();
  return (
    <li className="flex min-h-7 flex-wrap items-center justify-between gap-x-3 text-label">
      <span>
        {localized(purposeNames[purpose])}
        <span className="ml-1.5 text-caption text-muted">
          <Trans>{level} 级</Trans>
        </span>
      </span>
      <span className="flex items-center gap-2 text-caption text-muted">
        {state !== 'over' && (
          <Trans>
            至 <Time inSentence value={until} />
          </Trans>
        )}
        <Badge tone={VERIFICATION_STATES[state].tone}>{t(VERIFICATION_STATES[state].name)}</Badge>
      </span>
    </li>
  );
}

function ActionRow(props: { action: DeskAccountAction; conversationId: string; acts: boolean }) {
  const { action, conversationId, acts } = props;
  const { t } = useLingui();
  const localized = useLocalized();
  const client = useQueryClient();
  const withdraw = useMutation({
    mutationFn: () => call(withdrawAccountAction, { params: { id: conversationId, actionId: action.id } }),
    onError: toastProblem,
    onSettled: () => client.invalidateQueries({ queryKey: accountActionsQuery(conversationId).queryKey }),
  });
  const { name, tone } = ACTION_STATES[action.state];
  const waits = action.state === 'waiting_customer' || action.state === 'waiting_approval';
  return (
    <article className="rounded-control border border-line px-3 py-2.5">
      <div className="flex items-start justify-between gap-2">
        <p className="min-w-0 font-medium text-label wrap-anywhere">{localized(action.summary)}</p>
        <Badge tone={tone} className="shrink-0">
          {t(name)}
        </Badge>
      </div>
      <p className="mt-0.5 text-caption text-muted wrap-anywhere">{action.reason}</p>
      {action.failure && (
        <p className="mt-0.5 text-caption text-danger-ink">
          {localized(messageOf(action.failure as ProblemCode))}
        </p>
      )}
      <div className="mt-1 flex items-center justify-between gap-2 text-caption text-muted">
        <span>
          {action.requestedBy.name} · <Time value={action.endedAt ?? action.requestedAt} />
        </span>
        {acts && waits && (
          <Button variant="quiet" size="small" loading={withdraw.isPending} onClick={() => withdraw.mutate()}>
            <Trans>撤回</Trans>
          </Button>
        )}
      </div>
    </article>
  );
}

import { Trans, useLingui } from '@lingui/react/macro';
import { useQuery } from '@tanstack/react-query';
import type { ComplaintDetail } from '../../../contract/complaint.ts';
import { isNothingThere } from '../../shared/api.ts';
import {
  categoryNames,
  entryTitle,
  outcomeName,
  statusName,
  statusTones,
  wishNames,
} from '../../shared/complaints/words.ts';
import { Amount } from '../../shared/ui/amount.tsx';
import { Badge } from '../../shared/ui/badge.tsx';
import { Card } from '../../shared/ui/card.tsx';
import { ErrorState } from '../../shared/ui/error-state.tsx';
import { Facts } from '../../shared/ui/list.tsx';
import { SkeletonList } from '../../shared/ui/skeleton.tsx';
import { Steps } from '../../shared/ui/steps.tsx';
import { Time } from '../../shared/ui/time.tsx';
import { useParam } from '../app/address.ts';
import { ButtonLink, FactLink } from '../app/links.tsx';
import { Screen } from '../app/screen.tsx';
import { AddToComplaint, DecideProposal, FollowUp, Withdraw } from './complaint-actions.tsx';
import { complaintQuery } from './queries.ts';

/** One complaint: who has it, by when it is decided, what waits for me, and everything said and done. */
export function ComplaintPage() {
  const { t } = useLingui();
  const id = useParam('id');
  const { data, error, isPending, isFetching, refetch } = useQuery(complaintQuery(id));
  const missing = isNothingThere(error);
  return (
    <Screen title={t`投诉详情`} name="complaint" paymentId={data?.paymentId} up="/complaints">
      {data ? (
        <Detail complaint={data} />
      ) : (
        <Card flush={isPending}>
          {isPending ? (
            <SkeletonList rows={4} />
          ) : (
            <ErrorState
              title={missing ? <Trans>没有这个投诉</Trans> : undefined}
              onRetry={missing ? undefined : () => void refetch()}
              retrying={isFetching}
            />
          )}
        </Card>
      )}
    </Screen>
  );
}

function Detail({ complaint }: { complaint: ComplaintDetail }) {
  const { status, number, proposal, goodwillPaid, outcome } = complaint;
  const isOpen = status !== 'closed';
  const last = complaint.entries.length - 1;
  return (
    <div className="flex flex-col gap-3">
      <Card className="lg:p-6">
        <div className="flex items-start justify-between gap-3">
          <div className="min-w-0">
            <h2 className="font-semibold text-title">{categoryNames()[complaint.category]}</h2>
            <p className="tabular text-caption text-muted">{number}</p>
          </div>
          <Badge tone={statusTones[status]}>{statusName(status, 'customer')}</Badge>
        </div>
        <Headline complaint={complaint} />
        <Facts
          className="mt-4"
          facts={[
            {
              label: <Trans>内容</Trans>,
              value: <span className="whitespace-pre-line">{complaint.description}</span>,
            },
            { label: <Trans>希望</Trans>, value: wishNames()[complaint.wish] },
            ...(complaint.ownerName ? [{ label: <Trans>负责人</Trans>, value: complaint.ownerName }] : []),
            ...(outcome ? [{ label: <Trans>结果</Trans>, value: outcomeName(outcome, 'customer') }] : []),
            ...(complaint.explanation
              ? [
                  {
                    label: <Trans>说明</Trans>,
                    value: <span className="whitespace-pre-line">{complaint.explanation}</span>,
                  },
                ]
              : []),
            ...(goodwillPaid
              ? [
                  {
                    label: <Trans>补偿</Trans>,
                    value: (
                      <FactLink to="/payments/$id" params={{ id: goodwillPaid.paymentId }}>
                        <Trans>
                          <Amount value={goodwillPaid.amount} currency={goodwillPaid.currency} /> 已到余额
                        </Trans>
                      </FactLink>
                    ),
                  },
                ]
              : []),
          ]}
        />
        {complaint.paymentId && (
          <ButtonLink
            to="/payments/$id"
            params={{ id: complaint.paymentId }}
            variant="secondary"
            size="small"
            className="mt-4"
          >
            <Trans>看这笔账单</Trans>
          </ButtonLink>
        )}
      </Card>
      {proposal && <DecideProposal id={complaint.id} proposal={proposal} />}
      {complaint.followUp === 'asked' && !isOpen && <FollowUp id={complaint.id} />}
      <Card title={<Trans>进展</Trans>} className="lg:p-6">
        <Steps
          steps={complaint.entries.map((entry, index) => ({
            state: index === last && isOpen ? ('current' as const) : ('done' as const),
            title: entryTitle(entry, 'customer'),
            detail: entry.text && <span className="whitespace-pre-line">{entry.text}</span>,
            aside: <Time value={entry.at} />,
          }))}
        />
      </Card>
      {isOpen && <AddToComplaint id={complaint.id} isAsked={status === 'waiting_customer'} />}
      {isOpen && status !== 'accepted' && <Withdraw id={complaint.id} />}
    </div>
  );
}

/** What the customer wants to know first: who has the next word, and by when. */
function Headline({ complaint: { status, decisionBy } }: { complaint: ComplaintDetail }) {
  return (
    <p className="mt-3 text-body">
      {status === 'waiting_customer' ? (
        <Trans>处理人在等您的回复，请在下面补充。</Trans>
      ) : status === 'proposed' ? (
        <Trans>我们提出了处理方案，请您确认。</Trans>
      ) : status === 'appealed' ? (
        <Trans>您的申诉已交主管处理。</Trans>
      ) : decisionBy ? (
        <Trans>
          最晚 <Time inSentence value={decisionBy} /> 给您结果。
        </Trans>
      ) : status === 'closed' ? (
        <Trans>这件投诉已经结案。</Trans>
      ) : null}
    </p>
  );
}

import { Trans, useLingui } from '@lingui/react/macro';
import { useQuery } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import { ArrowLeft } from 'lucide-react';
import type { DeskComplaintDetail } from '../../../contract/complaint.ts';
import { ApiProblem } from '../../shared/api.ts';
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
import { ComplaintLinks } from '../links/complaint-links.tsx';
import { may, useStaff } from '../session/session.ts';
import { RoomPage } from '../shell/room-page.tsx';
import { Clocks } from './clocks.tsx';
import { Closing } from './closing.tsx';
import { Owner } from './owner.tsx';
import { Proposal } from './proposal.tsx';
import { deskComplaintQuery } from './queries.ts';
import { Reply } from './reply.tsx';
import { Tasks } from './tasks.tsx';
import { causeNames, clockName, severityNames, severityTones, teamNames } from './words.ts';

/** One complaint: what is owed by when, who has it, all that was said and done, and what to do next. */
export function ComplaintPage() {
  const { t } = useLingui();
  const { complaintId } = useParams({ from: '/desk/complaints/$complaintId' });
  const { data, error, isPending, isFetching, refetch } = useQuery(deskComplaintQuery(complaintId));
  const isRefused = error instanceof ApiProblem && (error.status === 403 || error.status === 404);
  return (
    <RoomPage
      title={
        <span className="inline-flex items-center gap-2">
          <Link
            to="/complaints"
            aria-label={t`返回投诉列表`}
            className="-ml-2 grid size-9 place-items-center rounded-full hover:bg-pressed"
          >
            <ArrowLeft aria-hidden="true" className="size-5" />
          </Link>
          <span className="tabular">{data?.number ?? <Trans>投诉</Trans>}</span>
        </span>
      }
      name={data?.number ?? t`投诉`}
      detail={data && `${data.customer.name} ${data.customer.maskedContact}`}
    >
      {data ? (
        <Detail complaint={data} />
      ) : isPending ? (
        <SkeletonList rows={5} />
      ) : (
        <ErrorState
          title={isRefused ? error.message : undefined}
          onRetry={isRefused ? undefined : () => void refetch()}
          retrying={isFetching}
        />
      )}
    </RoomPage>
  );
}

function Detail({ complaint }: { complaint: DeskComplaintDetail }) {
  const staff = useStaff();
  const oversees = may(staff, 'complaint.oversee');
  const isOpen = complaint.status !== 'closed';
  const acts = isOpen && complaint.owner !== undefined && (complaint.owner.id === staff.id || oversees);
  return (
    <div className="grid items-start gap-4 md:grid-cols-[1fr_17rem]">
      <div className="flex min-w-0 flex-col gap-4">
        <About complaint={complaint} />
        <Timeline complaint={complaint} />
        {acts && <Reply complaint={complaint} />}
        {acts && <Proposal complaint={complaint} />}
        {acts && <Closing complaint={complaint} />}
      </div>
      <div className="flex min-w-0 flex-col gap-4">
        <Card title={<Trans>时限</Trans>}>
          <Clocks clocks={complaint.clocks} />
        </Card>
        <Owner complaint={complaint} acts={acts} />
        <Tasks complaint={complaint} acts={acts} />
        <ComplaintLinks complaintId={complaint.id} />
      </div>
    </div>
  );
}

function About({ complaint }: { complaint: DeskComplaintDetail }) {
  const { status, severity, goodwillPaid, proposal, outcome, cause } = complaint;
  return (
    <Card
      title={categoryNames()[complaint.category]}
      action={
        <span className="flex gap-1.5">
          {complaint.escalated && (
            <Badge tone="danger">
              <Trans>已升级</Trans>
            </Badge>
          )}
          <Badge tone={severityTones[severity]}>{severityNames()[severity]}</Badge>
          <Badge tone={statusTones[status]}>{statusName(status, 'desk')}</Badge>
        </span>
      }
    >
      <p className="whitespace-pre-line text-body">{complaint.description}</p>
      <Facts
        className="mt-3"
        facts={[
          { label: <Trans>希望</Trans>, value: wishNames()[complaint.wish] },
          { label: <Trans>提交</Trans>, value: <Time value={complaint.openedAt} /> },
          ...(complaint.conversationId
            ? [
                {
                  label: <Trans>会话</Trans>,
                  value: (
                    <Link
                      to="/conversations/$conversationId"
                      params={{ conversationId: complaint.conversationId }}
                      className="text-accent-ink hover:underline"
                    >
                      <Trans>打开来源会话</Trans>
                    </Link>
                  ),
                },
              ]
            : []),
          ...(complaint.paymentId
            ? [
                {
                  label: <Trans>账单</Trans>,
                  value: <span className="tabular break-all">{complaint.paymentId}</span>,
                },
              ]
            : []),
          ...(proposal?.goodwill
            ? [
                {
                  label: <Trans>已预留补偿</Trans>,
                  value: <Amount value={proposal.goodwill.amount} currency={proposal.goodwill.currency} />,
                },
              ]
            : []),
          ...(goodwillPaid
            ? [
                {
                  label: <Trans>已付补偿</Trans>,
                  value: <Amount value={goodwillPaid.amount} currency={goodwillPaid.currency} />,
                },
              ]
            : []),
          ...(outcome ? [{ label: <Trans>结果</Trans>, value: outcomeName(outcome, 'desk') }] : []),
          ...(cause ? [{ label: <Trans>根本原因</Trans>, value: causeNames()[cause] }] : []),
          ...(complaint.explanation
            ? [
                {
                  label: <Trans>给客户的说明</Trans>,
                  value: <span className="whitespace-pre-line">{complaint.explanation}</span>,
                },
              ]
            : []),
        ]}
      />
    </Card>
  );
}

function Timeline({ complaint: { entries, status } }: { complaint: DeskComplaintDetail }) {
  const names = { team: teamNames(), severity: severityNames() };
  const aboutOf = ({ kind, about }: DeskComplaintDetail['entries'][number]): string | undefined => {
    if (about === undefined) return undefined;
    if (kind === 'task_added' || kind === 'task_done' || kind === 'task_overdue')
      return names.team[about as keyof typeof names.team];
    if (kind === 'severity') return names.severity[about as keyof typeof names.severity];
    if (kind === 'due_soon' || kind === 'overdue') return clockName(about as Parameters<typeof clockName>[0]);
    return undefined;
  };
  return (
    <Card title={<Trans>经过</Trans>}>
      <Steps
        steps={entries.map((entry, index) => {
          const about = aboutOf(entry);
          return {
            state:
              entry.kind === 'overdue' || entry.kind === 'task_overdue'
                ? ('failed' as const)
                : index === entries.length - 1 && status !== 'closed'
                  ? ('current' as const)
                  : ('done' as const),
            title: (
              <>
                {entryTitle(entry, 'desk')}
                {about && ` · ${about}`}
                {entry.internal && (
                  <Badge className="ml-1.5">
                    <Trans>内部</Trans>
                  </Badge>
                )}
              </>
            ),
            detail: entry.text && <span className="whitespace-pre-line">{entry.text}</span>,
            aside: <Time value={entry.at} />,
          };
        })}
      />
    </Card>
  );
}

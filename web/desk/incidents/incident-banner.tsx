import { Plural, Trans } from '@lingui/react/macro';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { TriangleAlert } from 'lucide-react';
import type { DeskIncident, DeskReportedIncident } from '../../../contract/incidents.ts';
import { useLocalized } from '../../shared/i18n/localized.ts';
import { Time } from '../../shared/ui/time.tsx';
import { may, useStaff } from '../session/session.ts';
import { incidentsQuery, reportedIncidentsQuery } from './queries.ts';

/** What customers contact us about: a network that does not answer, what many report; what it affects and since when. */
export function IncidentBanner() {
  const staff = useStaff();
  const { data } = useQuery(incidentsQuery);
  const { data: reported } = useQuery(reportedIncidentsQuery);
  const [first, ...others] = data?.current ?? [];
  // What is not confirmed concerns whoever confirms it.
  const known = (reported?.current ?? []).filter(
    ({ state }) => state === 'announced' || may(staff, 'incident.decide'),
  );
  if (first === undefined && known.length === 0) return null;
  return (
    <div
      role="status"
      className="flex items-start justify-center gap-2 bg-warning-soft px-4 py-1.5 text-label text-warning-ink"
    >
      <TriangleAlert aria-hidden="true" className="mt-0.5 size-4 shrink-0" />
      <div className="min-w-0">
        {first && (
          <p>
            <Affected incident={first} />
            {others.length > 0 && (
              <>
                {' '}
                <Plural value={others.length} other="另有 # 个网络受影响。" />
              </>
            )}
          </p>
        )}
        {known.map((incident) => (
          <p key={incident.id}>
            <Reported incident={incident} decides={may(staff, 'incident.decide')} />
          </p>
        ))}
      </div>
    </div>
  );
}

function Reported({ incident, decides }: { incident: DeskReportedIncident; decides: boolean }) {
  const localized = useLocalized();
  return (
    <>
      <strong className="font-semibold">
        <Plural value={incident.customers} other="# 位客户反映" />
      </strong>{' '}
      {localized(incident.title)}{' '}
      <span className="text-caption">
        <Time value={incident.startedAt} />
      </span>{' '}
      {decides && (
        <Link to="/reports" className="font-semibold underline">
          {incident.state === 'proposed' ? <Trans>去确认</Trans> : <Trans>处理</Trans>}
        </Link>
      )}
    </>
  );
}

function Affected({ incident }: { incident: DeskIncident }) {
  const localized = useLocalized();
  const name = localized(incident.rail.name);
  const since = <Time value={incident.startedAt} />;
  return (
    <>
      <strong className="font-semibold">{name}</strong>{' '}
      {incident.operation === 'payout' ? (
        <Trans>{since} 起没有应答：提现改走普通转账，到账会慢一些。</Trans>
      ) : incident.operation === 'refund' ? (
        <Trans>{since} 起没有应答：退款会晚到，不会丢失。</Trans>
      ) : incident.methodType === 'card' ? (
        <Trans>{since} 起没有应答：用卡付款和充值暂时不发出，客户没有扣款，可改用余额或银行账户。</Trans>
      ) : (
        <Trans>{since} 起没有应答：用银行账户付款和充值暂时不发出，客户没有扣款，可改用余额或银行卡。</Trans>
      )}{' '}
      <span className="text-caption">{incident.reason}</span>
    </>
  );
}

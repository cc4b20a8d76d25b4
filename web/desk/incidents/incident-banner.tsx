import { Plural, Trans } from '@lingui/react/macro';
import { queryOptions, useQuery } from '@tanstack/react-query';
import { TriangleAlert } from 'lucide-react';
import { type DeskIncident, listDeskIncidents } from '../../../contract/incidents.ts';
import { call } from '../../shared/api.ts';
import { useLocalized } from '../../shared/i18n/localized.ts';
import { Time } from '../../shared/ui/time.tsx';

const incidentsQuery = queryOptions({
  queryKey: ['incidents'],
  queryFn: ({ signal }) => call(listDeskIncidents, { signal }),
  refetchInterval: 15_000,
});

/** What customers will call about: a network that does not answer, since when, and what it affects. */
export function IncidentBanner() {
  const { data } = useQuery(incidentsQuery);
  if (!data || data.current.length === 0) return null;
  const [first, ...others] = data.current;
  return (
    <div
      role="status"
      className="flex items-start justify-center gap-2 bg-warning-soft px-4 py-1.5 text-label text-warning-ink"
    >
      <TriangleAlert aria-hidden="true" className="mt-0.5 size-4 shrink-0" />
      <p className="min-w-0">
        {first && <Affected incident={first} />}
        {others.length > 0 && (
          <>
            {' '}
            <Plural value={others.length} other="另有 # 个网络受影响。" />
          </>
        )}
      </p>
    </div>
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

import { Trans, useLingui } from '@lingui/react/macro';
import { queryOptions, useMutation, useQuery } from '@tanstack/react-query';
import { listReportedIncidents, type ReportedIncident, reportIncident } from '../../../contract/incidents.ts';
import { call } from '../../shared/api.ts';
import { useLocalized } from '../../shared/i18n/localized.ts';
import { Banner } from '../../shared/ui/banner.tsx';
import { Button } from '../../shared/ui/button.tsx';
import { cx } from '../../shared/ui/cx.ts';
import { Time } from '../../shared/ui/time.tsx';
import { toast } from '../../shared/ui/toast.tsx';
import { problemText } from '../app/problem-text.ts';
import { IncidentNotice, incidentsQuery } from '../pay/incidents.tsx';

const reportedIncidentsQuery = queryOptions({
  queryKey: ['reported-incidents'],
  queryFn: async ({ signal }) => (await call(listReportedIncidents, { signal })).incidents,
  staleTime: 15_000,
  refetchInterval: 30_000,
});

/**
 * What does not work now: networks that do not answer, and what many customers report, until a while after it is over. A
 * customer may say that they have it, too.
 */
export function KnownIncidents({ isLoggedIn, className }: { isLoggedIn: boolean; className?: string }) {
  const { data: ofNetworks = [] } = useQuery({ ...incidentsQuery, enabled: isLoggedIn });
  const { data: reported = [] } = useQuery(reportedIncidentsQuery);
  if (ofNetworks.length + reported.length === 0) return null;
  return (
    <div className={cx('flex flex-col gap-2', className)}>
      {ofNetworks.map(({ id, operation, methodType }) => (
        <IncidentNotice
          key={id}
          kind={operation === 'payout' ? 'withdrawal' : 'purchase'}
          type={methodType}
        />
      ))}
      {reported.map((incident) => (
        <Reported key={incident.id} incident={incident} canReport={isLoggedIn} />
      ))}
    </div>
  );
}

function Reported({ incident, canReport }: { incident: ReportedIncident; canReport: boolean }) {
  const { i18n, t } = useLingui();
  const localized = useLocalized();
  const report = useMutation({
    mutationFn: () => call(reportIncident, { params: { id: incident.id } }),
    onSuccess: () => toast(t`记下了，恢复后会告诉您`, { tone: 'success' }),
    onError: (error) => toast(problemText(error, i18n.locale), { tone: 'danger' }),
  });
  if (incident.endedAt !== undefined)
    return (
      <Banner tone="success" live>
        <Time value={incident.endedAt} /> <Trans>已解决：{localized(incident.title)}</Trans>
      </Banner>
    );
  return (
    <Banner tone="warning" live>
      <p>{localized(incident.text)}</p>
      {canReport && !report.isSuccess && (
        <Button
          variant="quiet"
          size="small"
          loading={report.isPending}
          onClick={() => report.mutate()}
          className="-mb-1.5 -ml-3"
        >
          <Trans>我也遇到了</Trans>
        </Button>
      )}
    </Banner>
  );
}

import { Trans } from '@lingui/react/macro';
import { queryOptions, useQuery } from '@tanstack/react-query';
import { type Incident, listIncidents } from '../../../contract/incidents.ts';
import type { PaymentKind, PaymentMethod } from '../../../contract/payments.ts';
import { call } from '../../shared/api.ts';
import { Banner } from '../../shared/ui/banner.tsx';
import { Time } from '../../shared/ui/time.tsx';

/** Ways of paying that do not work now; looked at again while a payment is being prepared. */
export const incidentsQuery = queryOptions({
  queryKey: ['incidents'],
  queryFn: async ({ signal }) => (await call(listIncidents, { signal })).incidents,
  staleTime: 15_000,
  refetchInterval: 30_000,
});

/** The incident that stands in the way of this kind of payment with this method. */
export function incidentFor(
  incidents: readonly Incident[] | undefined,
  kind: PaymentKind,
  type: PaymentMethod['type'] | 'balance' | undefined,
): Incident | undefined {
  // Money from the balance passes through no network; a withdrawal goes out through the bank's.
  const operation = kind === 'withdrawal' ? 'payout' : 'charge';
  return incidents?.find((incident) => incident.methodType === type && incident.operation === operation);
}

/** Says before anything is tried that the network of this method does not answer; that the balance works, when it would. */
export function IncidentNotice(props: {
  kind: PaymentKind;
  type: PaymentMethod['type'] | 'balance' | undefined;
  className?: string;
}) {
  const incidents = useQuery(incidentsQuery);
  const incident = incidentFor(incidents.data, props.kind, props.type);
  if (!incident) return null;
  const since = <Time value={incident.startedAt} />;
  return (
    <Banner tone="warning" live className={props.className}>
      {props.kind === 'withdrawal' ? (
        <Trans>{since} 起银行的实时通道没有应答，提现改走普通转账，到账会慢一些。</Trans>
      ) : incident.methodType === 'card' ? (
        <Trans>{since} 起银行卡网络没有应答，用卡付款可能失败。失败不会扣款，请稍后再试或换一种方式。</Trans>
      ) : (
        <Trans>{since} 起银行没有应答，用银行账户付款可能失败。失败不会扣款，请稍后再试或换一种方式。</Trans>
      )}
    </Banner>
  );
}

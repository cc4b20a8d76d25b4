import { Trans } from '@lingui/react/macro';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { ChevronRight, Store } from 'lucide-react';
import { Amount } from '../../shared/ui/amount.tsx';
import { waitingCheckoutsQuery } from './queries.ts';

/** Orders of a counter that wait for this customer's payment password. */
export function WaitingCheckouts() {
  const { data = [] } = useQuery(waitingCheckoutsQuery);
  return data.map((session) => (
    <Link
      key={session.id}
      to="/checkout/$sessionId"
      params={{ sessionId: session.id }}
      className="flex min-h-13 items-center gap-2.5 rounded-card bg-warning-soft px-card py-3 text-label text-warning-ink [&>svg]:size-5 [&>svg]:shrink-0"
    >
      <Store aria-hidden="true" />
      <span className="min-w-0 flex-1 font-medium">
        <Trans>
          {session.merchantName} 等您确认付款 <Amount value={session.amount} currency={session.currency} />
        </Trans>
      </span>
      <ChevronRight aria-hidden="true" />
    </Link>
  ));
}

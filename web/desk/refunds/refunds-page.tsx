import { Trans, useLingui } from '@lingui/react/macro';
import { useQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { Search } from 'lucide-react';
import { type FormEvent, useState } from 'react';
import { getRefundablePayment } from '../../../contract/refunds.ts';
import { ApiProblem, call } from '../../shared/api.ts';
import { Banner } from '../../shared/ui/banner.tsx';
import { Button } from '../../shared/ui/button.tsx';
import { ErrorState } from '../../shared/ui/error-state.tsx';
import { SkeletonList } from '../../shared/ui/skeleton.tsx';
import { TextField } from '../../shared/ui/text-field.tsx';
import { RoomPage } from '../shell/room-page.tsx';
import { RefundCard } from './refund-card.tsx';

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** Giving back a payment to a merchant, found by its number. */
export function RefundsPage() {
  const { t } = useLingui();
  const navigate = useNavigate();
  const { payment: id } = useSearch({ from: '/desk/refunds' });
  const [typed, setTyped] = useState(id ?? '');
  const payment = useQuery({
    queryKey: ['refundable', id],
    queryFn: ({ signal }) => call(getRefundablePayment, { params: { id: id as string }, signal }),
    enabled: id !== undefined,
    retry: false,
  });
  const look = (event: FormEvent) => {
    event.preventDefault();
    if (uuid.test(typed.trim())) void navigate({ to: '/refunds', search: { payment: typed.trim() } });
  };
  return (
    <RoomPage
      title={<Trans>退款</Trans>}
      name={t`退款`}
      detail={<Trans>把付给商户的钱退回原路，部分或全部。大额的由另一位同事批准后执行。</Trans>}
    >
      <form onSubmit={look} className="mb-4 flex items-end gap-3">
        <TextField
          label={<Trans>付款编号</Trans>}
          leading={<Search />}
          className="flex-1"
          autoComplete="off"
          spellCheck={false}
          value={typed}
          onChange={(event) => setTyped(event.target.value)}
        />
        <Button type="submit" variant="secondary" disabled={!uuid.test(typed.trim())}>
          <Trans>查找</Trans>
        </Button>
      </form>
      {payment.isLoading && <SkeletonList rows={2} />}
      {payment.isError &&
        (payment.error instanceof ApiProblem ? (
          <Banner tone="danger" live>
            {payment.error.message}
          </Banner>
        ) : (
          <ErrorState
            title={<Trans>付款没有加载出来</Trans>}
            onRetry={() => void payment.refetch()}
            retrying={payment.isFetching}
          />
        ))}
      {payment.data && <RefundCard key={payment.data.id} payment={payment.data} />}
    </RoomPage>
  );
}

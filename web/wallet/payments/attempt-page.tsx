import { Trans, useLingui } from '@lingui/react/macro';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useEffect } from 'react';
import { getPayment, inquirePayment, listPayments } from '../../../contract/payments.ts';
import { call } from '../../shared/api.ts';
import { Card } from '../../shared/ui/card.tsx';
import { ErrorState } from '../../shared/ui/error-state.tsx';
import { Spinner } from '../../shared/ui/spinner.tsx';
import { useParam } from '../app/address.ts';
import { ButtonLink } from '../app/links.tsx';
import { Screen } from '../app/screen.tsx';
import { confirmingPayment } from './confirming.ts';
import { refreshMoney } from './queries.ts';

const SEARCHED = 20;

/** Which of the customer's payments an attempt belongs to, null when none of the recent ones. */
async function findPayment(attemptId: string): Promise<string | null> {
  const { payments } = await call(listPayments, { query: { limit: SEARCHED } });
  const likely = confirmingPayment();
  const first = payments.filter(({ id }) => id === likely);
  // What waits is likelier than what is decided.
  const open = payments.filter(({ id, status }) => id !== likely && status === 'requires_action');
  const rest = payments.filter((payment) => !first.includes(payment) && !open.includes(payment));
  for (const { id, direction, kind } of [...first, ...open, ...rest]) {
    if (direction === 'in' && kind !== 'top_up') continue;
    const { attempts } = await call(getPayment, { params: { id } });
    if (attempts.some((attempt) => attempt.id === attemptId)) return id;
  }
  return null;
}

/** Where the bank's confirmation page returns to: finds the payment, asks the bank, shows the result. */
export function AttemptPage() {
  const { t } = useLingui();
  const attemptId = useParam('attemptId');
  const navigate = useNavigate();
  const client = useQueryClient();
  const found = useQuery({
    queryKey: ['attempts', attemptId],
    queryFn: async () => {
      const id = await findPayment(attemptId);
      // The bank has told the customer; its callback to us may still be on its way.
      if (id) await call(inquirePayment, { params: { id } }).catch(() => undefined);
      return id;
    },
    staleTime: Number.POSITIVE_INFINITY,
  });
  const id = found.data;
  useEffect(() => {
    if (!id) return;
    void refreshMoney(client);
    void navigate({ to: '/payments/$id/result', params: { id }, replace: true });
  }, [id, client, navigate]);

  return (
    <Screen title={t`交易结果`} name="payment_result" up="/">
      <Card>
        {found.isError || id === null ? (
          <ErrorState
            title={id === null ? <Trans>没有找到这笔付款</Trans> : undefined}
            detail={id === null ? <Trans>请到账单里查看它的结果。</Trans> : undefined}
            onRetry={() => void found.refetch()}
            retrying={found.isFetching}
            action={
              <ButtonLink to="/bills" variant="secondary">
                <Trans>看全部账单</Trans>
              </ButtonLink>
            }
          />
        ) : (
          <p className="flex items-center justify-center gap-3 py-12 text-muted" role="status">
            <Spinner className="text-accent-ink" />
            <Trans>正在向银行确认结果…</Trans>
          </p>
        )}
      </Card>
    </Screen>
  );
}

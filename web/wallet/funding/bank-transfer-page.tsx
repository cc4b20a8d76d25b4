import { Trans, useLingui } from '@lingui/react/macro';
import { useQuery } from '@tanstack/react-query';
import { Copy } from 'lucide-react';
import { getDepositDetails } from '../../../contract/suspense.ts';
import { call } from '../../shared/api.ts';
import { Banner } from '../../shared/ui/banner.tsx';
import { Card } from '../../shared/ui/card.tsx';
import { ErrorState } from '../../shared/ui/error-state.tsx';
import { IconButton } from '../../shared/ui/icon-button.tsx';
import { List } from '../../shared/ui/list.tsx';
import { SkeletonList } from '../../shared/ui/skeleton.tsx';
import { copy } from '../app/copy.ts';
import { Screen } from '../app/screen.tsx';

/** RF18 5390 0754 7034: as it is read out and typed. */
const inFours = (text: string) => text.replace(/(.{4})(?=.)/g, '$1 ');

/** Topping up by a transfer from any bank: where to, and the reference by which it finds the balance. */
export function BankTransferPage() {
  const { t } = useLingui();
  const { data, ...query } = useQuery({
    queryKey: ['deposit-details'],
    queryFn: ({ signal }) => call(getDepositDetails, { signal }),
    staleTime: Number.POSITIVE_INFINITY,
  });
  return (
    <Screen title={t`银行转账充值`} name="top_up" up="/top-up">
      <div className="flex flex-col gap-3">
        <Card flush title={<Trans>从任何银行转到这里</Trans>}>
          {query.isPending && <SkeletonList rows={3} />}
          {query.isError && <ErrorState onRetry={() => void query.refetch()} retrying={query.isFetching} />}
          {data && (
            <List>
              <Line label={t`户名`} value={data.accountName} shown={data.accountName} />
              <Line label={t`账号`} value={data.accountNumber} shown={inFours(data.accountNumber)} />
              <Line label={t`附言（您的识别码）`} value={data.reference} shown={inFours(data.reference)} />
            </List>
          )}
        </Card>
        <Banner tone="warning" title={<Trans>一定要填附言</Trans>}>
          <Trans>
            钱凭附言里的识别码入账到您的余额。漏填或填错时，钱会先挂账，由客服和财务核实后入账或退回。
          </Trans>
        </Banner>
        <p className="text-center text-caption text-muted">
          <Trans>识别码一直不变，可以存进银行的常用收款人。到账后账单里会有记录。</Trans>
        </p>
      </div>
    </Screen>
  );
}

function Line({ label, value, shown }: { label: string; value: string; shown: string }) {
  const { t } = useLingui();
  return (
    <li className="flex min-h-row items-center gap-3 px-card py-row-padding">
      <div className="min-w-0 flex-1">
        <p className="text-caption text-muted">{label}</p>
        <p className="tabular break-words text-body">{shown}</p>
      </div>
      <IconButton
        icon={<Copy />}
        label={t`复制${label}`}
        tone="muted"
        onClick={() => void copy(value, t`已复制`)}
      />
    </li>
  );
}

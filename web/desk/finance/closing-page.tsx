import { Plural, Trans, useLingui } from '@lingui/react/macro';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { Download } from 'lucide-react';
import { useState } from 'react';
import { businessDay } from '../../../contract/business-day.ts';
import { type ClosingReport, getClosing } from '../../../contract/ledger.ts';
import { call } from '../../shared/api.ts';
import { Amount } from '../../shared/ui/amount.tsx';
import { Badge } from '../../shared/ui/badge.tsx';
import { Button } from '../../shared/ui/button.tsx';
import { Card } from '../../shared/ui/card.tsx';
import { ErrorState } from '../../shared/ui/error-state.tsx';
import { SkeletonList } from '../../shared/ui/skeleton.tsx';
import { TextField } from '../../shared/ui/text-field.tsx';
import { RoomPage } from '../shell/room-page.tsx';
import { saveClosingCsv } from './closing-csv.ts';
import { PurposeName } from './purpose-name.tsx';

const today = () => businessDay(new Date());

/** The books of a day: every kind of account, what moved, and that debits equal credits. */
export function ClosingPage() {
  const { t } = useLingui();
  const [day, setDay] = useState(today);
  const { data, ...query } = useQuery({
    queryKey: ['closing', day],
    queryFn: ({ signal }) => call(getClosing, { params: { day }, signal }),
    placeholderData: keepPreviousData,
  });
  return (
    <RoomPage
      title={<Trans>日终报表</Trans>}
      name={t`日终报表`}
      detail={<Trans>按北京时间的一天。每种账户的期初、发生和期末；借方和贷方必须相等。</Trans>}
      wide
    >
      <div className="mb-4 flex flex-wrap items-end gap-3">
        <TextField
          label={<Trans>日期</Trans>}
          type="date"
          value={day}
          max={today()}
          onChange={(event) => event.target.value !== '' && setDay(event.target.value)}
        />
        <Button
          variant="secondary"
          icon={<Download />}
          disabled={data === undefined || query.isPlaceholderData}
          onClick={() => data && saveClosingCsv(data)}
        >
          <Trans>导出 CSV</Trans>
        </Button>
      </div>
      {query.isPending && <SkeletonList rows={6} />}
      {query.isError && (
        <ErrorState
          title={<Trans>报表没有加载出来</Trans>}
          onRetry={() => void query.refetch()}
          retrying={query.isFetching}
        />
      )}
      {data && (
        <div className="flex flex-col gap-4">
          {data.currencies.map((books) => (
            <Books key={books.currency} books={books} />
          ))}
        </div>
      )}
    </RoomPage>
  );
}

function Books({ books }: { books: ClosingReport['currencies'][number] }) {
  const { currency, lines } = books;
  return (
    <Card
      title={currency}
      action={
        books.balanced ? (
          <Badge tone="success">
            <Trans>借贷相等</Trans>
          </Badge>
        ) : (
          <Badge tone="danger">
            <Trans>借贷不等</Trans>
          </Badge>
        )
      }
      flush
    >
      <div className="overflow-x-auto px-card pb-card">
        <table className="w-full text-label">
          <thead>
            <tr className="border-line border-b text-caption text-muted [&>th]:py-2 [&>th]:pl-3 [&>th]:text-right [&>th]:font-normal [&>th:first-child]:pl-0 [&>th:first-child]:text-left">
              <th scope="col">
                <Trans>账户</Trans>
              </th>
              <th scope="col" className="hidden md:table-cell">
                <Trans>期初</Trans>
              </th>
              <th scope="col">
                <Trans>借方</Trans>
              </th>
              <th scope="col">
                <Trans>贷方</Trans>
              </th>
              <th scope="col">
                <Trans>期末</Trans>
              </th>
            </tr>
          </thead>
          <tbody>
            {lines.map(({ purpose, side, accounts, opening, debits, credits, closing }) => (
              <tr
                key={`${purpose}${side}`}
                className="border-line border-b [&>td]:py-2 [&>td]:pl-3 [&>td]:text-right"
              >
                <th scope="row" className="py-2 text-left font-normal">
                  <PurposeName purpose={purpose} />
                  <span className="block text-caption text-muted">
                    {side === 'debit' ? <Trans>借方余额</Trans> : <Trans>贷方余额</Trans>} ·{' '}
                    <Plural value={accounts} other="# 个" />
                  </span>
                </th>
                <td className="hidden md:table-cell">
                  <Amount value={opening} currency={currency} symbol={false} />
                </td>
                <td>
                  <Amount value={debits} currency={currency} symbol={false} />
                </td>
                <td>
                  <Amount value={credits} currency={currency} symbol={false} />
                </td>
                <td>
                  <Amount value={closing} currency={currency} symbol={false} />
                </td>
              </tr>
            ))}
          </tbody>
          <tfoot className="font-semibold [&_td]:py-2 [&_td]:pl-3 [&_td]:text-right [&_th]:py-2 [&_th]:text-left">
            <tr>
              <th scope="row">
                <Trans>当日发生</Trans>
              </th>
              <td className="hidden md:table-cell">—</td>
              <td>
                <Amount value={books.debits} currency={currency} symbol={false} />
              </td>
              <td>
                <Amount value={books.credits} currency={currency} symbol={false} />
              </td>
            </tr>
            <tr>
              <th scope="row">
                <Trans>期末余额</Trans>
              </th>
              <td className="hidden md:table-cell">—</td>
              <td>
                <Amount value={books.debitBalances} currency={currency} symbol={false} />
              </td>
              <td>
                <Amount value={books.creditBalances} currency={currency} symbol={false} />
              </td>
            </tr>
          </tfoot>
        </table>
      </div>
    </Card>
  );
}

import { Plural, Trans } from '@lingui/react/macro';
import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { categoryNames } from '../../shared/complaints/words.ts';
import { Card } from '../../shared/ui/card.tsx';
import { Figure } from '../shell/figure.tsx';
import { trendsQuery } from './queries.ts';
import { causeNames } from './words.ts';

const DAYS = 30;

/** What people complain of, why it came to that, and whether the clocks are kept; beside the time before. */
export function Trends() {
  const { data } = useQuery(trendsQuery(DAYS));
  if (data === undefined) return null;
  const causes = causeNames();
  const categories = categoryNames();
  return (
    <section className="mt-6">
      <h2 className="mb-3 font-semibold text-title">
        <Trans>近 30 天</Trans>
      </h2>
      <dl className="mb-3 grid grid-cols-2 gap-3 sm:grid-cols-4">
        <Figure name={<Trans>新投诉</Trans>} value={String(data.opened)} />
        <Figure name={<Trans>已结案</Trans>} value={String(data.closed)} />
        <Figure
          name={<Trans>按时率</Trans>}
          value={data.metInTime === undefined ? '–' : `${Math.round(data.metInTime * 100)}%`}
        />
        <Figure
          name={<Trans>处理时长中位数</Trans>}
          value={
            data.medianHours === undefined ? (
              '–'
            ) : data.medianHours < 48 ? (
              <Plural value={Math.round(data.medianHours)} other="# 小时" />
            ) : (
              <Plural value={Math.round(data.medianHours / 24)} other="# 天" />
            )
          }
        />
      </dl>
      <div className="grid gap-3 sm:grid-cols-2">
        <Counts
          title={<Trans>按类别</Trans>}
          rows={data.byCategory.map(({ category, ...counts }) => ({ name: categories[category], ...counts }))}
        />
        <Counts
          title={<Trans>按原因</Trans>}
          rows={data.byCause.map(({ cause, ...counts }) => ({ name: causes[cause], ...counts }))}
        />
      </div>
    </section>
  );
}

function Counts({
  title,
  rows,
}: {
  title: ReactNode;
  rows: Array<{ name: string; count: number; before: number }>;
}) {
  const most = Math.max(1, ...rows.map(({ count }) => count));
  return (
    <Card title={title}>
      {rows.length === 0 && (
        <p className="text-label text-muted">
          <Trans>还没有数据</Trans>
        </p>
      )}
      <ul className="flex flex-col gap-2.5">
        {rows.map(({ name, count, before }) => (
          <li key={name} className="text-label">
            <span className="flex justify-between gap-3">
              <span>{name}</span>
              <span className="tabular">
                {count}
                <span className="ml-2 text-muted">
                  <Trans>之前 {before}</Trans>
                </span>
              </span>
            </span>
            <progress
              value={count}
              max={most}
              aria-hidden="true"
              className="mt-1 block h-1.5 w-full appearance-none overflow-hidden rounded-full bg-pressed [&::-moz-progress-bar]:bg-accent [&::-webkit-progress-bar]:bg-pressed [&::-webkit-progress-value]:bg-accent"
            />
          </li>
        ))}
      </ul>
    </Card>
  );
}

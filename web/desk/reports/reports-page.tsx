import { Trans, useLingui } from '@lingui/react/macro';
import { useQuery } from '@tanstack/react-query';
import { Download } from 'lucide-react';
import { useState } from 'react';
import { businessDay } from '../../../contract/business-day.ts';
import { type GuideArea, guideAreas } from '../../../contract/guides.ts';
import { RATING_REASONS } from '../../shared/chat/rating-reasons.ts';
import { useLocalized } from '../../shared/i18n/localized.ts';
import { Button } from '../../shared/ui/button.tsx';
import { Card } from '../../shared/ui/card.tsx';
import { ErrorState } from '../../shared/ui/error-state.tsx';
import { SegmentedControl } from '../../shared/ui/segmented-control.tsx';
import { SkeletonList } from '../../shared/ui/skeleton.tsx';
import { AREA_NAMES } from '../guides/areas.ts';
import { guidesQuery } from '../inbox/queries.ts';
import { RoomPage } from '../shell/room-page.tsx';
import { BadRatings } from './bad-ratings.tsx';
import { Figure } from '../shell/figure.tsx';
import { reportQuery } from './queries.ts';
import { percent, type ReportRow, ReportTable, useColumns, useSpan } from './report-table.tsx';
import { saveReportCsv } from './report-csv.ts';
import { Staffing } from './staffing.tsx';
import { WaitAccuracy } from './wait-accuracy.tsx';
import { Wall } from './wall.tsx';

const DAYS = ['1', '7', '30'] as const;
const DAY_MS = 86_400_000;

const dayBefore = (days: number) => businessDay(new Date(Date.now() - days * DAY_MS));

/** The supervisor's room: what is going on now, how it went, and what went badly. */
export function ReportsPage() {
  const { t } = useLingui();
  const localized = useLocalized();
  const span = useSpan();
  const columns = useColumns();
  const [days, setDays] = useState<(typeof DAYS)[number]>('7');
  const [by, setBy] = useState<'days' | 'agents' | 'guides' | 'areas'>('days');
  const [from, to] = [dayBefore(Number(days) - 1), dayBefore(0)];
  const { data, ...query } = useQuery(reportQuery({ from, to }));
  const guides = useQuery(guidesQuery).data?.guides ?? [];

  const isArea = (key: string): key is GuideArea => (guideAreas as readonly string[]).includes(key);
  function nameOf(key: string, name: string | undefined): string {
    if (by === 'agents') return name ?? (key === '' ? t`助手` : t`已离职的客服`);
    if (by === 'areas') return isArea(key) ? t(AREA_NAMES[key]) : t`未分类`;
    if (by === 'days') return key;
    const guide = guides.find(({ id }) => id === key);
    return guide ? localized(guide.title) : key === '' ? t`没有走引导` : key;
  }
  const headings = { days: t`日期`, agents: t`客服`, guides: t`引导`, areas: t`问题类别` };
  const rows: ReportRow[] = (data?.[by] ?? []).map((row) => ({ ...row, name: nameOf(row.key, row.name) }));

  const missed = (data?.reasons ?? [])
    .map(({ reason, count }) => `${t(RATING_REASONS[reason])} ${count}`)
    .join(' · ');

  return (
    <RoomPage
      title={<Trans>现场和报表</Trans>}
      name={t`现场和报表`}
      detail={<Trans>此刻谁在等、谁在接；这几天回得快不快、解决得好不好。按北京时间的一天。</Trans>}
      wide
    >
      <div className="flex flex-col gap-6">
        <Wall />
        <section className="flex flex-col gap-3">
          <div className="flex flex-wrap items-center justify-between gap-3">
            <SegmentedControl
              label={t`时间`}
              value={days}
              onChange={setDays}
              options={[
                { value: '1', label: <Trans>今天</Trans> },
                { value: '7', label: <Trans>7 天</Trans> },
                { value: '30', label: <Trans>30 天</Trans> },
              ]}
              className="w-60"
            />
            <Button
              variant="secondary"
              icon={<Download />}
              disabled={rows.length === 0}
              onClick={() => saveReportCsv(`upay-${by}-${from}-${to}.csv`, headings[by], columns, rows)}
            >
              <Trans>导出 CSV</Trans>
            </Button>
          </div>
          {query.isPending && <SkeletonList rows={3} />}
          {query.isError && data === undefined && (
            <ErrorState
              title={<Trans>报表没有加载出来</Trans>}
              onRetry={() => void query.refetch()}
              retrying={query.isFetching}
            />
          )}
          {data && (
            <>
              <dl className="grid grid-cols-2 gap-3 sm:grid-cols-4">
                <Figure
                  name={<Trans>首次回复</Trans>}
                  value={span(data.total.firstResponse)}
                  detail={
                    <Trans>
                      {percent(data.total.inTime)} 在 {data.targetSeconds} 秒内
                    </Trans>
                  }
                />
                <Figure
                  name={<Trans>解决率</Trans>}
                  value={percent(
                    data.total.closed === 0 ? undefined : data.total.resolved / data.total.closed,
                  )}
                  detail={<Trans>共结束 {data.total.closed} 个</Trans>}
                />
                <Figure
                  name={<Trans>自助解决</Trans>}
                  value={percent(data.total.closed === 0 ? undefined : data.total.alone / data.total.closed)}
                  detail={<Trans>再次找来 {data.total.reopened} 个</Trans>}
                />
                <Figure
                  name={<Trans>满意度</Trans>}
                  value={data.total.score === undefined ? '–' : data.total.score.toFixed(2)}
                  detail={<Trans>{data.total.rated} 个评价</Trans>}
                />
              </dl>
              {missed !== '' && (
                <p className="text-label text-muted">
                  <Trans>评价里说的不足：{missed}</Trans>
                </p>
              )}
              <WaitAccuracy {...data.expectedWait} />
              <Card flush>
                <div className="p-card pb-2">
                  <SegmentedControl
                    label={t`分组`}
                    value={by}
                    onChange={setBy}
                    options={[
                      { value: 'days', label: headings.days },
                      { value: 'agents', label: headings.agents },
                      { value: 'guides', label: headings.guides },
                      { value: 'areas', label: headings.areas },
                    ]}
                    className="max-w-md"
                  />
                </div>
                <ReportTable rows={rows} heading={headings[by]} />
              </Card>
            </>
          )}
        </section>
        <Staffing />
        <BadRatings />
      </div>
    </RoomPage>
  );
}

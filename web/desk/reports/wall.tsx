import { Plural, Trans, useLingui } from '@lingui/react/macro';
import { useQuery } from '@tanstack/react-query';
import { Badge } from '../../shared/ui/badge.tsx';
import { Banner } from '../../shared/ui/banner.tsx';
import { Card } from '../../shared/ui/card.tsx';
import { ErrorState } from '../../shared/ui/error-state.tsx';
import { List, ListItem } from '../../shared/ui/list.tsx';
import { SkeletonList } from '../../shared/ui/skeleton.tsx';
import { AREA_NAMES } from '../guides/areas.ts';
import { ReportedIncidents } from '../incidents/reported-incidents.tsx';
import { formatElapsed } from '../inbox/clock.ts';
import { useNow } from '../inbox/ticker.ts';
import { Figure } from '../shell/figure.tsx';
import { useSpan } from './report-table.tsx';
import { wallQuery } from './queries.ts';

/** What is going on now: who waits, how long, for what; and who is there to help. */
export function Wall() {
  const { t } = useLingui();
  const now = useNow();
  const span = useSpan();
  const { data, ...query } = useQuery(wallQuery);
  if (query.isPending) return <SkeletonList rows={2} />;
  if (data === undefined)
    return (
      <ErrorState
        title={<Trans>现场情况没有加载出来</Trans>}
        onRetry={() => void query.refetch()}
        retrying={query.isFetching}
      />
    );
  const since = (time: string) => formatElapsed(Math.max(0, now - Date.parse(time)));
  const online = data.agents.filter(({ presence }) => presence === 'online');
  const places = online.reduce((sum, { capacity, load }) => sum + Math.max(0, capacity - load), 0);
  const states = { online: t`在线`, away: t`离开`, offline: t`离线` };
  return (
    <section aria-label={t`现场`}>
      {data.surge && (
        <Banner
          tone="warning"
          live
          className="mb-3"
          title={<Trans>高峰：现在转人工要等 {span(data.expectedWaitSeconds)}</Trans>}
        >
          <Trans>客户点转人工时，先看到自助处理、预约回电和故障提示，仍可以继续排队。</Trans>
        </Banner>
      )}
      <ReportedIncidents />
      <dl className="mb-3 grid grid-cols-2 gap-3 sm:grid-cols-4">
        <Figure name={<Trans>排队中</Trans>} value={data.waiting} />
        <Figure
          name={<Trans>最长等待</Trans>}
          value={data.longestSince === undefined ? '–' : since(data.longestSince)}
        />
        <Figure name={<Trans>正在接待</Trans>} value={data.assigned} />
        <Figure
          name={<Trans>在线客服</Trans>}
          value={online.length}
          detail={<Plural value={places} other="还能接 # 个" />}
        />
      </dl>
      <div className="grid gap-3 sm:grid-cols-2">
        <Card title={<Trans>各类排队</Trans>} flush>
          {data.areas.length === 0 ? (
            <p className="px-card pb-card text-label text-muted">
              <Trans>没有人在排队</Trans>
            </p>
          ) : (
            <List>
              {data.areas.map(({ area, waiting, longestSince }) => (
                <ListItem
                  key={area}
                  title={area === '' ? <Trans>未分类</Trans> : t(AREA_NAMES[area])}
                  detail={<Trans>最长 {since(longestSince)}</Trans>}
                  trailing={<span className="tabular font-semibold">{waiting}</span>}
                />
              ))}
            </List>
          )}
        </Card>
        <Card title={<Trans>客服状态</Trans>} flush>
          {data.agents.length === 0 ? (
            <p className="px-card pb-card text-label text-muted">
              <Trans>没有人在线</Trans>
            </p>
          ) : (
            <List>
              {data.agents.map(({ id, name, presence, load, capacity }) => (
                <ListItem
                  key={id}
                  title={name}
                  detail={
                    <Trans>
                      已占 {load} / {capacity}
                    </Trans>
                  }
                  trailing={
                    <Badge
                      tone={presence === 'online' ? 'success' : presence === 'away' ? 'warning' : 'neutral'}
                    >
                      {states[presence]}
                    </Badge>
                  }
                />
              ))}
            </List>
          )}
        </Card>
      </div>
    </section>
  );
}

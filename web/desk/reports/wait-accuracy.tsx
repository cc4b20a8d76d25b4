import { Trans } from '@lingui/react/macro';
import type { getReport } from '../../../contract/reports.ts';
import type { ResultOf } from '../../../contract/route.ts';
import { Figure } from '../shell/figure.tsx';
import { percent, useSpan } from './report-table.tsx';

/** How far what customers were told to wait was from what they waited. */
export function WaitAccuracy({
  answered,
  left,
  meanError,
  bias = 0,
  kept,
}: ResultOf<typeof getReport>['expectedWait']) {
  const span = useSpan();
  if (answered + left === 0) return null;
  return (
    <dl className="grid grid-cols-2 gap-3 sm:grid-cols-3">
      <Figure
        name={<Trans>预计等待的平均误差</Trans>}
        value={span(meanError)}
        detail={bias >= 0 ? <Trans>平均多报 {span(bias)}</Trans> : <Trans>平均少报 {span(-bias)}</Trans>}
      />
      <Figure
        name={<Trans>在预计时间内接入</Trans>}
        value={percent(kept)}
        detail={<Trans>共接入 {answered} 个</Trans>}
      />
      <Figure
        name={<Trans>中途退出排队</Trans>}
        value={percent(left / (answered + left))}
        detail={<Trans>{left} 个</Trans>}
      />
    </dl>
  );
}

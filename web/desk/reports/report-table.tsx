import { Trans, useLingui } from '@lingui/react/macro';
import type { Figures } from '../../../contract/reports.ts';

export interface ReportRow extends Figures {
  key: string;
  name: string;
}

export function percent(part: number | undefined): string {
  return part === undefined ? '–' : `${Math.round(part * 100)}%`;
}

/** Seconds as people say them: 45 s, 3 min, 1.5 h. */
export function useSpan(): (seconds: number | undefined) => string {
  const { t } = useLingui();
  return (seconds) => {
    if (seconds === undefined) return '–';
    const short = (value: number) => String(Number(value.toFixed(value < 10 ? 1 : 0)));
    if (seconds < 60) return t`${short(seconds)} 秒`;
    if (seconds < 3_600) return t`${short(seconds / 60)} 分钟`;
    return t`${short(seconds / 3_600)} 小时`;
  };
}

/** The columns of a report, on the screen and in the file. */
export function useColumns(): Array<{ name: string; value: (row: Figures) => string }> {
  const { t } = useLingui();
  const span = useSpan();
  const share = (part: number, { closed }: Figures) => percent(closed === 0 ? undefined : part / closed);
  return [
    { name: t`已结束`, value: ({ closed }) => String(closed) },
    { name: t`解决率`, value: (row) => share(row.resolved, row) },
    { name: t`自助解决`, value: (row) => share(row.alone, row) },
    { name: t`再次找来`, value: (row) => share(row.reopened, row) },
    { name: t`首次回复`, value: ({ firstResponse }) => span(firstResponse) },
    { name: t`及时率`, value: ({ inTime }) => percent(inTime) },
    { name: t`处理时长`, value: ({ handling }) => span(handling) },
    { name: t`解决时长`, value: ({ resolution }) => span(resolution) },
    { name: t`满意度`, value: ({ score }) => (score === undefined ? '–' : score.toFixed(2)) },
    { name: t`评价数`, value: ({ rated }) => String(rated) },
  ];
}

export function ReportTable({ rows, heading }: { rows: ReportRow[]; heading: string }) {
  const columns = useColumns();
  if (rows.length === 0)
    return (
      <p className="px-card pb-card text-label text-muted">
        <Trans>还没有数据</Trans>
      </p>
    );
  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- it scrolls sideways on a phone, also by keyboard
    <div className="overflow-x-auto" tabIndex={0} role="region" aria-label={heading}>
      <table className="w-full border-collapse text-label">
        <thead>
          <tr className="text-left text-caption text-muted">
            <th className="sticky left-0 bg-surface px-card py-2 font-normal">{heading}</th>
            {columns.map(({ name }) => (
              <th key={name} className="px-3 py-2 text-right font-normal whitespace-nowrap">
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.key} className="border-line border-t">
              <th className="sticky left-0 max-w-48 truncate bg-surface px-card py-2 text-left font-medium">
                {row.name}
              </th>
              {columns.map(({ name, value }) => (
                <td key={name} className="tabular px-3 py-2 text-right whitespace-nowrap">
                  {value(row)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

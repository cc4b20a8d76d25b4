import { byteOrderMark, csvLine } from '../../../contract/csv.ts';
import { saveFile } from '../../shared/save-file.ts';
import type { ReportRow } from './report-table.tsx';

/** Keeps a report as a file that a spreadsheet opens. */
export function saveReportCsv(
  file: string,
  heading: string,
  columns: ReadonlyArray<{ name: string; value: (row: ReportRow) => string }>,
  rows: readonly ReportRow[],
): void {
  const lines = [
    [heading, ...columns.map(({ name }) => name)],
    ...rows.map((row) => [row.name, ...columns.map(({ value }) => value(row))]),
  ];
  saveFile(file, 'text/csv', byteOrderMark + lines.map(csvLine).join(''));
}

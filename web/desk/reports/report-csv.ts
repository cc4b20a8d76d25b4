import type { ReportRow } from './report-table.tsx';

/** A cell that a spreadsheet takes as text, whatever somebody is called. */
function cell(text: string): string {
  const plain = /^[=+\-@\t\r]./.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(plain) ? `"${plain.replaceAll('"', '""')}"` : plain;
}

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
  const text = lines.map((line) => `${line.map(cell).join(',')}\r\n`).join('');
  // With the mark at its beginning, spreadsheets read it as UTF-8.
  const url = URL.createObjectURL(new Blob(['\uFEFF', text], { type: 'text/csv' }));
  const link = document.createElement('a');
  link.href = url;
  link.download = file;
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}

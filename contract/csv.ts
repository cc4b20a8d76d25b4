/**
 * One cell of CSV (RFC 4180). A spreadsheet would run what begins with =, +, -, @ or a tab as a formula, wherever the text
 * came from, so such a cell begins with an apostrophe, which it shows as text.
 */
export function csvCell(text: string): string {
  const harmless = /^[\s\u00a0\u3000]*[=+\-@\t\r＝＋－＠]/.test(text) ? `'${text}` : text;
  return `"${harmless.replaceAll('"', '""')}"`;
}

export const csvLine = (cells: readonly string[]): string => `${cells.map(csvCell).join(',')}\r\n`;

/** So that spreadsheets read it as UTF-8. */
export const byteOrderMark = '\ufeff';

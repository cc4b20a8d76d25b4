/** One page of rows that were read with one more than asked for, and where the next begins. */
export function pageOf<Row extends { id: string }>(
  rows: readonly Row[],
  limit: number,
): { page: Row[]; next: { before?: string } } {
  const page = rows.slice(0, limit);
  const last = page.at(-1);
  return { page, next: rows.length > limit && last !== undefined ? { before: last.id } : {} };
}

export const standardPage = 20;
/** Above every id. */
export const newest = 'ffffffff-ffff-ffff-ffff-ffffffffffff';

/** One measurement beside its peer's of the same run; `ratio` is ours / theirs. */
export interface Figure {
  name: string;
  unit: string;
  ours: number;
  peer: string;
  theirs: number;
  ratio: number;
}

export function figure(name: string, unit: string, ours: number, peer: string, theirs: number): Figure {
  const round = (value: number) => Number(value.toPrecision(4));
  return { name, unit, ours: round(ours), peer, theirs: round(theirs), ratio: round(ours / theirs) };
}

export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1
    ? (sorted[middle] as number)
    : ((sorted[middle - 1] as number) + (sorted[middle] as number)) / 2;
}

export function percentile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
}

/** What is no number, such as beside nothing, is a dash. */
const shown = (value: number) => (Number.isFinite(value) ? value : '–');

export function printFigures(bench: string, figures: readonly Figure[]): void {
  console.log(`\n${bench}`);
  console.table(
    Object.fromEntries(
      figures.map(({ name, unit, ours, peer, theirs, ratio }) => [
        name,
        { unit, ours: shown(ours), peer, theirs: shown(theirs), ratio: shown(ratio) },
      ]),
    ),
  );
}

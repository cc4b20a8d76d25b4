/** How a text was read, beside how it should have been. */
export interface Reading {
  intent: string;
  read: string;
  probability: number;
}

export const accuracy = (readings: readonly Reading[]): number =>
  readings.filter(({ intent, read }) => intent === read).length / readings.length;

/** Mean over the intents of the harmonic mean of precision and recall. */
export function macroF1(readings: readonly Reading[]): number {
  const intents = [...new Set(readings.map(({ intent }) => intent))];
  const sum = intents.reduce((total, one) => {
    const right = readings.filter(({ intent, read }) => intent === one && read === one).length;
    const wanted = readings.filter(({ intent }) => intent === one).length;
    const given = readings.filter(({ read }) => read === one).length;
    return total + (2 * right) / (wanted + given);
  }, 0);
  return sum / intents.length;
}

/** Mean distance of what was claimed from what came true, over ten bins of probability. */
export function calibrationError(readings: readonly Reading[]): number {
  const bins = Map.groupBy(readings, ({ probability }) => Math.min(9, Math.floor(probability * 10)));
  return [...bins.values()].reduce((sum, bin) => {
    const claimed = bin.reduce((total, { probability }) => total + probability, 0) / bin.length;
    return sum + (Math.abs(claimed - accuracy(bin)) * bin.length) / readings.length;
  }, 0);
}

/** Share of right readings among the surest part of all. */
export function precisionOfSurest(readings: readonly Reading[], share: number): number {
  const sorted = readings.toSorted((a, b) => b.probability - a.probability);
  return accuracy(sorted.slice(0, Math.round(sorted.length * share)));
}

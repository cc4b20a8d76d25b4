/** How many customers report one thing in a window of time, and how many did before in as long. */
export interface Count {
  customers: number;
  /** Counted over `windows` windows of the same time of day. */
  before: number;
  windows: number;
}

/** Without history, as if one window with two customers had been seen. */
const prior = { customers: 2, windows: 1 };

export const usualOf = ({ before, windows }: Omit<Count, 'customers'>) =>
  windows === 0 ? prior.customers / prior.windows : before / windows;

/**
 * The probability that as many customers or more report the same thing in a window although nothing is the matter.
 *
 * Reports are Poisson with a rate that is known only from what was counted before: the rate is Gamma distributed, and the
 * count so negative binomial. What belonged to past incidents is to be left out of `before`, and few customers never count,
 * as in the detection of outbreaks of disease (Farrington et al., "A statistical algorithm for the early detection of
 * outbreaks of infectious disease", J. R. Statist. Soc. A 159, 1996; Noufaily et al., Statistics in Medicine 32, 2013).
 */
export function chanceOf({ customers, before, windows }: Count): number {
  const shape = prior.customers + before;
  const rate = prior.windows + windows;
  const failure = 1 / (rate + 1);
  // The term of no customer at all, and from each to the next.
  let logTerm = shape * Math.log(rate / (rate + 1));
  for (let count = 0; count < customers; count++)
    logTerm += Math.log(((shape + count) / (count + 1)) * failure);
  let sum = 0;
  for (let count = customers, term = Math.exp(logTerm); ; count++) {
    sum += term;
    const ratio = ((shape + count) / (count + 1)) * failure;
    term *= ratio;
    if (ratio < 1 && term < sum * 1e-12) return Math.min(1, sum);
  }
}

/**
 * Proposed to a supervisor: about one such proposal in some months would be for nothing, with thirty things looked at every
 * minute. Announced by itself: never by chance, and many. Days differ by more than chance, so that it must be a multiple, too.
 */
const thresholds = {
  proposed: { least: 5, chance: 1e-6, times: 3 },
  announced: { least: 20, chance: 1e-12, times: 5 },
};
export const leastCustomers = thresholds.proposed.least;

export function isUnusual(count: Count, as: keyof typeof thresholds): boolean {
  const { least, chance, times } = thresholds[as];
  const { customers } = count;
  return customers >= least && customers >= times * usualOf(count) && chanceOf(count) < chance;
}

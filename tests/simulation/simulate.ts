import type { PaymentsLab } from '../support/payments.ts';
import { findViolations, settle } from './check.ts';
import { raiseDemand, type Wish } from './people.ts';
import { startWorld } from './world.ts';

export interface Simulation {
  seed: number;
  /** How often what went wrong. */
  faults: Record<string, number>;
  wishes: Wish[];
  /** Wishes by kind and what became of them. */
  outcomes: Record<string, number>;
  /** What does not hold at the end; empty when everything does. */
  violations: string[];
}

export interface SimulationOptions {
  seed: number;
  milliseconds: number;
  people?: number;
  /** A bank is given a minute to forget what it never heard of, so withdrawals make the end wait that long. */
  withdrawals?: boolean;
  say?: (line: string) => void;
  /** Looks at the world once it is at rest, and may do with it what it likes. */
  afterwards?: (lab: PaymentsLab, wishes: readonly Wish[]) => Promise<void>;
}

/**
 * Runs the real server, database and sandbox in their own processes, lets people use them while processes are killed and
 * answers are dropped, delayed and told twice, all from a seed, and at the end holds everything against everything.
 */
export async function simulate({
  seed,
  milliseconds,
  people = 8,
  withdrawals = true,
  say = () => undefined,
  afterwards,
}: SimulationOptions): Promise<Simulation> {
  const world = await startWorld(seed);
  try {
    const demand = await raiseDemand(world.lab, { seed, people, withdrawals });
    const end = Date.now() + milliseconds;
    const progress = setInterval(() => {
      const left = Math.max(0, Math.round((end - Date.now()) / 1000));
      say(`${left} s to go: ${demand.wishes.length} asked for, faults ${JSON.stringify(world.faults)}`);
    }, 15_000);
    try {
      await world.disturb(end);
      await demand.calm();
    } finally {
      clearInterval(progress);
    }
    say('calm; waiting for everything under way to settle');
    // What is asked about again waits as long as it is old.
    const restless = await settle(world.lab, 150_000 + milliseconds);
    const violations = [...restless, ...(await findViolations(world.lab, demand.wishes))];
    const outcomes: Record<string, number> = {};
    for (const { kind, answers } of demand.wishes) {
      const outcome = `${kind} ${answers[0]?.status ?? answers[0]?.code ?? 'unanswered'}`;
      outcomes[outcome] = (outcomes[outcome] ?? 0) + 1;
    }
    await afterwards?.(world.lab, demand.wishes);
    return { seed, faults: world.faults, wishes: demand.wishes, outcomes, violations };
  } finally {
    await world.stop();
  }
}

import type { Database, Transaction } from './database/database.ts';
import { createGroupCommit } from './group-commit.ts';

/** Under load this much is gathered into one commit. */
const restMilliseconds = 40;

/** Runs `work` in a transaction, as Database.transaction does. When another's work fails, it is run again from the start. */
export type ShareTransaction = <T>(work: (tx: Transaction) => Promise<T>) => Promise<T>;

/**
 * Small transactions of many callers, committed together: their statements travel side by side, and one flush of the log
 * serves all. For what is dear anyway, so that some milliseconds more are not felt.
 */
export function createSharedTransactions(db: Database): ShareTransaction {
  const together = createGroupCommit<(tx: Transaction) => Promise<unknown>, unknown>({
    concurrency: 1,
    restMilliseconds,
    run: (works) =>
      db.transaction(async (tx) => {
        const results = await Promise.allSettled(works.map((work) => work(tx)));
        return results.map((result) => {
          if (result.status === 'rejected') throw result.reason;
          return { value: result.value };
        });
      }),
  });
  return async <T>(work: (tx: Transaction) => Promise<T>) => (await together(work)) as T;
}

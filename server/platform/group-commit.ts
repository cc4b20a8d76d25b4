/** How one item of a batch came out: its value, or the refusal its caller is told. */
export type Settled<Value> = { value: Value } | { error: unknown };

export interface GroupCommitOptions<Item, Value> {
  /**
   * Handles a batch, one result an item, in order, in a transaction of its own: a throw means that all of it was rolled back.
   * @param again a batch with these items has failed before
   */
  run: (items: readonly Item[], again: boolean) => Promise<Array<Settled<Value>>>;
  /** Most items in one transaction. */
  maximumItems?: number;
  /** Transactions under way at once. */
  concurrency?: number;
  /** From one batch to the next at least: under load more gather, while whoever comes after a pause still does not wait. */
  restMilliseconds?: number;
  /** Most items waiting; beyond it callers are refused at once instead of being kept waiting. */
  maximumWaiting?: number;
}

export class OverloadedError extends Error {
  override name = 'OverloadedError';
}

interface Waiting<Item, Value> {
  item: Item;
  resolve: (value: Value) => void;
  reject: (error: unknown) => void;
}

/**
 * Coalesces concurrent callers into one transaction. While the transactions that are allowed at once are under way,
 * newcomers gather; so the batch grows by itself with the load, and a lone caller never waits.
 * A refused item does not fail its neighbours; when a batch throws, its items are tried again in halves until the one
 * that cannot be done stands alone.
 */
export function createGroupCommit<Item, Value>(
  options: GroupCommitOptions<Item, Value>,
): (item: Item) => Promise<Value> {
  const { run, maximumItems = 256, concurrency = 2, maximumWaiting = 20_000, restMilliseconds = 0 } = options;
  const waiting: Array<Waiting<Item, Value>> = [];
  let underWay = 0;
  let scheduled = false;
  let begunAt = -Infinity;

  async function commit(batch: ReadonlyArray<Waiting<Item, Value>>, again = false): Promise<void> {
    let results: Array<Settled<Value>>;
    try {
      results = await run(
        batch.map((entry) => entry.item),
        again,
      );
    } catch (error) {
      if (batch.length === 1) {
        batch[0]?.reject(error);
        return;
      }
      const middle = batch.length >> 1;
      await commit(batch.slice(0, middle), true);
      await commit(batch.slice(middle), true);
      return;
    }
    batch.forEach((entry, index) => {
      const result = results[index];
      if (result === undefined) entry.reject(new Error('the batch returned no result for this item'));
      else if ('error' in result) entry.reject(result.error);
      else entry.resolve(result.value);
    });
  }

  function pump(): void {
    scheduled = false;
    while (underWay < concurrency && waiting.length > 0) {
      begunAt = performance.now();
      underWay++;
      void commit(waiting.splice(0, maximumItems)).finally(() => {
        underWay--;
        schedule();
      });
    }
  }

  // Callers of the same turn of the event loop go together.
  function schedule(): void {
    if (scheduled || waiting.length === 0 || underWay >= concurrency) return;
    scheduled = true;
    const rest = begunAt + restMilliseconds - performance.now();
    if (rest > 0) setTimeout(pump, rest);
    else setImmediate(pump);
  }

  return (item) =>
    new Promise<Value>((resolve, reject) => {
      if (waiting.length >= maximumWaiting) {
        reject(new OverloadedError('too many callers are waiting'));
        return;
      }
      waiting.push({ item, resolve, reject });
      schedule();
    });
}

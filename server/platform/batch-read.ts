interface Waiting<Key, Value> {
  key: Key;
  resolve: (value: Value | undefined) => void;
  reject: (error: unknown) => void;
}

/**
 * Coalesces single reads of the same turn of the event loop into one query over all keys. Nothing is kept: each read
 * sees the database as it is.
 * @param read returns the found values by key
 */
export function createBatchRead<Key extends string, Value>(
  read: (keys: Key[]) => Promise<Map<Key, Value>>,
  maximumKeys = 500,
): (key: Key) => Promise<Value | undefined> {
  const waiting: Array<Waiting<Key, Value>> = [];

  async function flush(): Promise<void> {
    const batch = waiting.splice(0, maximumKeys);
    if (waiting.length > 0) schedule();
    try {
      const found = await read([...new Set(batch.map((entry) => entry.key))]);
      for (const entry of batch) entry.resolve(found.get(entry.key));
    } catch (error) {
      for (const entry of batch) entry.reject(error);
    }
  }

  function schedule(): void {
    setImmediate(() => void flush());
  }

  return (key) =>
    new Promise((resolve, reject) => {
      if (waiting.length === 0) schedule();
      waiting.push({ key, resolve, reject });
    });
}

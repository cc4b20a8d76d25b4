import { isStorable } from '../../contract/text.ts';

/** Where a value from outside has text that the database cannot keep, as a path of keys; undefined when nowhere. */
export function findUnstorable(value: unknown): string[] | undefined {
  // With a list of its own: how deep a value is, is up to whoever sent it.
  const open: Array<{ value: unknown; path: readonly string[] }> = [{ value, path: [] }];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const { path } = next;
    if (typeof next.value === 'string' && !isStorable(next.value)) return [...path];
    if (typeof next.value !== 'object' || next.value === null) continue;
    for (const [key, inside] of Object.entries(next.value)) {
      if (!isStorable(key)) return [...path];
      if (typeof inside === 'string' || typeof inside === 'object')
        open.push({ value: inside, path: [...path, key] });
    }
  }
  return undefined;
}

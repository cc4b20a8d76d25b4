import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** What becomes of a table's rows about a customer when the account is closed. */
export type Fate = 'deleted' | 'emptied' | 'kept';

/** One row of the table in docs/personal-data.md that says so. */
export interface Keeping {
  table: string;
  fate: Fate;
  why: string;
}

/** Rows such as | `identity.device` | devices | deleted | … | */
export function readKeepings(): Keeping[] {
  const text = readFileSync(join(import.meta.dirname, '../../docs/personal-data.md'), 'utf8');
  const rows = text.matchAll(/^\| `(\w+\.\w+)`\s*\|[^|]*\|\s*(deleted|emptied|kept)\s*\|([^|]*)\|$/gm);
  return [...rows].map(([, table = '', fate, why = '']) => ({ table, fate: fate as Fate, why: why.trim() }));
}

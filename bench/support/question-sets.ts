import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Utterance } from '../../server/assistant/understanding/understanding.ts';

/** Public questions with their intents, for measuring only; they are not part of the product. */
export interface QuestionSet {
  training: Utterance[];
  /** Chooses thresholds; empty where the set has none. */
  validation: Utterance[];
  test: Utterance[];
}

/** What CLINC150 calls a question of none of its intents. */
export const outOfScope = 'oos';

const folder = process.env.UPAY_BENCH_DATA ?? fileURLToPath(new URL('../../../shared/data', import.meta.url));

function read(path: string): string {
  const file = join(folder, path);
  if (!existsSync(file))
    throw new Error(
      `${path} is not in ${folder}: get BANKING77 and CLINC150 (both public) and name their folder in UPAY_BENCH_DATA`,
    );
  return readFileSync(file, 'utf8');
}

/** Rows of `text,category`; a text with a comma or a line's end stands in quotation marks. */
function fromCsv(content: string): Utterance[] {
  const rows = content.matchAll(/(?:"((?:[^"]|"")*)"|([^,\r\n]*)),([^,\r\n]+)\r?\n/g);
  return [...rows]
    .slice(1)
    .map(([, quoted, plain = '', intent = '']) => ({ text: quoted?.replaceAll('""', '"') ?? plain, intent }));
}

export function readBanking77(): QuestionSet {
  return {
    training: fromCsv(read('banking77/train.csv')),
    validation: [],
    test: fromCsv(read('banking77/test.csv')),
  };
}

export function readClinc150(): QuestionSet {
  const parts = JSON.parse(read('clinc150/data_full.json')) as Record<string, Array<[string, string]>>;
  const part = (...names: string[]) =>
    names.flatMap((name) => (parts[name] ?? []).map(([text, intent]) => ({ text, intent })));
  return {
    training: part('train', 'oos_train'),
    validation: part('val', 'oos_val'),
    test: part('test', 'oos_test'),
  };
}

import { readdir } from 'node:fs/promises';
import { readCommandLine, refuseCommandLine } from '../scripts/command-line.ts';
import { type Figure, printFigures } from './support/figures.ts';

/** A bench measures ours and its peer in the same run and returns the figures. */
export interface Bench {
  (options: { seconds: number; say: (line: string) => void }): Promise<Figure[]>;
}

const names = (await readdir(new URL('.', import.meta.url)))
  .filter((name) => name.endsWith('.ts') && name !== 'run.ts')
  .map((name) => name.slice(0, -3));
const usage = {
  zh: `用法：npm run bench -- <${names.join('|')}> [--json] [--seconds N]
测我们的和对照的各 N 秒（默认 10）并打印数字；--json 另打印一行 JSON，供保存。`,
  en: `Usage: npm run bench -- <${names.join('|')}> [--json] [--seconds N]
Measures ours and its peer for N seconds each (10 by default) and prints the figures; --json adds a line of JSON to keep.`,
};
const { values, positionals } = readCommandLine(
  usage,
  { json: { type: 'boolean', default: false }, seconds: { type: 'string', default: '10' } },
  1,
);
const name = positionals[0] ?? '';
if (!names.includes(name))
  refuseCommandLine({ zh: '请说明要测哪一个。', en: 'Say which bench to run.' }, usage);
const seconds = Number(values.seconds);
if (!(seconds > 0 && Number.isFinite(seconds)))
  refuseCommandLine({ zh: '--seconds 是大于 0 的数。', en: '--seconds is a number above 0.' }, usage);
const bench = (await import(`./${name}.ts`)).default as Bench;
try {
  const figures = await bench({ seconds, say: (line) => console.error(line) });
  printFigures(name, figures);
  if (values.json) console.log(JSON.stringify({ bench: name, figures }));
} catch (error) {
  console.error((error as Error).message);
  process.exitCode = 1;
}

import { readdir } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { type Figure, printFigures } from './support/figures.ts';

/** A bench measures ours and its peer in the same run and returns the figures. */
export interface Bench {
  (options: { seconds: number; say: (line: string) => void }): Promise<Figure[]>;
}

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { json: { type: 'boolean', default: false }, seconds: { type: 'string', default: '10' } },
});
const names = (await readdir(new URL('.', import.meta.url)))
  .filter((name) => name.endsWith('.ts') && name !== 'run.ts')
  .map((name) => name.slice(0, -3));
const name = positionals[0] ?? '';
if (!names.includes(name)) {
  console.error(`Say which bench to run: npm run bench -- <${names.join('|')}> [--json] [--seconds N]`);
  process.exit(1);
}
const bench = (await import(`./${name}.ts`)).default as Bench;
try {
  const figures = await bench({ seconds: Number(values.seconds), say: (line) => console.error(line) });
  printFigures(name, figures);
  if (values.json) console.log(JSON.stringify({ bench: name, figures }));
} catch (error) {
  console.error((error as Error).message);
  process.exitCode = 1;
}

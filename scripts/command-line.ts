import { type ParseArgsOptionsConfig, parseArgs } from 'node:util';
import { inLocale, type Sentence } from './say.ts';

/** Ends the script with 2: what was wrong with what was typed, and the usage. */
export function refuseCommandLine(wrong: Sentence, usage: Sentence): never {
  console.error(`${inLocale(wrong)}\n${inLocale(usage)}`);
  process.exit(2);
}

/**
 * What was typed after the name of the script. Ends the script instead with the usage and 0 when that was asked for by
 * --help, with 2 when there is an option it does not have or more than `most` other words.
 */
export function readCommandLine<const Options extends ParseArgsOptionsConfig>(
  usage: Sentence,
  options: Options,
  most = 0,
) {
  const parse = () =>
    parseArgs({
      options: { ...options, help: { type: 'boolean', short: 'h', default: false } },
      allowPositionals: most > 0,
    });
  let read: ReturnType<typeof parse>;
  try {
    read = parse();
  } catch (error) {
    // Node's sentence is English, and names in quotes what it stumbled over.
    const part = /'([^']+)'/.exec((error as Error).message)?.[1] ?? '';
    refuseCommandLine({ zh: `看不懂“${part}”。`, en: `Can't read '${part}'.` }, usage);
  }
  if ((read.values as { help?: boolean }).help) {
    console.log(inLocale(usage));
    process.exit(0);
  }
  const extra = read.positionals[most];
  if (extra !== undefined)
    refuseCommandLine({ zh: `看不懂“${extra}”。`, en: `Can't read '${extra}'.` }, usage);
  return read;
}

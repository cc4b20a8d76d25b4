// Reads every append-only log and the books again and prints a Verification as JSON; scripts/verify.ts runs it.
import { readFileSync } from 'node:fs';
import { createApp } from './app.ts';
import { readConfig } from './config.ts';
import type { Head, SealReport } from './platform/seals/seals.ts';

/** What `npm run verify` words for people. */
interface Verification {
  /** How many heads of seals were kept apart from the database; none means that a cut-off end cannot be told. */
  heads: number;
  logs: SealReport[];
  books: Array<{ invariant: string; detail: string }>;
}

function readHeads(file: string | undefined): Head[] {
  if (file === undefined) return [];
  let lines: string;
  try {
    lines = readFileSync(file, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw error;
  }
  return lines
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line) as Head);
}

try {
  const config = readConfig();
  const app = await createApp({ ...config, webRoot: undefined, logLevel: 'error' });
  try {
    const heads = readHeads(config.sealHeadsFile);
    const verification: Verification = {
      heads: heads.length,
      logs: await app.platform.seals.verify(heads),
      books: [
        ...(await app.ledger.violations(app.platform.db)),
        ...(await app.payments.violations(app.platform.db)),
      ],
    };
    console.log(JSON.stringify(verification));
  } finally {
    await app.stop();
  }
  process.exit(0);
} catch (error) {
  console.error((error as Error).message);
  process.exit(1);
}

// npm run verify: reads every append-only log and the books again, and tells what was changed. Exits 1 when something was.
import { execFile } from 'node:child_process';
import { dirname } from 'node:path';
import { promisify } from 'node:util';
import { describeError, inLocale } from './say.ts';
import { reachDatabase, serverEnvironment } from './server-environment.ts';
import { readStartConfig } from './start-config.ts';

/** As server/verify.ts prints it. */
interface Verification {
  heads: number;
  logs: Array<{
    log: string;
    rows: number;
    seals: number;
    unsealedRows: number;
    head?: { hash: string };
    faults: string[];
  }>;
  books: Array<{ invariant: string; detail: string }>;
}

async function readAgain(): Promise<Verification> {
  const config = readStartConfig();
  const database = await reachDatabase(config);
  try {
    const { stdout } = await promisify(execFile)(process.execPath, ['server/verify.ts'], {
      cwd: dirname(import.meta.dirname),
      env: { ...process.env, ...serverEnvironment(config, database.url, 'http://127.0.0.1') },
      maxBuffer: 64 * 1024 * 1024,
    });
    return JSON.parse(stdout);
  } finally {
    await database.leave();
  }
}

/** @returns how many faults there are */
function tell({ heads, logs, books }: Verification): number {
  for (const { log, rows, seals, unsealedRows, head } of logs)
    console.log(
      inLocale({
        zh: `${log}：${seals} 个封印下有 ${rows} 行，另有 ${unsealedRows} 行待封印；最新封印 ${head?.hash ?? '无'}`,
        en: `${log}: ${rows} rows under ${seals} seals, ${unsealedRows} not yet sealed; newest seal ${head?.hash ?? 'none'}`,
      }),
    );
  if (heads === 0)
    console.log(
      inLocale({
        zh: '没有另行保存的封印，无法判断日志末尾是否被截去。',
        en: 'No seals are kept apart from the database, so whether the end of a log was cut off cannot be told.',
      }),
    );
  const faults = [
    ...logs.flatMap((log) => log.faults),
    ...books.map(({ invariant, detail }) => `ledger, ${invariant}: ${detail}`),
  ];
  for (const fault of faults) console.error(fault);
  console.log(
    faults.length === 0
      ? inLocale({ zh: '没有发现改动，账目平衡。', en: 'Nothing was changed, and the books balance.' })
      : inLocale({ zh: `发现 ${faults.length} 处问题。`, en: `${faults.length} faults found.` }),
  );
  return faults.length;
}

try {
  process.exit(tell(await readAgain()) === 0 ? 0 : 1);
} catch (error) {
  console.error(describeError(error));
  process.exit(1);
}

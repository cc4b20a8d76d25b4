import { execFile } from 'node:child_process';
import { dirname } from 'node:path';
import { promisify } from 'node:util';
import { readCommandLine } from './command-line.ts';
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

readCommandLine(
  {
    zh: `用法：npm run verify
重读所有只增不改的日志与账目，说明有没有改动；有，就以 1 结束。`,
    en: `Usage: npm run verify
Reads every append-only log and the books again, and tells what was changed; exits 1 when something was.`,
  },
  {},
);
try {
  process.exit(tell(await readAgain()) === 0 ? 0 : 1);
} catch (error) {
  console.error(describeError(error));
  process.exit(1);
}

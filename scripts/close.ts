import { execFile } from 'node:child_process';
import { dirname } from 'node:path';
import { promisify } from 'node:util';
import type { ClosingReport } from '../contract/ledger.ts';
import { decimalOf } from '../contract/money.ts';
import { readCommandLine, refuseCommandLine } from './command-line.ts';
import { describeError, inLocale } from './say.ts';
import { reachDatabase } from './server-environment.ts';
import { readStartConfig } from './start-config.ts';

const usage = {
  zh: `用法：npm run close -- [YYYY-MM-DD] [--json]
一天的账（默认昨天）：每种货币借贷相等；不相等就以 1 结束。--json 打印一行 JSON。`,
  en: `Usage: npm run close -- [YYYY-MM-DD] [--json]
The books of a day, yesterday's by default, in which debits equal credits in every currency; exits 1 when they don't.
--json prints one line of JSON.`,
};

/** The day before today in the business calendar. */
const yesterday = (): string =>
  new Date(Date.now() - 86_400_000).toLocaleDateString('sv-SE', { timeZone: 'Asia/Shanghai' });

function requireDay(day: string): string {
  const time = new Date(`${day}T00:00:00Z`);
  if (/^\d{4}-\d{2}-\d{2}$/.test(day) && !Number.isNaN(time.getTime()) && time.toISOString().startsWith(day))
    return day;
  refuseCommandLine(
    {
      zh: `“${day}”不是日期：应形如 2026-01-31。`,
      en: `'${day}' is not a day: it looks like 2026-01-31.`,
    },
    usage,
  );
}

async function readClosing(day: string): Promise<ClosingReport> {
  const database = await reachDatabase(readStartConfig());
  try {
    const { stdout } = await promisify(execFile)(process.execPath, ['server/close.ts', day], {
      cwd: dirname(import.meta.dirname),
      env: { ...process.env, UPAY_DATABASE_URL: database.url },
    });
    return JSON.parse(stdout);
  } finally {
    await database.leave();
  }
}

function tell({ day, from, to, currencies, balanced }: ClosingReport): void {
  console.log(
    inLocale({ zh: `结账 ${day}（${from} 至 ${to}）`, en: `Closing of ${day} (${from} to ${to})` }),
  );
  for (const { currency, lines, ...sums } of currencies) {
    console.log(`\n${currency}`);
    console.table(
      lines.map(({ purpose, side, accounts, opening, debits, credits, closing }) => ({
        purpose,
        side,
        accounts,
        opening: decimalOf(opening),
        debits: decimalOf(debits),
        credits: decimalOf(credits),
        closing: decimalOf(closing),
      })),
    );
    console.log(
      inLocale({
        zh: `借方发生 ${decimalOf(sums.debits)}，贷方发生 ${decimalOf(sums.credits)}；借方余额 ${decimalOf(sums.debitBalances)}，贷方余额 ${decimalOf(sums.creditBalances)}：${sums.balanced ? '平衡' : '不平衡'}`,
        en: `debits ${decimalOf(sums.debits)}, credits ${decimalOf(sums.credits)}; debit balances ${decimalOf(sums.debitBalances)}, credit balances ${decimalOf(sums.creditBalances)}: ${sums.balanced ? 'balanced' : 'NOT BALANCED'}`,
      }),
    );
  }
  if (!balanced)
    console.error(
      inLocale({
        zh: '账目不平：请运行 npm run verify。',
        en: 'The books do not balance: run npm run verify.',
      }),
    );
}

try {
  const { values, positionals } = readCommandLine(usage, { json: { type: 'boolean', default: false } }, 1);
  const report = await readClosing(requireDay(positionals[0] ?? yesterday()));
  if (values.json) console.log(JSON.stringify(report));
  else tell(report);
  process.exit(report.balanced ? 0 : 1);
} catch (error) {
  console.error(describeError(error));
  process.exit(1);
}

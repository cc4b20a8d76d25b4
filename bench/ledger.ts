import { createLedger, type Posting, type PostingResult } from '../server/ledger/ledger.ts';
import { openDatabase } from '../server/platform/database/database.ts';
import { createGroupCommit } from '../server/platform/group-commit.ts';
import { newId } from '../server/platform/ids.ts';
import { createLog } from '../server/platform/log.ts';
import type { Bench } from './run.ts';
import { withDatabase } from './support/database.ts';
import { figure, median } from './support/figures.ts';
import { fillTpcB, runTpcB } from './support/pgbench.ts';
import { openPgledger } from './support/pgledger.ts';

const accountCount = 100_000;
const callers = 1_000;
const rounds = 3;

/**
 * Ledger transfers a second, each with its own caller waiting for its commit, beside pgbench's TPC-B on the same server in
 * turn: `random` between random accounts (TPC-B at scale 20, so that its branches are no bottleneck either), `hot` all
 * into one account (TPC-B at scale 1: one branch). The median of three rounds, and TPC-B at the better of two client counts.
 * Where PGLEDGER_SQL names pgledger's SQL, its transfers are measured in the same turns.
 */
const bench: Bench = ({ seconds, say }) =>
  withDatabase(async (url) => {
    const db = openDatabase(url, 10, createLog('error'));
    const ledger = createLedger(db);
    const submit = createGroupCommit<Posting, PostingResult>({
      run: async (postings) => {
        const results = await db.transaction((tx) => ledger.post(tx, postings));
        return results.map((value) => ({ value }));
      },
      maximumItems: 500,
    });
    const file = process.env.PGLEDGER_SQL;
    const pgledger = file ? await openPgledger(url, file) : undefined;
    try {
      say(`opening and funding ${accountCount} accounts`);
      const [source, hot] = await ledger.accounts([
        {
          ownerId: newId(),
          purpose: 'bench-source',
          currency: 'CNY',
          normalSide: 'debit',
          mayOverdraw: true,
        },
        { ownerId: newId(), purpose: 'bench-hot', currency: 'CNY', normalSide: 'credit', mayOverdraw: false },
      ]);
      const accounts: bigint[] = [];
      while (accounts.length < accountCount) {
        const keys = Array.from({ length: 5_000 }, () => ({
          ownerId: newId(),
          purpose: 'wallet',
          currency: 'CNY' as const,
          normalSide: 'credit' as const,
          mayOverdraw: false,
        }));
        const ids = await ledger.accounts(keys);
        accounts.push(...ids);
        const fund = (credit: bigint) => [
          {
            kind: 'transfer' as const,
            id: newId(),
            debit: source as bigint,
            credit,
            amount: 1_000_000n,
            reference: newId(),
          },
        ];
        await db.transaction((tx) => ledger.post(tx, ids.map(fund)));
      }
      await db.query('vacuum analyze');
      const random = () => accounts[Math.floor(Math.random() * accounts.length)] as bigint;

      async function measure(payee: () => bigint): Promise<number> {
        let posted = 0;
        const start = performance.now();
        const end = start + seconds * 1000;
        async function caller(): Promise<void> {
          while (performance.now() < end) {
            const debit = random();
            let credit = payee();
            while (credit === debit) credit = random();
            const result = await submit([
              { kind: 'transfer', id: newId(), debit, credit, amount: 1n, reference: newId() },
            ]);
            if (result.outcome === 'posted') posted++;
          }
        }
        await Promise.all(Array.from({ length: callers }, caller));
        return posted / ((performance.now() - start) / 1000);
      }

      const figures = [];
      for (const [name, scale, payee] of [
        ['random', 20, random],
        ['hot', 1, () => hot as bigint],
      ] as const) {
        await fillTpcB(url, scale);
        await measure(payee);
        const ours: number[] = [];
        const theirs: number[] = [];
        const pgledgers: number[] = [];
        for (let round = 0; round < rounds; round++) {
          ours.push(await measure(payee));
          theirs.push(Math.max(await runTpcB(url, 8, seconds / 2), await runTpcB(url, 16, seconds / 2)));
          if (pgledger !== undefined)
            pgledgers.push(
              Math.max(await pgledger.run(name, 8, seconds / 2), await pgledger.run(name, 16, seconds / 2)),
            );
          say(
            `${name} ${round + 1}/${rounds}: ${ours.at(-1)?.toFixed(0)}/s, TPC-B ${theirs.at(-1)?.toFixed(0)}/s${pgledger ? `, pgledger ${pgledgers.at(-1)?.toFixed(0)}/s` : ''}`,
          );
        }
        figures.push(figure(name, 'transfers/s', median(ours), 'pgbench TPC-B', median(theirs)));
        if (pgledger !== undefined)
          figures.push(
            figure(`${name}, pgledger`, 'transfers/s', median(ours), 'pgledger', median(pgledgers)),
          );
      }
      const violations = await ledger.violations(db);
      if (violations.length > 0)
        throw new Error(`the books are wrong after the bench: ${JSON.stringify(violations.slice(0, 3))}`);
      return figures;
    } finally {
      await pgledger?.close();
      await db.close();
    }
  });

export default bench;

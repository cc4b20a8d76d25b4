import { afterAll, beforeAll, expect, test } from 'vitest';
import { createHttp } from '../platform/http/http.ts';
import { type Callers, createServe } from '../platform/http/serve.ts';
import { newId } from '../platform/ids.ts';
import { createMetrics } from '../platform/metrics.ts';
import { ProblemError } from '../platform/problem.ts';
import { type ScratchDatabase, silentLog, startDatabase, testConfig } from '../platform/testing.ts';
import { createLedger, type Ledger, type StatementLine, type Transfer } from './ledger.ts';
import { accountKeys } from './testing.ts';

let scratch: ScratchDatabase;
let ledger: Ledger;
/** An account with a long history, one with none, and what the long one held after each movement, oldest first. */
let busy: bigint;
let idle: bigint;
let moved: Array<{ id: string; at: Date; balance: bigint }>;

/** Bursts and pauses, both sides, and what only holds or releases in between. */
beforeAll(async () => {
  scratch = await startDatabase(2);
  ledger = createLedger(scratch.db);
  const ids = await ledger.accounts(accountKeys());
  const [wallet, , other, rail] = ids as [bigint, bigint, bigint, bigint];
  [busy, idle] = [wallet, other];
  moved = [];
  let balance = 0n;
  const reference = newId();
  for (let burst = 0; burst < 12; burst++) {
    const postings: Transfer[][] = [];
    for (let place = 0; place <= burst * 3; place++) {
      const amount = BigInt(10 + place);
      const parties = { debit: rail, credit: wallet, amount, reference };
      const hold: Transfer = { kind: 'hold', id: newId(), ...parties };
      const step = place % 4;
      if (step === 3) {
        postings.push([hold], [{ kind: 'void', id: newId(), holdId: hold.id, reference }]);
        continue;
      }
      const id = newId();
      if (step === 0) postings.push([{ kind: 'transfer', id, ...parties }]);
      if (step === 1)
        postings.push([{ kind: 'transfer', id, ...parties, debit: wallet, credit: rail, amount: 1n }]);
      if (step === 2) postings.push([hold], [{ kind: 'post', id, holdId: hold.id, reference }]);
      balance += step === 1 ? -1n : amount;
      moved.push({ id, at: new Date(0), balance });
    }
    await scratch.db.transaction((tx) => ledger.post(tx, postings));
    await new Promise((resolve) => setTimeout(resolve, burst === 5 ? 120 : 3));
  }
  const times = await scratch.db.query<{ id: string; created_at: Date }>(
    'select id, created_at from ledger.transfer',
  );
  const timeOf = new Map(times.map((row) => [row.id, row.created_at]));
  for (const each of moved) each.at = timeOf.get(each.id) as Date;
});
afterAll(() => scratch.stop());

test('a balance at any past moment is what the history up to then adds up to', async () => {
  // JavaScript's times end at milliseconds, so what is in the same one may have happened or not.
  const moments = [...moved.map(({ at }) => at.getTime()), moved[0]?.at.getTime() ?? 0].flatMap((time) => [
    time - 1,
    time + 1,
    time + 40,
  ]);
  for (const moment of new Set([0, ...moments, Date.now() + 1e9])) {
    const before = moved.filter(({ at }) => at.getTime() < moment);
    const possible = [
      before.at(-1)?.balance ?? 0n,
      ...moved.filter(({ at }) => at.getTime() === moment).map(({ balance }) => balance),
    ];
    const balances = await ledger.balancesAt(scratch.db, [busy, idle, 999_999n], new Date(moment));
    expect(possible).toContain(balances.get(busy));
    expect([balances.get(idle), balances.get(999_999n)]).toEqual([0n, 0n]);
  }
});

test('a statement goes from the newest to the oldest, page by page, without gap or repeat', async () => {
  const lines: StatementLine[] = [];
  let before: bigint | undefined;
  do {
    const page = await ledger.statement(scratch.db, busy, { before, limit: 17 });
    expect(page.closing).toBe(moved.at(-1)?.balance);
    lines.push(...page.lines);
    before = page.next;
  } while (before !== undefined);
  expect(lines.map(({ transferId, balance }) => [transferId, balance])).toEqual(
    moved.toReversed().map(({ id, balance }) => [id, balance]),
  );
  let balance = 0n;
  for (const line of lines.toReversed()) {
    balance += line.side === 'credit' ? line.amount : -line.amount;
    expect(line.balance).toBe(balance);
  }
  expect(await ledger.statement(scratch.db, idle, { limit: 10 })).toEqual({
    opening: 0n,
    closing: 0n,
    lines: [],
  });
});

test('a period begins with what was there and ends with what its lines make of it', async () => {
  const [from, to] = [moved[30]?.at as Date, moved[90]?.at as Date];
  const { opening, closing, lines, next } = await ledger.statement(scratch.db, busy, {
    from,
    to,
    limit: 500,
  });
  expect(next).toBeUndefined();
  const inside = moved.filter(({ at }) => at >= from && at < to);
  expect(lines.length).toBeGreaterThan(20);
  for (const line of lines) expect(line.at >= from && line.at < to).toBe(true);
  expect(lines.length).toBeLessThanOrEqual(inside.length);
  const sum = lines.reduce(
    (total, line) => total + (line.side === 'credit' ? line.amount : -line.amount),
    0n,
  );
  expect(opening + sum).toBe(closing);
});

test('the books of a day tell what there was, what moved and what there is, whatever came later', async () => {
  const dayOf = (date: Date) => date.toLocaleDateString('sv-SE', { timeZone: 'Asia/Shanghai' });
  const [today, before] = [dayOf(new Date()), dayOf(new Date(Date.now() - 86_400_000))];
  // Half of what happened is moved to the day before, as if midnight had come in between.
  const change = new Error('as it was');
  const both = scratch.db.transaction(async (tx) => {
    await tx.query('alter table ledger.transfer disable trigger user');
    await tx.query(
      "update ledger.transfer set created_at = created_at - interval '1 day' where id = any($1)",
      [moved.slice(0, 60).map(({ id }) => id)],
    );
    await tx.query("update ledger.account set opened_at = opened_at - interval '1 day'");
    const reports = [await ledger.closing(tx, before), await ledger.closing(tx, today)];
    for (const report of reports) expect(report.balanced).toBe(true);
    const wallets = reports.map(({ currencies }) =>
      currencies
        .find(({ currency }) => currency === 'CNY')
        ?.lines.find(({ purpose }) => purpose === 'wallet'),
    );
    const [half, whole] = [moved[59]?.balance, moved.at(-1)?.balance].map(String);
    expect(wallets).toMatchObject([
      { side: 'credit', accounts: 3, opening: '0', closing: half },
      { opening: half, closing: whole },
    ]);
    await tx.query('update ledger.account set credits_posted = credits_posted + 1 where id = $1', [busy]);
    expect((await ledger.closing(tx, today)).balanced).toBe(false);
    throw change;
  });
  await expect(both).rejects.toBe(change);
});

test('who may see the books gets those of a day, and nobody else does', async () => {
  const config = testConfig();
  const app = await createHttp(config, silentLog, createMetrics());
  const nobody = () => Promise.reject(new ProblemError('not_signed_in'));
  const staff = async ({ headers }: { headers: Record<string, unknown> }) =>
    ({ staffId: newId(), sessionId: newId(), name: '财务', role: headers.role }) as Callers['staff'];
  ledger.routes(
    createServe(app, { authenticators: { customer: nobody, merchant: nobody, staff }, checkResults: true }),
  );
  try {
    const ask = (role: string, day: string) =>
      app.inject({ url: `/api/desk/books/closings/${day}`, headers: { role } });
    const seen = await ask('finance', new Date().toLocaleDateString('sv-SE', { timeZone: 'Asia/Shanghai' }));
    expect(seen.json()).toMatchObject({
      balanced: true,
      currencies: [{ currency: 'CNY' }, { currency: 'USD' }],
    });
    expect((await ask('agent', '2026-01-31')).json()).toMatchObject({ code: 'not_allowed' });
    for (const day of ['2026-02-30', 'today', "2026-01-31'"])
      expect((await ask('finance', encodeURIComponent(day))).statusCode).toBe(422);
  } finally {
    await app.close();
  }
});

import { expect, test } from 'vitest';
import { testSeed } from '../support/seed.ts';
import { findViolations } from './check.ts';
import { simulate } from './simulate.ts';

test('whatever is killed, dropped, delayed or told twice, at the end everything is as it was acknowledged', {
  timeout: 240_000,
}, async () => {
  const { faults, wishes, outcomes, violations } = await simulate({
    seed: testSeed(),
    milliseconds: 11_000,
    people: 5,
    withdrawals: false,
    // The judge is not blind: each of these would be told.
    async afterwards(lab, made) {
      const lost = { key: 'of nobody', askedBy: '', kind: 'transfer' as const, amount: '1' };
      const answers = [{ httpStatus: 201, id: 'gone', status: 'succeeded' }];
      await lab.db.query(
        "update payments.attempt set idempotency_key = 'by nobody' where id = (select min(id::text)::uuid from payments.attempt)",
      );
      await lab.db.query(
        "update ledger.account set debits_posted = debits_posted + 1 where purpose like 'clearing:%'",
      );
      const told = (await findViolations(lab, [...made, { ...lost, answers }])).join('\n');
      expect(told).toContain('acknowledged as gone, kept as nothing');
      expect(told).toContain('nobody asked for it');
      expect(told).toContain('debits equal credits');
    },
  });
  console.log(`${wishes.length} payments and refunds; faults ${JSON.stringify(faults)}`);
  expect(violations).toEqual([]);
  for (const kill of ['server', 'sandbox', 'database']) expect(faults[`kill -9 ${kill}`]).toBeGreaterThan(0);
  expect(wishes.length).toBeGreaterThan(40);
  expect(outcomes['top_up succeeded']).toBeGreaterThan(0);
  expect(outcomes['transfer succeeded']).toBeGreaterThan(0);
});

import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { newId } from '../server/platform/ids.ts';
import { openDatabase } from '../server/platform/database/database.ts';
import { createLog } from '../server/platform/log.ts';
import { type BillRequest, listBills } from '../server/payments/statements/bill-queries.ts';
import { monthRange } from '../server/payments/calendar.ts';
import type { Bench } from './run.ts';
import { withDatabase } from './support/database.ts';
import { type Figure, figure, median } from './support/figures.ts';

const sizes = [1_000, 1_000_000] as const;
const tries = 15;

/** What customers look for; each is one page of twenty. */
const looks: Record<string, Omit<BillRequest, 'limit'>> = {
  newest: {},
  'a month': { ...monthRange('2026-03') },
  'a rare kind': { kind: 'withdrawal' },
  'by card': { method: 'card' },
  failed: { status: 'requires_payment_method' },
  'a word in a note': { search: '罕见的词' },
  'a word in every third note': { search: '午饭' },
  'an amount': { search: '4321.09' },
  'a merchant': { search: '云朵' },
  'month, kind and word': { ...monthRange('2026-03'), kind: 'transfer', search: '午饭' },
};

/**
 * One customer's bills: the median time of a page, in milliseconds, with a million payments beside a thousand. The peer is
 * the same look at the small account; the ratio says what growing costs.
 */
const bench: Bench = ({ say }) =>
  withDatabase(async (databaseUrl) => {
    const times = new Map<string, number[]>();
    const db = openDatabase(databaseUrl, 2, createLog('silent'));
    const client = new pg.Client({ connectionString: databaseUrl });
    await client.connect();
    try {
      const merchantId = newId();
      await client.query('insert into payments.merchant (id, name) values ($1, $2)', [
        merchantId,
        '云朵咖啡',
      ]);
      const customers = sizes.map(() => randomUUID());
      for (const [index, size] of sizes.entries()) {
        say(`filling ${size} payments`);
        await fill(client, customers[index] as string, merchantId, size);
      }
      await client.query('vacuum analyze payments.payment');
      for (const [name, look] of Object.entries(looks)) {
        const measured = [];
        for (const customer of customers) {
          const taken: number[] = [];
          for (let turn = 0; turn < tries; turn++) {
            const started = performance.now();
            await listBills(db, customer, { ...look, limit: 20 });
            taken.push(performance.now() - started);
          }
          measured.push(median(taken));
        }
        times.set(name, measured);
        say(`${name}: ${measured.map((time) => time.toFixed(2)).join(' and ')} ms`);
      }
    } finally {
      await client.end();
      await db.close();
    }
    return [...times].map(
      ([name, [small = 0, large = 0]]): Figure => figure(name, 'ms', large, 'the same among 1,000', small),
    );
  });

/** A year of payments, evenly spread: mostly transfers, some purchases, few withdrawals, one in a thousand failed. */
async function fill(client: pg.Client, customer: string, merchant: string, size: number): Promise<void> {
  await client.query(
    `insert into payments.payment (id, customer_id, kind, status, amount, currency, payee_customer_id, merchant_id,
       checkout_session_id, note, method_type, method_id, failure_code, created_at, completed_at)
     select (lpad(to_hex((extract(epoch from at) * 1000)::bigint), 12, '0') || '7' || substr(md5(n::text || $1), 1, 3)
         || '8' || substr(md5($1 || n::text), 1, 15))::uuid,
       $1::uuid, kind, case when failed then 'requires_payment_method' else 'succeeded' end,
       case n when 77 then 432109 else 1 + (n::bigint * 7919) % 100000 end, 'CNY',
       case kind when 'transfer' then gen_random_uuid() end,
       case kind when 'purchase' then $2::uuid end, case kind when 'purchase' then gen_random_uuid() end,
       case when n = 42 then '一个罕见的词' when kind = 'purchase' then 'CC-' || n when n % 3 = 0 then '午饭 ' || n end,
       case when kind = 'withdrawal' or n % 100 = 5 then case kind when 'withdrawal' then 'bank_account' else 'card' end else 'balance' end,
       case when kind = 'withdrawal' or n % 100 = 5 then $1::uuid end,
       case when failed then 'insufficient_balance' end, at, case when not failed then at end
     from (select n, timestamptz '2025-12-01' + n * (interval '330 days' / $3::int) as at, n % 1000 = 1 as failed,
             case when n % 2000 = 3 then 'withdrawal' when n % 10 = 7 then 'purchase' else 'transfer' end as kind
           from generate_series(1, $3::int) as n) as made`,
    [customer, merchant, size],
  );
}

export default bench;

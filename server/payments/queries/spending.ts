import type { Currency } from '../../../contract/money.ts';
import { plainArray } from '../../platform/database/array.ts';
import type { Queryable } from '../../platform/database/database.ts';

/** What one customer has sent on one day. */
export interface Spending {
  customer_id: string;
  currency: Currency;
  amount: bigint;
  count: number;
}

export function readSpending(q: Queryable, customerIds: readonly string[], day: string): Promise<Spending[]> {
  return q.query(
    {
      name: 'payments.spending',
      text: 'select customer_id, currency, amount, count from payments.spending where customer_id = any($1::uuid[]) and day = $2',
    },
    [plainArray(customerIds), day],
  );
}

/** Adds to the day's sums (or takes away, with negative numbers) and returns them as they are after it. */
export async function addSpending(
  q: Queryable,
  additions: readonly Spending[],
  day: string,
): Promise<Spending[]> {
  if (additions.length === 0) return [];
  return q.query(
    {
      name: 'payments.add_spending',
      text: `insert into payments.spending as sum (customer_id, currency, day, amount, count)
             select customer_id, currency, $5::date, sum(amount)::bigint, sum(count)::int
             from unnest($1::uuid[], $2::text[], $3::bigint[], $4::int[]) as addition (customer_id, currency, amount, count)
             group by customer_id, currency order by customer_id, currency
             on conflict (customer_id, currency, day) do update
               set amount = greatest(0, sum.amount + excluded.amount), count = greatest(0, sum.count + excluded.count)
             returning customer_id, currency, amount, count`,
    },
    [
      plainArray(additions.map((addition) => addition.customer_id)),
      plainArray(additions.map((addition) => addition.currency)),
      plainArray(additions.map((addition) => addition.amount)),
      plainArray(additions.map((addition) => addition.count)),
      day,
    ],
  );
}

import type { Currency } from '../../../contract/money.ts';
import { plainArray } from '../../platform/database/array.ts';
import type { Queryable, Transaction } from '../../platform/database/database.ts';

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

const columnsOf = (spendings: readonly Spending[]) => [
  plainArray(spendings.map((spending) => spending.customer_id)),
  plainArray(spendings.map((spending) => spending.currency)),
  plainArray(spendings.map((spending) => spending.amount)),
  plainArray(spendings.map((spending) => spending.count)),
];

/** Adds to the day's sums. */
export function addSpending(tx: Transaction, additions: readonly Spending[], day: string): void {
  if (additions.length === 0) return;
  tx.write(
    {
      name: 'payments.add_spending',
      text: `insert into payments.spending as sum (customer_id, currency, day, amount, count)
             select customer_id, currency, $5::date, sum(amount)::bigint, sum(count)::int
             from unnest($1::uuid[], $2::text[], $3::bigint[], $4::int[]) as addition (customer_id, currency, amount, count)
             group by customer_id, currency order by customer_id, currency
             on conflict (customer_id, currency, day) do update
               set amount = sum.amount + excluded.amount, count = sum.count + excluded.count`,
    },
    [...columnsOf(additions), day],
  );
}

/** Takes from the day's sums what was added and is not to count. Locks in the order in which `addSpending` does. */
export function takeBackSpending(tx: Transaction, added: readonly Spending[], day: string): void {
  if (added.length === 0) return;
  tx.write(
    {
      name: 'payments.take_back_spending',
      text: `with taken as (
               select customer_id, currency, sum(amount)::bigint as amount, sum(count)::int as count
               from unnest($1::uuid[], $2::text[], $3::bigint[], $4::int[]) as added (customer_id, currency, amount, count)
               group by customer_id, currency
             ), locked as (
               select customer_id, currency from payments.spending join taken using (customer_id, currency)
               where day = $5 order by customer_id, currency for no key update of spending
             )
             update payments.spending as sum
               set amount = greatest(0, sum.amount - taken.amount), count = greatest(0, sum.count - taken.count)
             from taken join locked using (customer_id, currency)
             where (sum.customer_id, sum.currency, sum.day) = (taken.customer_id, taken.currency, $5)`,
    },
    [...columnsOf(added), day],
  );
}

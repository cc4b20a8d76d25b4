import type { Currency } from '../../../contract/money.ts';
import { plainArray } from '../../platform/database/array.ts';
import type { Queryable, Transaction } from '../../platform/database/database.ts';

/** What is added to the sums of one customer. */
export interface Addition {
  customer_id: string;
  currency: Currency;
  amount: bigint;
  count: number;
  /** Of those, what went without the payment password. */
  unproven_amount: bigint;
  unproven_count: number;
}

/** What one customer has sent on one day, and in its month up to then. */
export interface Spending extends Addition {
  month_amount: bigint;
  /** The last minute in which there was a payment, since 1970, and how many there were in it. */
  minute: bigint;
  minute_count: number;
}

export function readSpending(q: Queryable, customerIds: readonly string[], day: string): Promise<Spending[]> {
  return q.query(
    {
      name: 'payments.spending',
      text: `select customer_id, currency, sum(amount)::bigint as month_amount,
               coalesce(sum(amount) filter (where day = $2), 0)::bigint as amount,
               coalesce(sum(count) filter (where day = $2), 0)::int as count,
               coalesce(sum(unproven_amount) filter (where day = $2), 0)::bigint as unproven_amount,
               coalesce(sum(unproven_count) filter (where day = $2), 0)::int as unproven_count,
               coalesce(max(minute) filter (where day = $2), 0) as minute,
               coalesce(max(minute_count) filter (where day = $2), 0) as minute_count
             from payments.spending
             where customer_id = any($1::uuid[]) and day between date_trunc('month', $2::date)::date and $2
             group by customer_id, currency`,
    },
    [plainArray(customerIds), day],
  );
}

const columnsOf = (spendings: readonly Addition[]) => [
  plainArray(spendings.map((spending) => spending.customer_id)),
  plainArray(spendings.map((spending) => spending.currency)),
  plainArray(spendings.map((spending) => spending.amount)),
  plainArray(spendings.map((spending) => spending.count)),
  plainArray(spendings.map((spending) => spending.unproven_amount)),
  plainArray(spendings.map((spending) => spending.unproven_count)),
];

/** Minutes since 1970. */
export const minuteOf = (now: Date): bigint => BigInt(Math.floor(now.getTime() / 60_000));

/** Adds to the day's sums. */
export function addSpending(tx: Transaction, additions: readonly Addition[], day: string, now: Date): void {
  if (additions.length === 0) return;
  tx.write(
    {
      name: 'payments.add_spending',
      text: `insert into payments.spending as sum (customer_id, currency, day, amount, count, unproven_amount, unproven_count, minute, minute_count)
             select customer_id, currency, $7::date, sum(amount)::bigint, sum(count)::int,
               sum(unproven_amount)::bigint, sum(unproven_count)::int, $8::bigint, sum(count)::int
             from unnest($1::uuid[], $2::text[], $3::bigint[], $4::int[], $5::bigint[], $6::int[])
               as addition (customer_id, currency, amount, count, unproven_amount, unproven_count)
             group by customer_id, currency order by customer_id, currency
             on conflict (customer_id, currency, day) do update
               set amount = sum.amount + excluded.amount, count = sum.count + excluded.count,
                 unproven_amount = sum.unproven_amount + excluded.unproven_amount,
                 unproven_count = sum.unproven_count + excluded.unproven_count,
                 minute_count = excluded.minute_count + case sum.minute when excluded.minute then sum.minute_count else 0 end,
                 minute = excluded.minute`,
    },
    [...columnsOf(additions), day, minuteOf(now)],
  );
}

/** Takes from the day's sums what was added and is not to count. Locks in the order in which `addSpending` does. */
export function takeBackSpending(
  tx: Transaction,
  added: ReadonlyArray<Pick<Addition, 'customer_id' | 'currency' | 'amount' | 'count'>>,
  day: string,
): void {
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
    [
      plainArray(added.map((spending) => spending.customer_id)),
      plainArray(added.map((spending) => spending.currency)),
      plainArray(added.map((spending) => spending.amount)),
      plainArray(added.map((spending) => spending.count)),
      day,
    ],
  );
}

import type { Currency } from '../../../contract/money.ts';
import { plainArray } from '../../platform/database/array.ts';
import type { Queryable, Transaction } from '../../platform/database/database.ts';

export type UsageScope =
  | 'device'
  | 'payee'
  | 'method'
  /** Of a customer, by codes; `unproven` is the part without the payment password. */
  | 'payer_code'
  | 'payer_code_unproven'
  | 'merchant_code';

/** What went through one device, to one payee, from one stored method or by one customer's codes on one day. */
export interface Usage {
  subject: string;
  scope: UsageScope;
  currency: Currency;
  amount: bigint;
  count: number;
}

export async function readUsage(
  q: Queryable,
  subjects: ReadonlyArray<Pick<Usage, 'subject' | 'scope'>>,
  day: string,
): Promise<Usage[]> {
  if (subjects.length === 0) return [];
  return q.query(
    {
      name: 'payments.usage',
      text: `select distinct subject, scope, currency, amount, count from unnest($1::uuid[], $2::text[]) as asked (subject, scope)
             join payments.usage using (subject, scope) where day = $3`,
    },
    [plainArray(subjects.map(({ subject }) => subject)), plainArray(subjects.map(({ scope }) => scope)), day],
  );
}

/** What a day's sum must not be past once it is written. */
export interface Ceiling {
  amount: bigint;
  count: number;
}

/**
 * Adds to the day's usage. Fails with serialization_failure when a sum comes to be past the ceiling that its addition was
 * decided under: another transaction was faster.
 */
export function addUsage(
  tx: Transaction,
  additions: ReadonlyArray<Usage & { ceiling?: Ceiling }>,
  day: string,
): void {
  if (additions.length === 0) return;
  tx.write(
    {
      name: 'payments.add_usage',
      text: `with addition as (
               select subject, scope, currency, sum(amount)::bigint as amount, sum(count)::int as count,
                 min(most_amount) as most_amount, min(most_count) as most_count
               from unnest($1::uuid[], $2::text[], $3::text[], $4::bigint[], $5::int[], $7::bigint[], $8::bigint[])
                 as addition (subject, scope, currency, amount, count, most_amount, most_count)
               group by subject, scope, currency
             ), added as (
               insert into payments.usage as sum (subject, scope, currency, day, amount, count)
               select subject, scope, currency, $6::date, amount, count from addition order by subject, scope, currency
               on conflict (subject, scope, currency, day) do update
                 set amount = sum.amount + excluded.amount, count = sum.count + excluded.count
               returning subject, scope, currency, amount, count
             )
             select payments.refuse_overshoot() from added join addition using (subject, scope, currency)
             where added.amount > most_amount or added.count > most_count`,
    },
    [
      plainArray(additions.map(({ subject }) => subject)),
      plainArray(additions.map(({ scope }) => scope)),
      plainArray(additions.map(({ currency }) => currency)),
      plainArray(additions.map(({ amount }) => amount)),
      plainArray(additions.map(({ count }) => count)),
      day,
      plainArray(additions.map(({ ceiling }) => ceiling?.amount ?? null)),
      plainArray(additions.map(({ ceiling }) => ceiling?.count ?? null)),
    ],
  );
}

/** Takes from the day's usage what was added and did not go through. */
export function takeBackUsage(tx: Transaction, added: readonly Usage[], day: string): void {
  for (const { subject, scope, currency, amount, count } of added)
    tx.write(
      {
        name: 'payments.take_back_usage',
        text: `update payments.usage set amount = greatest(0, amount - $5), count = greatest(0, count - $6)
               where (subject, scope, currency, day) = ($1, $2, $3, $4)`,
      },
      [subject, scope, currency, day, amount, count],
    );
}

export interface PayeePair {
  customerId: string;
  payeeId: string;
}

/** Of these, the pairs in which the customer has paid the payee before, as "customer payee". */
export async function readKnownPayees(q: Queryable, pairs: readonly PayeePair[]): Promise<Set<string>> {
  if (pairs.length === 0) return new Set();
  const rows = await q.query<{ customer_id: string; payee_customer_id: string }>(
    {
      name: 'payments.known_payees',
      text: `select customer_id, payee_customer_id from unnest($1::uuid[], $2::uuid[]) as asked (customer_id, payee_customer_id)
             join payments.known_payee using (customer_id, payee_customer_id)`,
    },
    [plainArray(pairs.map(({ customerId }) => customerId)), plainArray(pairs.map(({ payeeId }) => payeeId))],
  );
  return new Set(rows.map((row) => `${row.customer_id} ${row.payee_customer_id}`));
}

export function addKnownPayees(tx: Transaction, pairs: readonly PayeePair[], now: Date): void {
  if (pairs.length === 0) return;
  tx.write(
    {
      name: 'payments.add_known_payees',
      text: `insert into payments.known_payee (customer_id, payee_customer_id, since)
             select distinct customer_id, payee_customer_id, $3::timestamptz
             from unnest($1::uuid[], $2::uuid[]) as pair (customer_id, payee_customer_id)
             order by customer_id, payee_customer_id on conflict do nothing`,
    },
    [
      plainArray(pairs.map(({ customerId }) => customerId)),
      plainArray(pairs.map(({ payeeId }) => payeeId)),
      now,
    ],
  );
}

/** Forgets the days before `usage` and `spending`, which no limit looks at any more. */
export async function forgetDays(q: Queryable, before: { usage: string; spending: string }): Promise<void> {
  await q.query('delete from payments.usage where day < $1', [before.usage]);
  await q.query('delete from payments.spending where day < $1', [before.spending]);
}

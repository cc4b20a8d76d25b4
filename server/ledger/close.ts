import type { ClosingReport } from '../../contract/ledger.ts';
import type { Queryable } from '../platform/database/database.ts';

interface Row {
  currency: string;
  purpose: string;
  normal_side: 'debit' | 'credit';
  accounts: bigint;
  /** Posted until the end of the day, and of that on the day. */
  debits: bigint;
  credits: bigint;
  day_debits: bigint;
  day_credits: bigint;
}

/** What moved each account's money in a time, as SQL. */
const movedIn = (time: string) => `
  select account_id, sum(debit) as debits, sum(credit) as credits from (
    select debit_account_id as account_id, amount as debit, 0::bigint as credit from ledger.transfer
      where ${time} and kind not in ('hold', 'void')
    union all
    select credit_account_id, 0, amount from ledger.transfer where ${time} and kind not in ('hold', 'void')) as side
  group by account_id`;

/**
 * The books of a day: what every kind of account had, what moved, and what it has at the end; that is what it has now less
 * what came later. Reads all accounts and the transfers since the day began, in one statement, so of one instant.
 * @param day of the business calendar, `YYYY-MM-DD`
 */
export async function readClosing(q: Queryable, day: string): Promise<ClosingReport> {
  const from = new Date(`${day}T00:00:00+08:00`);
  const to = new Date(from.getTime() + 86_400_000);
  const rows = await q.query<Row>(
    {
      name: 'ledger.closing',
      text: `with later as (${movedIn('created_at >= $2')}), today as (${movedIn('created_at >= $1 and created_at < $2')})
        select currency, purpose, normal_side, count(*) as accounts,
               sum(debits_posted - coalesce(later.debits, 0)) as debits, sum(credits_posted - coalesce(later.credits, 0)) as credits,
               sum(coalesce(today.debits, 0)) as day_debits, sum(coalesce(today.credits, 0)) as day_credits
        from ledger.account left join later on later.account_id = id left join today on today.account_id = id
        where opened_at < $2 group by currency, purpose, normal_side order by currency, normal_side, purpose`,
    },
    [from, to],
  );
  const currencies = [...Map.groupBy(rows, ({ currency }) => currency)].map(([currency, lines]) => {
    const sum = (amount: (row: Row) => bigint) => lines.reduce((total, row) => total + amount(row), 0n);
    const on = (side: Row['normal_side']) => sum((row) => (row.normal_side === side ? closingOf(row) : 0n));
    const [debits, credits] = [sum((row) => row.day_debits), sum((row) => row.day_credits)];
    const [owned, owed] = [on('debit'), on('credit')];
    return {
      currency,
      debits: String(debits),
      credits: String(credits),
      debitBalances: String(owned),
      creditBalances: String(owed),
      balanced: debits === credits && owned === owed,
      lines: lines.map((row) => ({
        purpose: row.purpose,
        side: row.normal_side,
        accounts: Number(row.accounts),
        opening: String(closingOf(row) - onSide(row, row.day_debits, row.day_credits)),
        debits: String(row.day_debits),
        credits: String(row.day_credits),
        closing: String(closingOf(row)),
      })),
    };
  });
  return {
    day,
    from: from.toISOString(),
    to: to.toISOString(),
    balanced: currencies.every(({ balanced }) => balanced),
    currencies,
  };
}

const onSide = ({ normal_side }: Row, debits: bigint, credits: bigint): bigint =>
  normal_side === 'debit' ? debits - credits : credits - debits;
const closingOf = (row: Row): bigint => onSide(row, row.debits, row.credits);

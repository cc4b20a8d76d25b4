import { v5 } from 'uuid';
import { type Currency, largestAmount } from '../../contract/money.ts';
import { plainArray, textArray } from '../platform/database/array.ts';
import type { Queryable, Transaction } from '../platform/database/database.ts';
import type { Ledger } from './ledger.ts';
import { findAccounts, openAccounts } from './queries.ts';
import type { AccountKey, Posting, PostingResult } from './transfer.ts';

/** One currency for another, at a rate. */
export interface Exchange {
  /** Makes it idempotent, and is the id of the transfer that takes what is sold. */
  id: string;
  /** The account that sells, and the one that gets what is bought. */
  debit: bigint;
  credit: bigint;
  sold: { amount: bigint; currency: Currency };
  boughtCurrency: Currency;
  /** Units of the bought currency for one of the sold, as a decimal: at most eight digits before the point and ten after. */
  rate: string;
  quotedBy: string;
  reference: string;
}

export type ExchangeResult =
  | (Extract<PostingResult, { outcome: 'posted' | 'exists' }> & { bought: bigint })
  | Extract<PostingResult, { outcome: 'refused' }>
  | { outcome: 'refused'; reason: 'invalid_rate'; transferId: string };

const nobody = '00000000-0000-0000-0000-000000000000';

/** The house's own position in a currency: what it got in exchanges less what it gave. May be negative. */
function exchangeAccount(currency: Currency): AccountKey {
  return { ownerId: nobody, purpose: 'exchange', currency, normalSide: 'credit', mayOverdraw: true };
}

/** What is bought, rounded down in favour of the house; every currency has two minor digits. Undefined for no rate. */
export function boughtFor(sold: bigint, rate: string): bigint | undefined {
  const digits = /^(0|[1-9][0-9]{0,7})(?:\.([0-9]{1,10}))?$/.exec(rate);
  if (digits === null) return undefined;
  const [, whole = '', part = ''] = digits;
  return (sold * BigInt(whole + part)) / 10n ** BigInt(part.length);
}

/** Posts exchanges, each two linked transfers through the exchange accounts, and keeps their rates; all in `tx`. */
export async function postExchanges(
  tx: Transaction,
  ledger: Pick<Ledger, 'post'>,
  orders: readonly Exchange[],
): Promise<ExchangeResult[]> {
  const house = await houseAccounts(tx, orders);
  const results: ExchangeResult[] = orders.map(({ id }) => ({
    outcome: 'refused',
    reason: 'invalid_rate',
    transferId: id,
  }));
  // What comes to nothing, or to more than any transfer may be, is no exchange at that rate.
  const valid = orders
    .map((order, place) => ({ order, place, bought: boughtFor(order.sold.amount, order.rate) ?? 0n }))
    .filter(({ bought }) => bought > 0n && bought <= largestAmount);
  const posted = await ledger.post(tx, valid.map(postingOf));
  valid.forEach(({ place, bought }, index) => {
    const result = posted[index] as PostingResult;
    results[place] = result.outcome === 'refused' ? result : { ...result, bought };
  });
  const having = (outcome: PostingResult['outcome']) =>
    valid.filter(({ place }) => results[place]?.outcome === outcome);
  await insertExchanges(tx, having('posted'));
  // The same amounts at another rate are another exchange.
  const repeated = having('exists');
  const rates = await readRates(
    tx,
    repeated.map(({ order }) => order.id),
  );
  for (const { order, place } of repeated)
    if (rates.get(order.id) !== normal(order.rate))
      results[place] = { outcome: 'refused', reason: 'id_reused', transferId: order.id };
  return results;

  function postingOf({ order, bought }: { order: Exchange; bought: bigint }): Posting {
    const { id, debit, credit, sold, boughtCurrency, reference } = order;
    const taken = { kind: 'transfer' as const, id, debit, credit: house(sold.currency), amount: sold.amount };
    const given = { kind: 'transfer' as const, id: boughtId(id), debit: house(boughtCurrency), credit };
    return [
      { ...taken, reference },
      { ...given, amount: bought, reference },
    ];
  }
}

const boughtId = (id: string): string => v5('bought', id);

/** Two spellings of one rate are one. */
const normal = (rate: string): string =>
  rate.includes('.') ? rate.replace(/0+$/, '').replace(/\.$/, '') : rate;

async function houseAccounts(
  tx: Queryable,
  orders: readonly Exchange[],
): Promise<(currency: Currency) => bigint> {
  const currencies = [
    ...new Set(orders.flatMap(({ sold, boughtCurrency }) => [sold.currency, boughtCurrency])),
  ];
  const keys = currencies.toSorted().map(exchangeAccount);
  const found = await findAccounts(tx, keys);
  const ids = found.includes(undefined) ? await openAccounts(tx, keys) : found;
  const byCurrency = new Map(keys.map(({ currency }, place) => [currency, ids[place] as bigint]));
  return (currency) => byCurrency.get(currency) as bigint;
}

/** Rates by id. */
async function readRates(q: Queryable, ids: readonly string[]): Promise<Map<string, string>> {
  if (ids.length === 0) return new Map();
  const rows = await q.query<{ id: string; rate: string }>(
    {
      name: 'ledger.exchanges',
      text: 'select id, trim_scale(rate)::text as rate from ledger.exchange where id = any($1::uuid[])',
    },
    [plainArray(ids)],
  );
  return new Map(rows.map(({ id, rate }) => [id, rate]));
}

async function insertExchanges(
  tx: Queryable,
  made: ReadonlyArray<{ order: Exchange; bought: bigint }>,
): Promise<void> {
  if (made.length === 0) return;
  await tx.query(
    {
      name: 'ledger.insert_exchanges',
      text: `insert into ledger.exchange (id, bought_transfer_id, sold, sold_currency, bought, bought_currency, rate, quoted_by, reference_id)
             select * from unnest($1::uuid[], $2::uuid[], $3::bigint[], $4::text[], $5::bigint[], $6::text[], $7::numeric[], $8::text[], $9::uuid[])`,
    },
    [
      plainArray(made.map(({ order }) => order.id)),
      plainArray(made.map(({ order }) => boughtId(order.id))),
      plainArray(made.map(({ order }) => order.sold.amount)),
      plainArray(made.map(({ order }) => order.sold.currency)),
      plainArray(made.map(({ bought }) => bought)),
      plainArray(made.map(({ order }) => order.boughtCurrency)),
      plainArray(made.map(({ order }) => order.rate)),
      textArray(made.map(({ order }) => order.quotedBy)),
      plainArray(made.map(({ order }) => order.reference)),
    ],
  );
}

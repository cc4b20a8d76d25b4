import { plainArray, textArray } from '../platform/database/array.ts';
import type { Queryable, Transaction } from '../platform/database/database.ts';
import type { Book, Evaluation } from './evaluate.ts';
import type { Account, AccountKey, Hold, TransferRow } from './transfer.ts';

interface AccountRow {
  id: bigint;
  currency: string;
  normal_side: 'debit' | 'credit';
  may_overdraw: boolean;
  overdraft_limit: bigint;
  debits_posted: bigint;
  credits_posted: bigint;
  debits_pending: bigint;
  credits_pending: bigint;
  version: bigint;
}

const accountColumns =
  'id, currency, normal_side, may_overdraw, overdraft_limit, debits_posted, credits_posted, debits_pending, credits_pending, version';

function toAccount(row: AccountRow): Account {
  return {
    id: row.id,
    currency: row.currency,
    normalSide: row.normal_side,
    mayOverdraw: row.may_overdraw,
    overdraftLimit: row.overdraft_limit,
    debitsPosted: row.debits_posted,
    creditsPosted: row.credits_posted,
    debitsPending: row.debits_pending,
    creditsPending: row.credits_pending,
    version: row.version,
  };
}

function nameColumns(keys: readonly AccountKey[]): string[] {
  return [
    plainArray(keys.map((key) => key.ownerId)),
    textArray(keys.map((key) => key.purpose)),
    plainArray(keys.map((key) => key.currency)),
  ];
}

/** Opens what does not exist yet; returns the ids in the keys' order. */
export async function openAccounts(q: Queryable, keys: readonly AccountKey[]): Promise<bigint[]> {
  await q.query(
    {
      name: 'ledger.open',
      text: `insert into ledger.account (owner_id, purpose, currency, normal_side, may_overdraw, overdraft_limit)
             select distinct * from unnest($1::uuid[], $2::text[], $3::text[], $4::text[], $5::boolean[], $6::bigint[])
             on conflict (owner_id, purpose, currency) do nothing`,
    },
    [
      ...nameColumns(keys),
      plainArray(keys.map((key) => key.normalSide)),
      plainArray(keys.map((key) => key.mayOverdraw)),
      plainArray(keys.map((key) => key.overdraftLimit ?? 0n)),
    ],
  );
  return (await findAccounts(q, keys)) as bigint[];
}

/** Ids in the keys' order, without opening any. */
export async function findAccounts(
  q: Queryable,
  keys: readonly AccountKey[],
): Promise<Array<bigint | undefined>> {
  const rows = await q.query<{ id: bigint | null }>(
    {
      name: 'ledger.ids',
      text: `select account.id from unnest($1::uuid[], $2::text[], $3::text[]) with ordinality as key (owner_id, purpose, currency, place)
             left join ledger.account using (owner_id, purpose, currency) order by place`,
    },
    nameColumns(keys),
  );
  return rows.map((row) => row.id ?? undefined);
}

/** False when the account is further below zero already, or does not exist. */
export async function setOverdraftLimit(tx: Queryable, id: bigint, limit: bigint): Promise<boolean> {
  if (limit < 0n) return false;
  const changed = await tx.query(
    {
      name: 'ledger.set_overdraft',
      text: `with locked as (
               select id, case normal_side when 'credit' then credits_posted - debits_posted - debits_pending
                               else debits_posted - credits_posted - credits_pending end as available, may_overdraw
               from ledger.account where id = $1 for no key update
             )
             update ledger.account set overdraft_limit = $2 from locked
             where account.id = locked.id and (locked.may_overdraw or available >= -$2::bigint) returning account.id`,
    },
    [id, limit],
  );
  return changed.length === 1;
}

/** Reads accounts as they are, without a lock. */
export async function readAccounts(q: Queryable, ids: readonly bigint[]): Promise<Account[]> {
  // Of one, as usual, by equality: for a list of unknown length PostgreSQL would plan anew each time.
  const [one] = ids;
  const rows = await (one !== undefined && ids.length === 1
    ? q.query<AccountRow>(
        { name: 'ledger.read_one', text: `select ${accountColumns} from ledger.account where id = $1` },
        [one],
      )
    : q.query<AccountRow>(
        {
          name: 'ledger.read',
          text: `select ${accountColumns} from ledger.account where id = any($1::bigint[])`,
        },
        [plainArray(ids)],
      ));
  return rows.map(toAccount);
}

async function lockHolds(q: Queryable, ids: readonly string[]): Promise<Map<string, Hold>> {
  if (ids.length === 0) return new Map();
  const rows = await q.query<{
    id: string;
    debit_account_id: bigint;
    credit_account_id: bigint;
    amount: bigint;
    posted_amount: bigint;
    state: Hold['state'];
    reference_id: string;
    expires_at: Date | null;
  }>(
    {
      name: 'ledger.lock_holds',
      text: 'select * from ledger.hold where id = any($1::uuid[]) order by id for no key update',
    },
    [plainArray(ids)],
  );
  return new Map(
    rows.map((row) => [
      row.id,
      {
        id: row.id,
        debit: row.debit_account_id,
        credit: row.credit_account_id,
        amount: row.amount,
        postedAmount: row.posted_amount,
        state: row.state,
        reference: row.reference_id,
        expiresAt: row.expires_at,
      },
    ]),
  );
}

/**
 * Locks what a batch needs, holds first, then accounts, each in id order so that batches never wait in a circle, and reads
 * the transfers that exist under the batch's ids.
 */
export async function lockBook(
  q: Queryable,
  accountIds: readonly bigint[],
  holdIds: readonly string[],
  transferIds: readonly string[],
): Promise<Book> {
  const holds = await lockHolds(q, holdIds);
  const ids = new Set(accountIds);
  for (const hold of holds.values()) ids.add(hold.debit).add(hold.credit);
  const accounts = q.query<AccountRow>(
    {
      name: 'ledger.lock',
      text: `select ${accountColumns} from ledger.account where id = any($1::bigint[]) order by id for no key update`,
    },
    [plainArray([...ids])],
  );
  const existing = q.query<{
    id: string;
    kind: TransferRow['kind'];
    debit_account_id: bigint;
    credit_account_id: bigint;
    amount: bigint;
    hold_id: string | null;
    reference_id: string;
  }>(
    {
      name: 'ledger.existing',
      text: 'select id, kind, debit_account_id, credit_account_id, amount, hold_id, reference_id from ledger.transfer where id = any($1::uuid[])',
    },
    [plainArray(transferIds)],
  );
  const [lockedAccounts, existingTransfers] = await Promise.all([accounts, existing]);
  return {
    holds,
    accounts: new Map(lockedAccounts.map((row) => [row.id, toAccount(row)])),
    existing: new Map(
      existingTransfers.map((row) => [
        row.id,
        {
          kind: row.kind,
          debit: row.debit_account_id,
          credit: row.credit_account_id,
          amount: row.amount,
          holdId: row.hold_id,
          reference: row.reference_id,
        },
      ]),
    ),
  };
}

/** Writes what a batch changed: one statement, whatever the batch's size. */
export function writeEvaluation(
  tx: Transaction,
  { rows, accounts, openedHolds, changedHolds }: Evaluation,
): void {
  tx.write(
    {
      name: 'ledger.post',
      text: `with changed as (
               update ledger.account set debits_posted = after.debits_posted, credits_posted = after.credits_posted,
                 debits_pending = after.debits_pending, credits_pending = after.credits_pending, version = after.version
               from unnest($1::bigint[], $2::bigint[], $3::bigint[], $4::bigint[], $5::bigint[], $6::bigint[])
                 as after (id, debits_posted, credits_posted, debits_pending, credits_pending, version)
               where account.id = after.id
             ), opened as (
               insert into ledger.hold (id, debit_account_id, credit_account_id, amount, posted_amount, state, reference_id, expires_at)
               select * from unnest($18::uuid[], $19::bigint[], $20::bigint[], $21::bigint[], $22::bigint[], $23::text[], $24::uuid[],
                 $28::timestamptz[])
             ), settled as (
               update ledger.hold set posted_amount = after.posted_amount, state = after.state
               from unnest($25::uuid[], $26::bigint[], $27::text[]) as after (id, posted_amount, state)
               where hold.id = after.id
             )
             insert into ledger.transfer (id, kind, debit_account_id, credit_account_id, amount, hold_id, reference_id,
               debit_version, credit_version, debit_balance, credit_balance)
             select * from unnest($7::uuid[], $8::ledger.transfer_kind[], $9::bigint[], $10::bigint[], $11::bigint[], $12::uuid[],
               $13::uuid[], $14::bigint[], $15::bigint[], $16::bigint[], $17::bigint[])`,
    },
    [
      plainArray(accounts.map((account) => account.id)),
      plainArray(accounts.map((account) => account.debitsPosted)),
      plainArray(accounts.map((account) => account.creditsPosted)),
      plainArray(accounts.map((account) => account.debitsPending)),
      plainArray(accounts.map((account) => account.creditsPending)),
      plainArray(accounts.map((account) => account.version)),
      plainArray(rows.map((row) => row.id)),
      plainArray(rows.map((row) => row.kind)),
      plainArray(rows.map((row) => row.debit)),
      plainArray(rows.map((row) => row.credit)),
      plainArray(rows.map((row) => row.amount)),
      plainArray(rows.map((row) => row.holdId)),
      plainArray(rows.map((row) => row.reference)),
      plainArray(rows.map((row) => row.debitVersion)),
      plainArray(rows.map((row) => row.creditVersion)),
      plainArray(rows.map((row) => row.debitBalance)),
      plainArray(rows.map((row) => row.creditBalance)),
      plainArray(openedHolds.map((hold) => hold.id)),
      plainArray(openedHolds.map((hold) => hold.debit)),
      plainArray(openedHolds.map((hold) => hold.credit)),
      plainArray(openedHolds.map((hold) => hold.amount)),
      plainArray(openedHolds.map((hold) => hold.postedAmount)),
      plainArray(openedHolds.map((hold) => hold.state)),
      plainArray(openedHolds.map((hold) => hold.reference)),
      plainArray(changedHolds.map((hold) => hold.id)),
      plainArray(changedHolds.map((hold) => hold.postedAmount)),
      plainArray(changedHolds.map((hold) => hold.state)),
      plainArray(openedHolds.map((hold) => hold.expiresAt)),
    ],
  );
}

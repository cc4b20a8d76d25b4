import type { Database } from '../../server/platform/database/database.ts';

/**
 * Makes a history of so many transfers, as the ledger would have: every version, balance and sum is what posting them one by
 * one leaves, and each transfer has its payment and attempt. Between the wallets of `owners` and as many further ones as
 * give each account some hundreds; in a few set-based statements, two million in about two minutes.
 * @param db as the owner of the database, with nobody else posting meanwhile
 */
export async function growHistory(db: Database, owners: readonly string[], transfers: number): Promise<void> {
  const others = Math.max(0, Math.floor(transfers / 200) - owners.length);
  await db.transaction(async (tx) => {
    await tx.query(`set local work_mem = '256MB'`);
    await tx.query(
      `insert into ledger.account (owner_id, purpose, currency, normal_side, may_overdraw)
       select gen_random_uuid(), 'wallet', 'CNY', 'credit', false from generate_series(1, $1::int)`,
      [others],
    );
    await tx.query(
      `insert into ledger.account (owner_id, purpose, currency, normal_side, may_overdraw)
       values ('00000000-0000-0000-0000-000000000000', 'clearing:history', 'CNY', 'debit', true)`,
    );
    await tx.query(
      `create temp table member on commit drop as
       select row_number() over (order by id) - 1 as place, id, owner_id from ledger.account
       where purpose = 'wallet' and currency = 'CNY' and (version = 0 or owner_id = any($1::uuid[]))`,
      [owners],
    );
    // First everybody gets money, then they pay each other at random.
    await tx.query(
      `create temp table step on commit drop as
       with size as (select count(*) as wallets from member),
       drawn as (
         select n, case when n > wallets then floor(random() * wallets)::bigint end as debit,
                floor(random() * (wallets - 1))::bigint as apart, wallets from generate_series(1, $1::int) as n, size
       )
       select n, uuidv7() as id, uuidv7() as reference, clock_timestamp() as made,
              coalesce(payer.id, (select id from ledger.account where purpose = 'clearing:history')) as debit, payee.id as credit,
              payer.owner_id as payer, payee.owner_id as payee, case when payer.id is null then 10000000 else 1 + n % 100 end::bigint as amount
       from drawn left join member payer on payer.place = drawn.debit
       join member payee on payee.place = case when drawn.debit is null then n - 1 else (drawn.debit + 1 + apart) % wallets end`,
      [transfers],
    );
    await tx.query(
      `create temp table side on commit drop as
       with each as (
         select n, debit as account_id, true as debits, amount from step
         union all select n, credit, false, amount from step
       )
       select n, debits, account_id, amount, version + row_number() over history as version,
              case normal_side when 'credit' then credits_posted - debits_posted else debits_posted - credits_posted end
                + sum(case when debits = (normal_side = 'debit') then amount else -amount end) over history as balance
       from each join ledger.account on id = account_id window history as (partition by account_id order by n)`,
    );
    await tx.query('create index on side (n, debits)');
    await tx.query('analyze step, side');
    await tx.query(
      `insert into ledger.transfer (id, kind, debit_account_id, credit_account_id, amount, reference_id,
         debit_version, credit_version, debit_balance, credit_balance, created_at)
       select id, 'transfer', debit, credit, step.amount, reference, d.version, c.version, d.balance, c.balance,
              clock_timestamp() from step join side d on d.n = step.n and d.debits join side c on c.n = step.n and not c.debits order by step.n`,
    );
    await tx.query(
      `update ledger.account set debits_posted = debits_posted + debited, credits_posted = credits_posted + credited, version = last
       from (select account_id, coalesce(sum(amount) filter (where debits), 0) as debited,
                    coalesce(sum(amount) filter (where not debits), 0) as credited, max(version) as last
             from side group by account_id) as total where id = account_id`,
    );
    await tx.query(
      `insert into payments.payment (id, customer_id, kind, status, amount, currency, payee_customer_id, method_type, created_at, completed_at)
       select reference, payer, 'transfer', 'succeeded', amount, 'CNY', payee, 'balance', made, made from step where payer is not null order by n`,
    );
    await tx.query(
      `insert into payments.attempt (id, payment_id, customer_id, number, idempotency_key, fingerprint, status, method_type, trace, started_at, completed_at)
       select id, reference, payer, 1, gen_random_uuid()::text, '\\x00', 'succeeded', 'balance',
              '[{"check": "session", "result": "passed"}, {"check": "limits", "result": "passed"}, {"check": "funds", "result": "passed"}]',
              made, made from step where payer is not null order by n`,
    );
  });
  await db.query('vacuum (analyze)');
}

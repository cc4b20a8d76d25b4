import type { Queryable } from '../platform/database/database.ts';

/** One row an invariant that does not hold; none when the books are right. Reads the whole ledger. */
export async function findViolations(q: Queryable): Promise<Array<{ invariant: string; detail: string }>> {
  return q.query(`
    with movement as (
      select debit_account_id as account_id, amount as debit, 0::bigint as credit, debit_version as version, debit_balance as balance, kind from ledger.transfer
      union all
      select credit_account_id, 0, amount, credit_version, credit_balance, kind from ledger.transfer
    ), total as (
      select account_id, coalesce(sum(debit) filter (where kind not in ('hold', 'void')), 0) as debits,
             coalesce(sum(credit) filter (where kind not in ('hold', 'void')), 0) as credits, count(*) as movements
      from movement group by account_id
    ), replay as (
      select account_id, movement.version, balance, row_number() over in_order as place,
             sum(case when kind in ('hold', 'void') then 0 when normal_side = 'credit' then credit - debit else debit - credit end)
               over in_order as replayed
      from movement join ledger.account on account.id = account_id
      window in_order as (partition by account_id order by movement.version)
    ), pending as (
      select account_id, sum(debit) as debits, sum(credit) as credits from (
        select debit_account_id as account_id, amount - posted_amount as debit, 0::bigint as credit from ledger.hold where state = 'open'
        union all
        select credit_account_id, 0, amount - posted_amount from ledger.hold where state = 'open') as side
      group by account_id
    ), opening as (
      select id, debit_account_id, credit_account_id, amount from ledger.transfer where kind = 'hold'
    ), step as (
      select hold_id, count(*) filter (where kind <> 'post_part') as endings,
             coalesce(sum(amount) filter (where kind <> 'void'), 0) as posted,
             sum(amount) filter (where kind = 'void') as voided,
             bool_or(kind = 'post') as ended_by_post,
             min(debit_account_id) as debit_account_id, max(debit_account_id) as other_debit,
             min(credit_account_id) as credit_account_id, max(credit_account_id) as other_credit
      from ledger.transfer where hold_id is not null group by hold_id
    )
    select 'debits equal credits' as invariant, currency || ': ' || sum(debits_posted) || ' <> ' || sum(credits_posted) as detail
      from ledger.account group by currency having sum(debits_posted) <> sum(credits_posted)
    union all
    select 'components equal the sums of the transfers', account.id::text
      from ledger.account left join total on total.account_id = account.id
      where debits_posted <> coalesce(total.debits, 0) or credits_posted <> coalesce(total.credits, 0)
         or version <> coalesce(total.movements, 0)
    union all
    select 'pending equals the open holds', account.id::text
      from ledger.account left join pending on pending.account_id = account.id
      where debits_pending <> coalesce(pending.debits, 0) or credits_pending <> coalesce(pending.credits, 0)
    union all
    select distinct 'replaying the transfers gives every balance', account_id::text
      from replay where place <> version or replayed <> balance
    union all
    select 'a transfer for every step of a hold', coalesce(hold.id, opening.id, step.hold_id)::text
      from ledger.hold full join opening on opening.id = hold.id full join step on step.hold_id = coalesce(hold.id, opening.id)
      where hold.id is null or opening.id is null
         or (opening.debit_account_id, opening.credit_account_id, opening.amount)
            <> (hold.debit_account_id, hold.credit_account_id, hold.amount)
         or coalesce(step.posted, 0) <> posted_amount or step.endings > 1
         or (step.debit_account_id, step.other_debit, step.credit_account_id, step.other_credit)
            <> (hold.debit_account_id, hold.debit_account_id, hold.credit_account_id, hold.credit_account_id)
         or (state = 'voided') <> (step.voided is not null) or step.voided <> hold.amount - posted_amount
         or (state = 'posted') <> (coalesce(step.ended_by_post, false) or posted_amount = hold.amount)`);
}

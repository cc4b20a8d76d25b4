import type { Queryable } from '../platform/database/database.ts';

/**
 * One row an invariant that does not hold: what moved on a customer's balance is what the lines of their bills say, payment
 * by payment. Reads all of it.
 */
export function findViolations(q: Queryable): Promise<Array<{ invariant: string; detail: string }>> {
  return q.query(`
    with posting as (
      -- Of what had no line at first, the posting is found by its attempt.
      select debit_account_id, credit_account_id, amount, coalesce(attempt.payment_id, reference_id) as bill_id
        from ledger.transfer left join payments.attempt on attempt.id = transfer.id
        where transfer.kind not in ('hold', 'void')
    ), moved as (
      select bill_id, owner_id, sum(case when account.id = credit_account_id then amount else -amount end) as amount
      from posting join ledger.account on account.id = debit_account_id or account.id = credit_account_id
      where purpose = 'wallet' group by bill_id, owner_id
    ), owed as (
      select payment_id, sum((entry -> 'evidence' ->> 'owed')::bigint) as amount
      from payments.attempt, jsonb_array_elements(trace) as entry
      where trace @> '[{"evidence": {"outcome": "late_success"}}]' group by payment_id
    ), said as (
      select id as bill_id, customer_id as owner_id, case
          when status <> 'succeeded' then 0
          when kind in ('top_up', 'goodwill') then payment.amount
          when kind = 'withdrawal' then coalesce(owed.amount, 0) - payment.amount
          when method_type = 'balance' then -payment.amount
          else 0 end as amount
        from payments.payment left join owed on owed.payment_id = id
      union all
      select id, payee_customer_id, case status when 'succeeded' then amount else 0 end
        from payments.payment where payee_customer_id is not null
      union all
      select id, customer_id, case when status = 'succeeded' and destination = 'balance' then amount else 0 end from payments.refund
    )
    select 'a balance moves by what its bills say' as invariant,
           coalesce(moved.bill_id, said.bill_id) || ' of ' || coalesce(moved.owner_id, said.owner_id) || ': '
             || coalesce(moved.amount, 0) || ', and said ' || coalesce(said.amount, 0) as detail
    from moved full join said on said.bill_id = moved.bill_id and said.owner_id = moved.owner_id
    where coalesce(moved.amount, 0) <> coalesce(said.amount, 0)`);
}

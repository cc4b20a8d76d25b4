import type { Queryable } from '../platform/database/database.ts';

/**
 * One row an invariant that does not hold: every posting on a customer's balance is of something in their bills, a payment
 * they made or received, or what came back of one. Reads all of it.
 */
export function findViolations(q: Queryable): Promise<Array<{ invariant: string; detail: string }>> {
  return q.query(`
    with movement as (
      select id, reference_id, debit_account_id as account_id from ledger.transfer where kind not in ('hold', 'void')
      union all
      select id, reference_id, credit_account_id from ledger.transfer where kind not in ('hold', 'void')
    ), bill as (
      select id, customer_id from payments.payment
      union all select id, payee_customer_id from payments.payment where payee_customer_id is not null
      union all select id, customer_id from payments.refund
      union all select id, customer_id from payments.dispute
    )
    select 'a balance moves by what is in the bills' as invariant, movement.id || ' of ' || owner_id as detail
    from movement join ledger.account on account.id = account_id and purpose = 'wallet'
    where not exists (select from bill where bill.id = reference_id and customer_id = owner_id)
      -- Goodwill from before it had a line: that is found by its posting.
      and not exists (select from payments.attempt where attempt.id = movement.id and attempt.customer_id = owner_id)`);
}

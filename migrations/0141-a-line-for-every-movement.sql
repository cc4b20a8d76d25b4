-- A dispute of a payment to a person that was decided for the customer is paid by us: it has a line like other goodwill.
alter table payments.goodwill add column dispute_id uuid;
alter table payments.goodwill drop constraint goodwill_check;
alter table payments.goodwill add constraint agreed_somewhere check (num_nonnulls(conversation_id, complaint_id, dispute_id) = 1);

-- What moved a balance before it had a line of its own gets one: such disputes, and what a network took, or sent, for a
-- payment that had been paid in another way or given up meanwhile.
create temporary table moved on commit drop as
with late as (
  select payment.kind, payment.status as payment_status, attempt.*, row_number() over (partition by payment_id order by attempt.completed_at) as place
  from payments.attempt join payments.payment on payment.id = payment_id
  where attempt.status = 'succeeded' and trace @> '[{"evidence": {"outcome": "late_success"}}]'
    and (payment.kind in ('top_up', 'withdrawal') or trace @> '[{"evidence": {"creditedTo": "balance"}}]')
), wallet_posting as (
  select transfer.*, owner_id, currency,
         row_number() over (partition by reference_id, transfer.kind order by transfer.created_at) as place
  from ledger.transfer join ledger.account on account.id in (debit_account_id, credit_account_id) and purpose = 'wallet'
  where transfer.kind in ('transfer', 'post') and not exists (select from payments.attempt where attempt.id = transfer.id)
), source as (
  select 'goodwill' as kind, 'goodwill:' || cover_hold_id as key, dispute.id as dispute_id, customer_id, 'balance' as method_type,
         null::uuid as method_id, posting.id as posting_id, posting.amount, posting.currency, posting.created_at
    from payments.dispute join wallet_posting as posting on posting.hold_id = cover_hold_id
    where status = 'lost' and merchant_id is null
  union all
  select case late.kind when 'withdrawal' then 'withdrawal' else 'top_up' end, 'late:' || late.id, null, customer_id, method_type,
         method_id, posting.id, posting.amount, posting.currency, posting.created_at
    from late join wallet_posting as posting
      on posting.reference_id = payment_id and posting.kind = 'transfer' and owner_id = customer_id and posting.place = late.place
    where trace @> '[{"evidence": {"creditedTo": "balance"}}]' or late.kind = 'withdrawal' and late.payment_status = 'canceled'
)
select uuidv7(created_at - clock_timestamp()) as payment_id, source.* from source;

insert into payments.payment (id, customer_id, kind, status, amount, currency, method_type, method_id, created_at, completed_at)
select payment_id, customer_id, kind, 'succeeded', amount, currency, method_type, method_id, created_at, created_at from moved;
insert into payments.attempt (id, payment_id, customer_id, number, idempotency_key, fingerprint, status, method_type, method_id, trace, started_at, completed_at)
select posting_id, payment_id, customer_id, 1, key, sha256(convert_to(key, 'UTF8')), 'succeeded', method_type, method_id, '[]', created_at,
       created_at from moved;
insert into payments.goodwill (payment_id, dispute_id) select payment_id, dispute_id from moved where dispute_id is not null;

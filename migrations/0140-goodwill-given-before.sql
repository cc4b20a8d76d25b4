-- The complaint's money, once paid, leads to its line in the bills.
alter table support.complaint_goodwill add column payment_id uuid;

-- Goodwill given before it had a line in the bills gets one: an action's posting has the action's id, a complaint's ends the hold.
create temporary table given on commit drop as
select uuidv7(posting.created_at - clock_timestamp()) as payment_id, posting.id as posting_id, source.*, posting.amount, posting.created_at
from (
  select id as key, null::uuid as hold_id, customer_id, conversation_id, null::uuid as complaint_id, null::text as number,
         parameters ->> 'currency' as currency
    from support.account_action where kind = 'goodwill' and state = 'executed'
  union all
  select hold_id, hold_id, customer_id, null, complaint_id, number, currency
    from support.complaint_goodwill join support.complaint on complaint.id = complaint_id where state = 'paid'
) as source
join ledger.transfer as posting
  on posting.id = source.key and source.hold_id is null or posting.hold_id = source.hold_id and posting.kind = 'post';

insert into payments.payment (id, customer_id, kind, status, amount, currency, note, method_type, created_at, completed_at)
select payment_id, customer_id, 'goodwill', 'succeeded', amount, currency, number, 'balance', created_at, created_at from given;
insert into payments.attempt (id, payment_id, customer_id, number, idempotency_key, fingerprint, status, method_type, trace, started_at, completed_at)
select posting_id, payment_id, customer_id, 1, 'goodwill:' || key, sha256(convert_to('goodwill:' || key, 'UTF8')), 'succeeded', 'balance',
       '[]', created_at, created_at from given;
insert into payments.goodwill (payment_id, conversation_id, complaint_id)
select payment_id, conversation_id, complaint_id from given;
update support.complaint_goodwill set payment_id = given.payment_id from given where given.hold_id = complaint_goodwill.hold_id;
alter table support.complaint_goodwill add constraint paid_by_a_payment check ((state = 'paid') = (payment_id is not null));

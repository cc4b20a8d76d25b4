-- What was given back of a payment, in part or whole. `refunded_amount` and `disputed_amount` are kept by triggers on the rows
-- that explain them, and the constraint refuses, whatever the code does and however many at once, that more than was captured
-- is given back or fought over.
alter table payments.payment
  add column refunded_amount bigint not null default 0,
  add column disputed_amount bigint not null default 0,
  add constraint refunded_within_captured check (
    refunded_amount >= 0 and disputed_amount >= 0 and refunded_amount + disputed_amount <= amount
  ),
  add constraint refunded_when_captured check (status = 'succeeded' or refunded_amount + disputed_amount = 0);

create table payments.refund (
  id uuid primary key,
  payment_id uuid not null references payments.payment,
  customer_id uuid not null,
  merchant_id uuid not null references payments.merchant,
  amount bigint not null check (amount > 0),
  currency text not null,
  reason text not null check (reason in ('requested_by_customer', 'duplicate', 'product_not_received', 'product_unacceptable', 'dispute', 'other')),
  note text,
  -- Nothing fails in the end: what the card or bank refuses for good goes to the customer's balance instead.
  status text not null check (status in ('processing', 'succeeded')),
  destination text not null check (destination in ('balance', 'card', 'bank_account')),
  method_id uuid,
  -- The charge at the rail that is given back.
  attempt_id uuid not null,
  rail_id text,
  hold_id uuid,
  -- Why the money did not go back to where it came from.
  failure_code text,
  raw_network text,
  raw_code text,
  requested_by text not null check (requested_by in ('merchant', 'staff', 'dispute')),
  requester_id uuid not null,
  idempotency_key text not null,
  fingerprint bytea not null,
  created_at timestamptz not null,
  completed_at timestamptz,
  unique (requester_id, idempotency_key),
  check ((destination = 'balance') = (method_id is null)),
  check (destination = 'balance' or (rail_id is not null and hold_id is not null)),
  check ((status = 'succeeded') = (completed_at is not null))
);
create index refund_of_payment on payments.refund (payment_id, id);
create index refund_of_merchant on payments.refund (merchant_id, id);
create index refund_under_way on payments.refund (id) where status = 'processing';

create function payments.count_refund() returns trigger language plpgsql as $$
begin
  if tg_op = 'INSERT' then
    update payments.payment set refunded_amount = refunded_amount + new.amount where id = new.payment_id;
    return new;
  end if;
  if tg_op = 'DELETE' then
    raise exception 'payments.refund rows are never deleted' using errcode = 'integrity_constraint_violation';
  end if;
  if (new.id, new.payment_id, new.amount, new.currency, new.merchant_id, new.customer_id, new.attempt_id)
     is distinct from (old.id, old.payment_id, old.amount, old.currency, old.merchant_id, old.customer_id, old.attempt_id)
     or (old.status = 'succeeded' and new.status <> 'succeeded') then
    raise exception 'what a refund is of never changes, and what was given back is not taken back' using errcode = 'integrity_constraint_violation';
  end if;
  return new;
end $$;
create trigger refund_is_counted before insert or update or delete on payments.refund
  for each row execute function payments.count_refund();

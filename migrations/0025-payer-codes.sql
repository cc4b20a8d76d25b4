-- Payment by code: a payer's one-time code that a merchant scans, and a merchant's static code that a customer scans. Either
-- way the order is a checkout session of one customer, which no other can pay.
create table payments.payer_code (
  -- Keyed hash of the digits.
  code_hash bytea primary key,
  customer_id uuid not null,
  -- The log-in it was shown in: with it the code dies.
  session_id uuid not null,
  device_id uuid not null,
  caution text,
  created_at timestamptz not null,
  expires_at timestamptz not null,
  -- What it paid; it is used once.
  checkout_session_id uuid
);
create index payer_code_of_session on payments.payer_code (checkout_session_id) where checkout_session_id is not null;
create index payer_code_expires on payments.payer_code (expires_at);

alter table payments.checkout_session
  add column entry text not null default 'link' check (entry in ('link', 'payer_code', 'merchant_code')),
  -- Whose it is alone; nobody's while it may be anybody's.
  add column customer_id uuid,
  add constraint checkout_session_of_code check ((entry = 'link') = (customer_id is null)),
  alter column success_url drop not null,
  alter column cancel_url drop not null;
-- What waits for a customer's confirmation.
create index checkout_session_waiting on payments.checkout_session (customer_id, expires_at)
  where customer_id is not null and status = 'open';

-- Printed and stuck to a counter: no secret, and it can be replaced.
alter table payments.merchant add column receive_code text unique;

-- By customer: what was paid by a payer's code, of that without the payment password, and by static codes of merchants.
alter table payments.usage drop constraint usage_scope_check;
alter table payments.usage add constraint usage_scope_check
  check (scope in ('device', 'payee', 'method', 'payer_code', 'payer_code_unproven', 'merchant_code'));

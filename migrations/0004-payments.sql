create schema payments;

create table payments.merchant (
  id uuid primary key,
  name text not null,
  created_at timestamptz not null default clock_timestamp()
);

-- The secret itself is shown once, at creation; the prefix tells keys apart.
create table payments.merchant_key (
  hash bytea primary key,
  prefix text not null,
  merchant_id uuid not null references payments.merchant,
  created_at timestamptz not null default clock_timestamp(),
  revoked_at timestamptz
);

-- A stored card or account: the rail's token and what may be shown, never the number.
create table payments.method (
  id uuid primary key,
  customer_id uuid not null,
  type text not null check (type in ('card', 'bank_account')),
  rail_id text not null,
  token text not null,
  network text not null,
  bank jsonb not null,
  funding text check (funding in ('credit', 'debit')),
  last4 text not null check (last4 ~ '^[0-9]{4}$'),
  expiry_month smallint,
  expiry_year smallint,
  is_default boolean not null default false,
  added_at timestamptz not null default clock_timestamp(),
  removed_at timestamptz
);
create index method_of_customer on payments.method (customer_id) where removed_at is null;
create unique index method_default on payments.method (customer_id) where is_default and removed_at is null;

create table payments.checkout_session (
  id uuid primary key,
  merchant_id uuid not null references payments.merchant,
  idempotency_key text not null,
  fingerprint bytea not null,
  amount bigint not null check (amount > 0),
  currency text not null,
  reference text not null,
  lines jsonb not null,
  success_url text not null,
  cancel_url text not null,
  status text not null default 'open' check (status in ('open', 'paid', 'expired')),
  created_at timestamptz not null default clock_timestamp(),
  expires_at timestamptz not null,
  unique (merchant_id, idempotency_key)
);

-- What the customer wants done. Its status moves only along the arrows that payments.check_transition knows.
create table payments.payment (
  id uuid primary key,
  customer_id uuid not null,
  kind text not null check (kind in ('transfer', 'purchase', 'top_up', 'withdrawal')),
  status text not null check (status in ('processing', 'requires_action', 'requires_payment_method', 'succeeded', 'canceled')),
  amount bigint not null check (amount > 0),
  currency text not null,
  payee_customer_id uuid,
  merchant_id uuid,
  checkout_session_id uuid,
  note text,
  -- Of the last attempt.
  method_type text not null check (method_type in ('balance', 'card', 'bank_account')),
  method_id uuid,
  failure_code text,
  attempts smallint not null default 1,
  created_at timestamptz not null,
  completed_at timestamptz,
  check ((kind = 'transfer') = (payee_customer_id is not null)),
  check ((kind = 'purchase') = (checkout_session_id is not null and merchant_id is not null)),
  check ((method_type = 'balance') = (method_id is null)),
  check ((status = 'requires_payment_method') <= (failure_code is not null)),
  check ((status in ('succeeded', 'canceled')) = (completed_at is not null))
) with (fillfactor = 90);
create index payment_of_customer on payments.payment (customer_id, id);
create index payment_of_payee on payments.payment (payee_customer_id, id) where payee_customer_id is not null;
-- A customer has one payment a checkout session, and attempts it as often as needed; only one of all customers' succeeds.
create unique index payment_of_checkout on payments.payment (checkout_session_id, customer_id) where checkout_session_id is not null;
create unique index payment_paid_checkout on payments.payment (checkout_session_id)
  where checkout_session_id is not null and status in ('processing', 'requires_action', 'succeeded');

create function payments.check_transition() returns trigger language plpgsql as $$
begin
  if new.status <> old.status and not (
    (old.status = 'requires_payment_method' and new.status in ('processing', 'requires_action', 'succeeded', 'canceled'))
    or (old.status = 'processing' and new.status in ('requires_action', 'requires_payment_method', 'succeeded'))
    or (old.status = 'requires_action' and new.status in ('processing', 'requires_payment_method', 'succeeded'))
  ) then
    raise exception 'a payment cannot go from % to %', old.status, new.status using errcode = 'integrity_constraint_violation';
  end if;
  if (new.id, new.customer_id, new.kind, new.amount, new.currency, new.payee_customer_id, new.merchant_id)
     is distinct from (old.id, old.customer_id, old.kind, old.amount, old.currency, old.payee_customer_id, old.merchant_id) then
    raise exception 'amount, parties and kind of a payment never change' using errcode = 'integrity_constraint_violation';
  end if;
  return new;
end $$;
create trigger payment_transition before update on payments.payment
  for each row execute function payments.check_transition();

-- One try at a payment, with its trace: every check in order, its result, duration and evidence.
create table payments.attempt (
  id uuid primary key,
  payment_id uuid not null,
  customer_id uuid not null,
  number smallint not null,
  idempotency_key text not null,
  -- What was asked under the key; the same key with another request is refused.
  fingerprint bytea not null,
  status text not null check (status in ('processing', 'requires_action', 'succeeded', 'failed')),
  method_type text not null check (method_type in ('balance', 'card', 'bank_account')),
  method_id uuid,
  failure_code text,
  rail_id text,
  raw_network text,
  raw_code text,
  action_url text,
  hold_id uuid,
  trace jsonb not null,
  started_at timestamptz not null,
  completed_at timestamptz,
  unique (customer_id, idempotency_key),
  check ((status = 'failed') = (failure_code is not null)),
  check ((status in ('succeeded', 'failed')) = (completed_at is not null))
) with (fillfactor = 90);
create unique index attempt_of_payment on payments.attempt (payment_id, number);

-- What a customer has sent today, in the business calendar's day; limits are checked against it.
create table payments.spending (
  customer_id uuid not null,
  currency text not null,
  day date not null,
  amount bigint not null default 0 check (amount >= 0),
  count integer not null default 0 check (count >= 0),
  primary key (customer_id, currency, day)
) with (fillfactor = 70);

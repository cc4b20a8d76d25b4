-- "Pay me": a link or code that names its payee without their phone, with or without an amount.
create table payments.request (
  -- SHA-256 of the code in the link.
  code_hash bytea primary key,
  payee_customer_id uuid not null,
  amount bigint check (amount > 0),
  currency text not null,
  note text,
  created_at timestamptz not null,
  expires_at timestamptz not null
);
create index request_expires on payments.request (expires_at);

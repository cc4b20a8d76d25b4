-- Why an account is locked, since when, until when, and who ended it. The customer's row keeps what the path of every
-- payment asks for: until when, and the reason that the owner is told.
create table identity.account_lock (
  id uuid primary key,
  customer_id uuid not null references identity.customer,
  reason text not null check (reason in ('wrong_password', 'abnormal_transactions', 'frozen')),
  -- What made it so: numbers and codes, no secrets.
  details jsonb not null default '{}',
  locked_at timestamptz not null,
  -- A freeze has no end of its own.
  until timestamptz,
  lifted_at timestamptz,
  check ((reason = 'frozen') = (until is null))
);
create index on identity.account_lock (customer_id, locked_at desc);
create unique index on identity.account_lock (customer_id) where reason = 'frozen' and lifted_at is null;

alter table identity.customer
  add column lock_reason text,
  -- After a recovery the account pays less for a while: whoever took it over must not empty it at once.
  add column reduced_limits_until timestamptz;
update identity.customer set lock_reason = 'wrong_password' where locked_until is not null;

-- How somebody who can't log in proves whose account it is, step by step, with what is bound to it. Nobody's account is
-- asked for in the same way: such a one has no customer, and its code reaches nobody who could use it.
create table identity.recovery (
  id uuid primary key,
  -- Given to the browser with the first right code; it is what the further steps are done with.
  token_hash text unique,
  customer_id uuid references identity.customer,
  challenge_id uuid not null,
  proven text[] not null default '{}',
  -- Wrong further proofs; too many end it.
  failures smallint not null default 0,
  address inet not null,
  started_at timestamptz not null,
  expires_at timestamptz not null
);
create index on identity.recovery (expires_at);
create index on identity.recovery (challenge_id);
create index on identity.recovery (customer_id, started_at);

-- Which purposes there are, and whose codes they are, is said where they are issued.
alter table identity.challenge drop constraint challenge_purpose_check;
alter table identity.challenge drop constraint challenge_check;

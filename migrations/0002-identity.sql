-- Who customers and staff are and how they prove it. Secrets are kept as hashes only: passwords as argon2id, the
-- payment password and codes as HMAC under a pepper that is not in the database, tokens as SHA-256.
create schema identity;

create table identity.customer (
  id uuid primary key,
  -- E.164
  phone text not null unique,
  name text not null,
  language text not null check (language in ('zh', 'en')),
  -- The whole account waits until then: no log-in, no payment password.
  locked_until timestamptz,
  registered_at timestamptz not null,
  last_sign_in_at timestamptz
) with (fillfactor = 80);

create table identity.password (
  customer_id uuid primary key references identity.customer,
  hash text not null,
  changed_at timestamptz not null
);

-- On the path of every payment: narrow, and no index but the key, so that a count of failures stays on its page (HOT).
create table identity.payment_password (
  customer_id uuid primary key references identity.customer,
  hash bytea not null,
  failures smallint not null default 0,
  locked_until timestamptz,
  -- How often it was locked since the last right one; each makes the next wait longer.
  locks smallint not null default 0
) with (fillfactor = 60);

-- A browser that has answered a code for this customer. Several customers may share one browser, hence one token.
create table identity.device (
  id uuid primary key,
  customer_id uuid not null references identity.customer,
  token_hash text not null,
  user_agent text not null,
  address inet not null,
  added_at timestamptz not null,
  last_seen_at timestamptz not null,
  unique (token_hash, customer_id)
);
create index on identity.device (customer_id);

-- On the path of every request; last_used_at is in no index, so that sliding stays on its page (HOT).
create table identity.session (
  id uuid primary key,
  token_hash text not null unique,
  customer_id uuid not null references identity.customer,
  device_id uuid not null references identity.device,
  created_at timestamptz not null,
  last_used_at timestamptz not null,
  expires_at timestamptz not null
) with (fillfactor = 80);
create index on identity.session (customer_id);
create index on identity.session (expires_at);

create table identity.challenge (
  id uuid primary key,
  purpose text not null check (purpose in ('registration', 'sign_in')),
  phone text not null,
  -- Whose log-in it is; absent for a registration.
  customer_id uuid references identity.customer,
  language text not null check (language in ('zh', 'en')),
  code_hash bytea not null,
  failures smallint not null default 0,
  sent_at timestamptz not null,
  expires_at timestamptz not null,
  used_at timestamptz,
  check ((purpose = 'sign_in') = (customer_id is not null))
);
create index on identity.challenge (expires_at);

-- Password guesses, counted for an account (by keyed hash of what was typed, whether it exists or not) and for where
-- they come from: a device the account knows, or the nil id for all others together.
create table identity.password_attempt (
  subject bytea not null,
  device_id uuid not null,
  failures smallint not null,
  locks smallint not null,
  locked_until timestamptz,
  attempted_at timestamptz not null,
  primary key (subject, device_id)
);
create index on identity.password_attempt (attempted_at);

create table identity.staff (
  id uuid primary key,
  -- lower case
  email text not null unique check (email = lower(email)),
  name text not null,
  role text not null check (role in ('agent', 'senior_agent', 'supervisor')),
  password_hash text not null,
  created_at timestamptz not null
);

create table identity.staff_session (
  id uuid primary key,
  token_hash text not null unique,
  staff_id uuid not null references identity.staff,
  created_at timestamptz not null,
  last_used_at timestamptz not null,
  expires_at timestamptz not null
) with (fillfactor = 80);
create index on identity.staff_session (expires_at);

-- What happened to accounts, without secrets, for good.
create table identity.audit (
  position bigint generated always as identity primary key,
  at timestamptz not null,
  action text not null,
  customer_id uuid,
  staff_id uuid,
  device_id uuid,
  address inet,
  details jsonb not null default '{}'
);
create index on identity.audit (customer_id, position) where customer_id is not null;

create function identity.refuse_change() returns trigger language plpgsql as $$
begin
  raise exception 'identity.audit is append-only';
end $$;

create trigger append_only before update or delete or truncate on identity.audit
for each statement execute function identity.refuse_change();

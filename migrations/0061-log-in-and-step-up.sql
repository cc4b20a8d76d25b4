-- More ways to log in, all asking for the same factors; passkeys; confirmations bound to one exact operation; networks.

-- A log-in that has proven something and has to prove more. Its id is random and short-lived.
create table identity.log_in (
  id uuid primary key,
  customer_id uuid not null references identity.customer,
  proven text[] not null,
  language text not null check (language in ('zh', 'en')),
  expires_at timestamptz not null,
  used_at timestamptz
);
create index on identity.log_in (expires_at);

create table identity.passkey (
  id uuid primary key,
  customer_id uuid not null references identity.customer,
  -- base64url, as WebAuthn gives it
  credential_id text not null unique,
  public_key bytea not null,
  counter bigint not null,
  transports text[] not null,
  -- Of the browser it was made with, until the owner gives it a name.
  name text not null check (length(name) between 1 and 60),
  backed_up boolean not null,
  created_at timestamptz not null,
  last_used_at timestamptz
);
create index on identity.passkey (customer_id);

-- What a passkey is asked to sign, once.
create table identity.passkey_challenge (
  id uuid primary key,
  purpose text not null check (purpose in ('register', 'log_in', 'step_up')),
  customer_id uuid,
  challenge text not null,
  expires_at timestamptz not null,
  used_at timestamptz
);
create index on identity.passkey_challenge (expires_at);

-- A risky operation asked for again: what is proven here counts for one exact operation, by this session, once.
create table identity.step_up (
  id uuid primary key,
  customer_id uuid not null references identity.customer,
  session_id uuid not null,
  operation text not null,
  -- Hash of the amount, the payee, the new address: whatever must not change in between.
  fingerprint bytea not null,
  -- What the owner reads, in both languages.
  summary jsonb not null,
  needs_password boolean not null,
  -- The code that was sent last, and what a passkey is to sign.
  challenge_id uuid,
  proven_at timestamptz,
  proven_by text,
  created_at timestamptz not null,
  expires_at timestamptz not null,
  used_at timestamptz
);
create index on identity.step_up (expires_at);
create index on identity.step_up (challenge_id) where challenge_id is not null;

-- Networks a customer was seen on (/24, /48). One that is not confirmed yet makes money out ask again.
create table identity.network (
  customer_id uuid not null references identity.customer,
  network text not null,
  first_seen_at timestamptz not null,
  last_seen_at timestamptz not null,
  confirmed_at timestamptz,
  primary key (customer_id, network)
);
create index on identity.network (last_seen_at);
insert into identity.network
  select customer_id, case when family(address) = 4 then host(network(set_masklen(address, 24))) || '/24'
                           else '' end, min(added_at), max(last_seen_at), min(added_at)
  from identity.device where family(address) = 4 group by 1, 2;

alter table identity.session
  -- Where it was used last, and whether that is a network its customer has not confirmed.
  add column network text,
  add column network_new boolean not null default false,
  -- Until then money out is asked for again: the device is new to the account.
  add column cautious_until timestamptz;
alter table identity.device add column cautious_until timestamptz;

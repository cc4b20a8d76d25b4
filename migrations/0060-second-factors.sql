-- Second factors of customers and staff (owner: either's id), and devices that are trusted for a time only.

-- An authenticator app's secret, sealed (platform/sealing.ts); in force from its confirmation.
create table identity.totp (
  owner_id uuid primary key,
  secret bytea not null,
  created_at timestamptz not null,
  confirmed_at timestamptz,
  -- Of the newest code that was taken: it and all before it are worth nothing any more.
  last_step bigint not null default 0
);

-- For when the authenticator is lost: keyed hashes, each good once.
create table identity.recovery_code (
  owner_id uuid not null,
  hash bytea not null,
  created_at timestamptz not null,
  used_at timestamptz,
  primary key (owner_id, hash)
);

alter table identity.device add column trusted_until timestamptz;
update identity.device set trusted_until = last_seen_at + interval '90 days';
alter table identity.device alter column trusted_until set not null;
create index on identity.session (device_id);

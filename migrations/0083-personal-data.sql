-- An account that its owner has closed: no log-in, no session, no secret; its books stay, as the law asks.
alter table identity.customer add column closed_at timestamptz;

-- Who the owner was, sealed (platform/sealing.ts) and apart: kept as long as the law against money laundering asks, read by
-- nobody in the house, and then erased. docs/personal-data.md says what is kept, why and until when.
create table identity.retained_identity (
  customer_id uuid primary key references identity.customer,
  sealed bytea not null,
  closed_at timestamptz not null,
  erase_at timestamptz not null check (erase_at > closed_at)
);
create index on identity.retained_identity (erase_at);

-- Events: what happened, written in the transaction in which it happened, read by whoever cares.
-- Readers go by (transaction, position): positions are handed out before commit, so position alone could skip a late one.
create table platform.event (
  position bigint generated always as identity,
  transaction xid8 not null default pg_current_xact_id(),
  topic text not null,
  subject_id uuid not null,
  payload jsonb not null,
  occurred_at timestamptz not null default clock_timestamp(),
  primary key (transaction, position)
);

create table platform.event_consumer (
  name text primary key,
  transaction xid8 not null default '0',
  position bigint not null default 0
);

-- What each who joined the queue was told first, and what became of it. Not where nobody is at the desk: they are told when it
-- opens, which is no estimate.
create table support.wait_promise (
  conversation_id uuid not null references support.conversation,
  promised_at timestamptz not null,
  position integer not null,
  promised_seconds integer not null,
  -- An agent got it, or the customer left the queue; until then null.
  ended_at timestamptz,
  outcome text check (outcome in ('answered', 'left')),
  primary key (conversation_id, promised_at),
  check ((ended_at is null) = (outcome is null))
);
create unique index wait_promise_current on support.wait_promise (conversation_id) where ended_at is null;
-- All that a report of some days reads.
create index wait_promise_ended on support.wait_promise (ended_at) include (promised_at, promised_seconds, outcome)
  where ended_at is not null;

-- Guides: runs of guided procedures, and every step they took. Definitions are code; see server/guides.
create schema guides;

create table guides.run (
  id uuid primary key,
  guide text not null,
  version int not null,
  customer_id uuid not null,
  door text not null check (door in ('help_centre', 'chat', 'agent', 'voice')),
  conversation_id uuid,
  started_by uuid,
  -- The payment it was started about, and what it turned out to be about.
  about uuid,
  subject jsonb not null,
  status text not null default 'active' check (status in ('active', 'resolved', 'handed_off', 'abandoned')),
  -- The step whose card waits, and what the steps before it have learnt.
  step_id text,
  facts jsonb not null default '{}',
  step_count int not null default 0,
  card_number int not null default 0,
  card jsonb,
  -- When the waiting card gives up waiting.
  timer_at timestamptz,
  -- What came in and is not walked yet, oldest first; `walker` is who walks it now, until `walker_until`.
  pending jsonb not null default '[]',
  walker uuid,
  walker_until timestamptz,
  failures int not null default 0,
  -- Of a hand-off: what the person is told.
  topic jsonb,
  priority text check (priority in ('normal', 'urgent')),
  started_at timestamptz not null,
  ended_at timestamptz,
  check ((status = 'active') = (ended_at is null))
);

-- One run under way about one thing: a second start takes it up.
create unique index run_under_way on guides.run (customer_id, guide, about) nulls not distinct
  where status = 'active';
create index run_of_payment on guides.run (((subject ->> 'paymentId')::uuid)) where status = 'active';
create index run_of_customer on guides.run (customer_id, started_at);
create index run_of_conversation on guides.run (conversation_id, started_at);

create table guides.step (
  run_id uuid not null references guides.run,
  number int not null,
  step_id text not null,
  kind text not null,
  card_number int not null,
  at timestamptz not null,
  authority text check (authority in ('customer', 'staff', 'system')),
  summary jsonb not null,
  evidence jsonb not null,
  primary key (run_id, number)
);

create function guides.refuse_change() returns trigger language plpgsql as $$
begin
  raise exception 'guides.step is append-only';
end $$;
create trigger append_only before update or delete on guides.step
  for each row execute function guides.refuse_change();
create trigger no_truncate before truncate on guides.step
  for each statement execute function guides.refuse_change();

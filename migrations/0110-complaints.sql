-- Complaints live long: they have a number, a person who owns them, clocks, and an end that the customer agrees to or appeals.
create sequence support.complaint_number;

create table support.complaint (
  id uuid primary key,
  number text not null unique,
  customer_id uuid not null,
  -- Masked, as of opening: only what the desk searches by.
  customer_name text not null,
  phone_end text not null,
  language text not null check (language in ('zh', 'en')),
  idempotency_key text not null,
  fingerprint bytea not null,
  category text not null check (category in ('payment', 'refund', 'account', 'security', 'fees', 'service', 'other')),
  wish text not null check (wish in ('refund', 'compensation', 'correction', 'explanation', 'apology', 'other')),
  description text not null,
  payment_id uuid,
  conversation_id uuid references support.conversation,
  severity text not null check (severity in ('normal', 'high', 'critical')),
  status text not null default 'received' check (status in
    ('received', 'investigating', 'waiting_customer', 'proposed', 'accepted', 'appealed', 'closed')),
  owner_id uuid,
  owner_name text,
  -- Since when the customer has the next word, and when they were reminded of it.
  waiting_since timestamptz,
  reminded_at timestamptz,
  escalated_at timestamptz,
  appeals smallint not null default 0,
  outcome text check (outcome in ('upheld', 'partly_upheld', 'not_upheld', 'withdrawn', 'no_reply')),
  cause text check (cause in ('system', 'process', 'communication', 'partner', 'fraud', 'misunderstanding', 'unclear')),
  explanation text,
  follow_up text check (follow_up in ('asked', 'solved', 'not_solved')),
  opened_at timestamptz not null,
  closed_at timestamptz,
  unique (customer_id, idempotency_key),
  check ((owner_id is null) = (owner_name is null)),
  check (status in ('received', 'closed') or owner_id is not null),
  check ((status = 'closed') = (closed_at is not null)),
  check ((status = 'closed') <= (outcome is not null and explanation is not null)),
  check ((status in ('waiting_customer', 'proposed')) = (waiting_since is not null))
) with (fillfactor = 80);
create index complaint_by_customer on support.complaint (customer_id, opened_at desc);
create index complaint_open_by_owner on support.complaint (owner_id) where status <> 'closed';
create index complaint_unowned on support.complaint (opened_at) where owner_id is null and status <> 'closed';
create index complaint_open on support.complaint (opened_at) where status <> 'closed';
create index complaint_closed on support.complaint (closed_at desc, id desc) where status = 'closed';
create index complaint_waiting on support.complaint (waiting_since) where waiting_since is not null;
create index complaint_to_follow_up on support.complaint (closed_at) where status = 'closed' and follow_up is null;
create index complaint_phone_end on support.complaint (phone_end);

create function support.check_complaint() returns trigger language plpgsql as $$
begin
  if new.status <> old.status and not (
    (old.status = 'received' and new.status in ('investigating', 'closed'))
    or (old.status = 'investigating' and new.status in ('waiting_customer', 'proposed', 'closed'))
    or (old.status = 'waiting_customer' and new.status in ('investigating', 'proposed', 'closed'))
    or (old.status = 'proposed' and new.status in ('accepted', 'appealed', 'closed'))
    or (old.status = 'accepted' and new.status = 'closed')
    or (old.status = 'appealed' and new.status in ('waiting_customer', 'proposed', 'closed'))
    -- What was closed is taken up again when the customer says at the follow-up that it is not solved.
    or (old.status = 'closed' and new.status = 'investigating')
  ) then
    raise exception 'a complaint cannot go from % to %', old.status, new.status using errcode = 'integrity_constraint_violation';
  end if;
  if (new.id, new.number, new.customer_id, new.category, new.wish, new.description, new.opened_at)
     is distinct from (old.id, old.number, old.customer_id, old.category, old.wish, old.description, old.opened_at) then
    raise exception 'what was complained of never changes' using errcode = 'integrity_constraint_violation';
  end if;
  return new;
end $$;
create trigger complaint_transition before update on support.complaint
  for each row execute function support.check_complaint();

-- What we owe the customer by when, in business time. A clock that stands still keeps what it had left.
create table support.complaint_clock (
  complaint_id uuid not null references support.complaint,
  kind text not null check (kind in ('acknowledge', 'first_answer', 'resolve')),
  due_at timestamptz not null,
  warn_at timestamptz not null,
  -- Business time left, in milliseconds, while it stands still.
  left_when_paused bigint,
  met_at timestamptz,
  warned_at timestamptz,
  overdue_at timestamptz,
  primary key (complaint_id, kind)
);
create index complaint_clock_to_warn on support.complaint_clock (warn_at)
  where met_at is null and left_when_paused is null and warned_at is null;
create index complaint_clock_to_miss on support.complaint_clock (due_at)
  where met_at is null and left_when_paused is null and overdue_at is null;

-- Everything that was said and done, in order; `internal` is for colleagues only.
create table support.complaint_entry (
  complaint_id uuid not null references support.complaint,
  sequence integer not null check (sequence > 0),
  kind text not null,
  actor_kind text not null check (actor_kind in ('customer', 'agent', 'system')),
  actor_id uuid,
  actor_name text,
  internal boolean not null,
  text text,
  details jsonb not null default '{}',
  client_entry_id uuid,
  at timestamptz not null,
  primary key (complaint_id, sequence)
);
create unique index complaint_entry_once on support.complaint_entry (complaint_id, client_entry_id)
  where client_entry_id is not null;

-- What another team is to do for it.
create table support.complaint_task (
  id uuid primary key,
  complaint_id uuid not null references support.complaint,
  team text not null check (team in ('payments', 'risk', 'finance', 'engineering', 'merchants', 'support')),
  what text not null,
  due_at timestamptz not null,
  created_by text not null,
  created_at timestamptz not null,
  done_by text,
  done_at timestamptz,
  result text
);
create index complaint_task_of on support.complaint_task (complaint_id, created_at);

-- Money offered with a proposal, held on the goodwill account until the customer accepts.
create table support.complaint_goodwill (
  complaint_id uuid not null references support.complaint,
  hold_id uuid primary key,
  approval_id uuid not null unique,
  amount bigint not null check (amount > 0),
  currency text not null,
  state text not null default 'held' check (state in ('held', 'paid', 'released'))
);
create unique index complaint_goodwill_held on support.complaint_goodwill (complaint_id) where state = 'held';
create index complaint_goodwill_of on support.complaint_goodwill (complaint_id);

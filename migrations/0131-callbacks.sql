-- Calls that customers have asked for. The number is not kept here: it is read from the account when the call is made.
create table support.callback (
  id uuid primary key,
  customer_id uuid not null,
  reason text not null check (reason in ('payment', 'funds', 'account', 'complaint', 'other')),
  language text not null check (language in ('zh', 'en')),
  status text not null default 'requested'
    check (status in ('requested', 'scheduled', 'calling', 'done', 'missed', 'canceled')),
  -- When the customer is to be called: as they chose, or after a call that was not answered.
  due_from timestamptz not null,
  due_until timestamptz not null,
  -- Who will call, or called last.
  agent_id uuid,
  agent_name text,
  outcome text check (outcome in ('solved', 'follow_up')),
  note text,
  requested_at timestamptz not null,
  closed_at timestamptz,
  check (due_from < due_until),
  check (status not in ('scheduled', 'calling', 'done') or agent_id is not null),
  check ((status in ('done', 'missed', 'canceled')) = (closed_at is not null)),
  check ((status = 'done') = (outcome is not null))
) with (fillfactor = 80);
create unique index callback_open_of_customer on support.callback (customer_id) where closed_at is null;
create index callback_of_customer on support.callback (customer_id, requested_at desc);
create index callback_due on support.callback (due_from) where closed_at is null;
create index callback_closed on support.callback (closed_at desc) where closed_at is not null;

create function support.check_callback() returns trigger language plpgsql as $$
begin
  if new.status <> old.status and not (
    (old.status = 'requested' and new.status in ('scheduled', 'canceled'))
    or (old.status = 'scheduled' and new.status in ('requested', 'calling', 'canceled'))
    -- Not answered: called again later, or given up.
    or (old.status = 'calling' and new.status in ('requested', 'done', 'missed'))
  ) then
    raise exception 'a callback cannot go from % to %', old.status, new.status using errcode = 'integrity_constraint_violation';
  end if;
  return new;
end $$;
create trigger callback_transition before update on support.callback
  for each row execute function support.check_callback();

-- Each call that was made; `result` is absent while it is under way.
create table support.callback_call (
  callback_id uuid not null references support.callback,
  number smallint not null check (number > 0),
  agent_id uuid not null,
  agent_name text not null,
  started_at timestamptz not null,
  result text check (result in ('reached', 'no_answer', 'busy', 'unreachable')),
  primary key (callback_id, number)
);

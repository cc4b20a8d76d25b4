create schema support;

-- The pairs of neighbouring characters of a text, for search: Chinese words are two characters long, too short for
-- trigrams. On the path of every message; comparing costs half of what a pattern does.
create function support.pairs(content text) returns text[]
language sql immutable strict parallel safe
as $$
  select coalesce(array_agg(one || next), '{}')
  from (select string_to_array(lower(content), null) as letters) as split,
    unnest(letters, letters[2:]) as pair (one, next)
  where one > ' ' collate "C" and next > ' ' collate "C"
$$;

create table support.conversation (
  id uuid primary key,
  customer_id uuid not null,
  status text not null default 'assistant' check (status in ('assistant', 'queued', 'assigned', 'closed')),
  language text not null check (language in ('zh', 'en')),
  topic jsonb,
  priority text not null default 'normal' check (priority in ('normal', 'urgent')),
  -- Who has it, or had it when it closed.
  agent_id uuid,
  agent_name text,
  last_sequence integer not null default 0,
  -- The last one that is not a note.
  last_public_sequence integer not null default 0,
  awaits_reply boolean not null default false,
  -- The closed conversation that this one takes up again.
  previous_id uuid references support.conversation,
  resolution text check (resolution in ('resolved', 'unresolved')),
  -- Masked, as of opening: only what the desk searches by.
  customer_name text not null,
  phone_end text not null,
  opened_at timestamptz not null,
  closed_at timestamptz,
  check (status <> 'assigned' or agent_id is not null),
  check ((status = 'closed') = (closed_at is not null))
) with (fillfactor = 80);

create unique index conversation_open_by_customer on support.conversation (customer_id) where status <> 'closed';
create index conversation_by_customer on support.conversation (customer_id, opened_at desc);
create index conversation_assigned on support.conversation (agent_id) where status = 'assigned';
create index conversation_open on support.conversation (opened_at desc) where status <> 'closed';
create index conversation_closed on support.conversation (closed_at desc) where status = 'closed';
create index conversation_closed_by_agent on support.conversation (agent_id, closed_at desc) where status = 'closed';
create index conversation_phone_end on support.conversation (phone_end);
create index conversation_name on support.conversation using gin (string_to_array(lower(customer_name), null));

create table support.message (
  conversation_id uuid not null references support.conversation,
  sequence integer not null check (sequence > 0),
  id uuid not null unique,
  sender_kind text not null check (sender_kind in ('customer', 'assistant', 'agent', 'system')),
  sender_id uuid,
  sender_name text,
  content jsonb not null,
  client_message_id uuid,
  sent_at timestamptz not null,
  primary key (conversation_id, sequence)
);

create unique index message_once on support.message (conversation_id, sender_kind, client_message_id)
  where client_message_id is not null;
create index message_text on support.message using gin (support.pairs(content ->> 'text'))
  where content ->> 'type' = 'text';

-- Where the customer came from, each time; `sequence` is the event message that says so.
create table support.screen (
  conversation_id uuid not null references support.conversation,
  sequence integer not null,
  context jsonb not null,
  at timestamptz not null,
  primary key (conversation_id, sequence)
);

-- Who waits for a person. A row exists if and only if the conversation's status is queued.
create table support.queue (
  conversation_id uuid primary key references support.conversation,
  -- 0 urgent, 1 normal: rows are served in this order.
  rank smallint not null,
  waiting_since timestamptz not null
);
create index queue_order on support.queue (rank, waiting_since, conversation_id);

create table support.agent (
  staff_id uuid primary key,
  name text not null,
  -- Most conversations at once.
  capacity integer not null default 5 check (capacity >= 0),
  -- Last seen at the desk.
  seen_at timestamptz
);

-- Who had a conversation from when to when; a conversation has at most one that has not ended.
create table support.assignment (
  conversation_id uuid not null references support.conversation,
  agent_id uuid not null references support.agent,
  waiting_since timestamptz not null,
  assigned_at timestamptz not null,
  ended_at timestamptz,
  primary key (conversation_id, assigned_at)
);
create unique index assignment_current on support.assignment (conversation_id) where ended_at is null;
create index assignment_ended on support.assignment (ended_at desc) where ended_at is not null;

create table support.read_position (
  conversation_id uuid not null references support.conversation,
  reader text not null check (reader in ('customer', 'agent')),
  sequence integer not null,
  primary key (conversation_id, reader)
);

create table support.rating (
  conversation_id uuid primary key references support.conversation,
  score smallint not null check (score between 1 and 5),
  comment text,
  agent_id uuid,
  rated_at timestamptz not null
);

create table support.audit (
  id uuid primary key,
  at timestamptz not null,
  staff_id uuid not null,
  session_id uuid,
  action text not null,
  conversation_id uuid not null,
  details jsonb not null default '{}'
);
create index audit_by_conversation on support.audit (conversation_id, at);
create index audit_by_staff on support.audit (staff_id, at);

create function support.refuse_change() returns trigger language plpgsql as $$
begin
  raise exception 'support.audit only grows';
end $$;
create trigger audit_only_grows before update or delete or truncate on support.audit
  for each statement execute function support.refuse_change();

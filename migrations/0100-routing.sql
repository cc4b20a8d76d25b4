alter table support.conversation
  -- What whoever serves it must know, an area of the guides, and how well: 1 first line, 2 second line. Anybody when absent.
  add column skill text,
  add column level smallint not null default 1 check (level in (1, 2)),
  -- How much of an agent's capacity it takes: a chat one place, one about an open complaint two.
  add column weight smallint not null default 1 check (weight > 0),
  add check (skill is not null or level = 1);
drop index support.conversation_assigned;
create index conversation_assigned on support.conversation (agent_id) include (weight) where status = 'assigned';

-- -1 returned to the front, 0 urgent, 1 normal; then the oldest.
alter table support.queue
  add check (rank in (-1, 0, 1)),
  -- Who had it and gave it back: others first.
  add column returned_by uuid references support.agent;

alter table support.agent
  -- What the agent says of themselves. A lost connection ends in 'offline'.
  add column presence text not null default 'offline' check (presence in ('online', 'away', 'offline')),
  -- The level in each area; an area that is not here they do not serve.
  add column skills jsonb not null default '{"payments": 1, "funds": 1, "account": 1, "app": 1, "service": 1}',
  add column languages text[] not null default '{zh,en}',
  -- When they were last given a conversation: of two with the same room, who has waited longer is next.
  add column assigned_at timestamptz;

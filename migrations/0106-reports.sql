-- What reports read. How a conversation went is reckoned once, when it has closed, and added to the sums of its day; a report
-- reads those sums and never the conversations.
create table support.outcome (
  conversation_id uuid primary key references support.conversation,
  -- Of its closing, in Shanghai.
  day date not null,
  -- Who had it, the last guide that was walked in it, and the area it was queued for.
  agent_id uuid,
  guide text,
  area text
);

create table support.report_day (
  day date not null,
  -- In all, of an agent, of a guide, of an area: four rows a conversation are added to, so that a report of either reads as
  -- many rows as it shows.
  by text not null check (by in ('total', 'agent', 'guide', 'area')),
  key text not null,
  closed int not null default 0,
  resolved int not null default 0,
  -- Closed without a person having had it.
  alone int not null default 0,
  -- The customer came back within days.
  reopened int not null default 0,
  -- First answers of a person, the seconds until then since the customer began to wait, and those within the target.
  answered int not null default 0,
  answer_seconds bigint not null default 0,
  answered_in_time int not null default 0,
  -- Handled by people, from taking to closing.
  handled int not null default 0,
  handling_seconds bigint not null default 0,
  -- From opening to closing.
  resolution_seconds bigint not null default 0,
  rated int not null default 0,
  score_sum int not null default 0,
  primary key (day, by, key)
);

-- A bad rating waits until somebody has looked into it.
alter table support.rating
  add column follow_up text,
  add column followed_up_by text,
  add column followed_up_at timestamptz,
  add check ((follow_up is null) = (followed_up_at is null) and (follow_up is null) = (followed_up_by is null));
create index rating_to_follow_up on support.rating (rated_at desc) where score <= 2 and follow_up is null;

-- What else the assistant keeps of a conversation, and what editors teach it.
alter table assistant.conversation
  -- A guide solved what the customer came for, and nothing new has come up since.
  add column solved boolean not null default false,
  -- What the customer named besides, still to be taken up.
  add column pending jsonb not null default '[]';

-- Messages that were not understood, for editors to label: without digits and addresses, and for ninety days unless labelled.
create table assistant.misunderstood (
  message_id uuid primary key,
  conversation_id uuid not null,
  language text not null check (language in ('zh', 'en')),
  text text not null,
  intent text not null,
  probability real not null,
  second_intent text not null,
  decision text not null,
  read_at timestamptz not null,
  -- What an editor says was meant; a dismissed one teaches nothing.
  label text,
  dismissed boolean not null default false,
  labelled_by uuid,
  labelled_at timestamptz,
  check (not (dismissed and label is not null)),
  check ((label is not null or dismissed) = (labelled_at is not null))
);
create index misunderstood_waiting on assistant.misunderstood (read_at desc) where labelled_at is null;
create index misunderstood_labelled on assistant.misunderstood (labelled_at desc) where label is not null;

-- What was learnt from the house's utterances and the labelled messages; the newest that serves is read by every node.
create table assistant.model (
  id uuid primary key,
  -- Tells which utterances of the house it was learnt with; a newer house learns anew.
  base text not null,
  -- Absent where the regression set was not read right, and where a newer one has taken its place.
  packed bytea,
  serves boolean not null,
  lessons integer not null,
  regressions jsonb not null,
  held_out jsonb not null,
  milliseconds integer not null,
  taught_by uuid,
  made_at timestamptz not null,
  check (packed is not null or not serves)
);
create index model_newest on assistant.model (made_at desc);
create unique index model_serving on assistant.model (base) where serves;

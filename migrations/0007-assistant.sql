-- The assistant: where it stands in each conversation, and how it read each message.
create schema assistant;

create table assistant.conversation (
  conversation_id uuid primary key,
  greeted boolean not null default false,
  -- The customer has been told, since joining the queue, that their messages will be read.
  queue_acknowledged boolean not null default false,
  -- Messages in a row that were not understood.
  unsure int not null default 0,
  -- What the newest statement offers to choose from.
  suggestions jsonb not null default '[]',
  -- What the customer came for last, for whoever takes over.
  intent text
);

create table assistant.reading (
  message_id uuid primary key,
  conversation_id uuid not null,
  language text not null,
  -- The two likeliest intents.
  intent text not null,
  probability real not null,
  second_intent text not null,
  second_probability real not null,
  -- What was done about it.
  decision text not null,
  read_at timestamptz not null
);
create index reading_of_conversation on assistant.reading (conversation_id, read_at);

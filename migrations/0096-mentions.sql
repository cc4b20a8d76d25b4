-- Colleagues named in a note (@name): told of it, and let in to read that conversation.
create table support.mention (
  staff_id uuid not null references identity.staff,
  conversation_id uuid not null references support.conversation,
  -- The note.
  message_id uuid not null references support.message (id),
  by_name text not null,
  at timestamptz not null,
  seen_at timestamptz,
  primary key (staff_id, message_id)
);
create index mention_of_staff on support.mention (staff_id, at desc);
create index mention_in_conversation on support.mention (conversation_id, staff_id);

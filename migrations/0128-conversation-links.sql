-- What staff know to belong together: two conversations, of one customer or two, or a conversation and a complaint.
create table support.link (
  id uuid primary key,
  conversation_id uuid not null references support.conversation,
  other_id uuid references support.conversation,
  complaint_id uuid references support.complaint,
  reason text not null check (reason in ('same_incident', 'same_person', 'follow_up', 'related')),
  linked_by text not null,
  linked_at timestamptz not null,
  check (num_nonnulls(other_id, complaint_id) = 1),
  -- A pair of conversations is written one way round, so that it is there once.
  check (conversation_id < other_id),
  unique nulls not distinct (conversation_id, other_id, complaint_id)
);
create index link_other on support.link (other_id) where other_id is not null;
create index link_complaint on support.link (complaint_id) where complaint_id is not null;

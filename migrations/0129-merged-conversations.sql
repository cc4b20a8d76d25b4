-- A closed conversation that goes on in a later one of its customer; where that was merged too, in the one it went on in.
alter table support.conversation
  add column merged_into uuid references support.conversation,
  add check (merged_into is null or (status = 'closed' and merged_into <> id));
create index conversation_merged on support.conversation (merged_into) where merged_into is not null;

-- Put off by its agent until then, or until the customer writes; takes no place of theirs meanwhile.
alter table support.conversation add column snoozed_until timestamptz
  constraint conversation_snoozed check (snoozed_until is null or status = 'assigned');
create index conversation_snoozed on support.conversation (snoozed_until) where snoozed_until is not null;

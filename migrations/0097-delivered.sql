-- How far a side's client has a conversation, beside how far it was read.
alter table support.read_position add column delivered integer not null default 0;
update support.read_position set delivered = sequence;
alter table support.read_position add check (delivered >= sequence);

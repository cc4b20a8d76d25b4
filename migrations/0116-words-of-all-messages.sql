-- The index over what conversations say held texts only; it is to hold notes, cards, statements, events and names of files too.
-- Rows of closed conversations are marked, and written anew by a job, the newest first (server/support/words-said.ts); until
-- then these are found by their texts. Open ones are few: without a row they are searched as they are, and soon indexed.
delete from support.words_said w using support.conversation c where c.id = w.conversation_id and c.status <> 'closed';

alter table support.words_said add column texts_only boolean not null default true;
alter table support.words_said alter column texts_only set default false;
create index words_said_texts_only on support.words_said (conversation_id) where texts_only;

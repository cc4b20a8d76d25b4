-- What conversations are found by is kept apart from the messages and not on their path: an index entry a pair of neighbouring
-- characters (0105) was half of what a message cost the database. A row is of the messages after the row before it, up to
-- `through`; what no row is of yet is looked at itself.
create table support.words_said (
  conversation_id uuid not null references support.conversation,
  through integer not null,
  pairs int[] not null,
  primary key (conversation_id, through)
);

insert into support.words_said (conversation_id, through, pairs)
select c.id, c.last_sequence, array(select distinct pair from support.message m, unnest(m.pairs) as pair where m.conversation_id = c.id)
from support.conversation c where c.last_sequence > 0;

create index words_said_pairs on support.words_said using gin (pairs);
-- With its index.
alter table support.message drop column pairs;

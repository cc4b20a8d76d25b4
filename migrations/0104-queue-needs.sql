-- What serving a conversation takes, beside its place: places and waits of thousands are reckoned from this table alone.
-- Kept the same as in the conversation by the triggers below.
alter table support.queue
  add column skill text,
  add column level smallint not null default 1,
  add column language text,
  add column weight smallint not null default 1;

create function support.needs_into_queue() returns trigger language plpgsql as $$
begin
  select c.skill, c.level, c.language, c.weight into new.skill, new.level, new.language, new.weight
  from support.conversation c where c.id = new.conversation_id;
  return new;
end $$;
create trigger needs before insert on support.queue for each row execute function support.needs_into_queue();

-- Whoever takes a conversation holds its place in the queue before the conversation; whoever changes the conversation must not
-- wait for the place then. One that is just being taken needs no copy any more.
create function support.needs_of_waiting() returns trigger language plpgsql as $$
begin
  update support.queue set skill = new.skill, level = new.level, language = new.language, weight = new.weight
  where conversation_id = (select conversation_id from support.queue where conversation_id = new.id for update skip locked);
  return null;
end $$;
create trigger needs after update of skill, level, language, weight on support.conversation for each row
  when ((old.skill, old.level, old.language, old.weight) is distinct from (new.skill, new.level, new.language, new.weight)
    and new.status = 'queued')
  execute function support.needs_of_waiting();

update support.queue q set skill = c.skill, level = c.level, language = c.language, weight = c.weight
from support.conversation c where c.id = q.conversation_id;
alter table support.queue alter column language set not null;

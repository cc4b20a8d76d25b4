-- Whoever takes a conversation holds its place in the queue before the conversation; whoever changes the conversation must not
-- wait for the place then. One that is just being taken needs no copy any more.
create or replace function support.needs_of_waiting() returns trigger language plpgsql as $$
begin
  update support.queue set skill = new.skill, level = new.level, language = new.language, weight = new.weight
  where conversation_id = (select conversation_id from support.queue where conversation_id = new.id for update skip locked);
  return null;
end $$;

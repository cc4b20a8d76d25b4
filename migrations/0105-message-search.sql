-- What a message is found by is written by whoever writes the message: reckoning the pairs of neighbouring characters here
-- cost more than all the rest of keeping it. A pair of code points a, b is (a * 65599 + b) mod (2^31 - 1); two pairs may
-- share a number, so what the index finds is compared with what was looked for (server/support/pairs.ts).
alter table support.message add column pairs int[];

update support.message set pairs = (
  select array_agg(distinct ((ascii(one)::bigint * 65599 + ascii(next)) % 2147483647)::int)
  from (select string_to_array(lower(content ->> 'text'), null) as letters) as split, unnest(letters, letters[2:]) as pair (one, next)
  where one > ' ' collate "C" and next > ' ' collate "C"
) where content ->> 'type' = 'text';

drop index support.message_text;
create index message_pairs on support.message using gin (pairs);
drop function support.pairs;

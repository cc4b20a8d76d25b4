-- How often something was done that may be done so often in a while, counted for all nodes together. Not logged: after a crash
-- of the database counting begins anew, which is no harm, and costs no write-ahead log until then. Keys are keyed hashes.
create unlogged table platform.rate (
  key bytea primary key,
  taken bigint not null,
  ends_at timestamptz not null
) with (fillfactor = 50);
create index on platform.rate (ends_at);

-- Counts one use of each key in order, up to the first that is used up, and says when that one begins anew; null when all
-- were taken. What comes after a refusal is not counted, so that one caller's haste uses up nothing that others share.
create function platform.take_rates(keys bytea[], times bigint[], seconds integer[], at timestamptz)
returns timestamptz language plpgsql as $$
declare
  row platform.rate;
begin
  for place in 1 .. cardinality(keys) loop
    insert into platform.rate as r (key, taken, ends_at)
    values (keys[place], 1, at + seconds[place] * interval '1 second')
    on conflict (key) do update set
      taken = case when r.ends_at <= at then 1 else r.taken + 1 end,
      ends_at = case when r.ends_at <= at then excluded.ends_at else r.ends_at end
    returning * into row;
    if row.taken > times[place] then
      return row.ends_at;
    end if;
  end loop;
  return null;
end $$;

-- A hold may be posted in several parts, and may end by itself: once it is past `expires_at` a sweep voids it. `posted_amount`
-- is what has been moved so far; what an open hold still reserves is the rest.
alter table ledger.hold add column expires_at timestamptz(3);
alter table ledger.hold drop constraint hold_check1;
alter table ledger.hold add constraint posted_something check (state <> 'posted' or posted_amount > 0);
alter table ledger.hold add constraint open_reserves_something check (state <> 'open' or posted_amount < amount);
create index hold_expiring on ledger.hold (expires_at, id) where state = 'open' and expires_at is not null;

alter table ledger.transfer drop constraint transfer_check1;
alter table ledger.transfer add constraint of_a_hold check ((kind in ('post', 'post_part', 'void')) = (hold_id is not null));

-- How far below zero an account may go that may not go there without limit.
alter table ledger.account add column overdraft_limit bigint not null default 0 check (overdraft_limit >= 0);
alter table ledger.account drop constraint not_overdrawn;
alter table ledger.account add constraint not_overdrawn check (
  may_overdraw
  or (normal_side = 'credit' and credits_posted - debits_posted - debits_pending >= -overdraft_limit)
  or (normal_side = 'debit' and debits_posted - credits_posted - credits_pending >= -overdraft_limit)
);

-- What happened to an account is numbered without a gap (its version), in the order of time: so the last of it up to a
-- moment is found by searching the numbers. The search looks where the moment would be had time passed evenly, and halves by
-- turns, so that a few rows are read by index however long the history is. 0: nothing had happened yet.
create function ledger.version_at(of_account bigint, moment timestamptz) returns bigint language plpgsql stable as $$
declare
  -- At `low` it had happened, at `high` it had not.
  low bigint := 0; low_time timestamptz;
  high bigint; high_time timestamptz := clock_timestamp();
  middle bigint; middle_time timestamptz;
  by_time boolean := true;
begin
  select version + 1, opened_at into high, low_time from ledger.account where id = of_account;
  while high - low > 1 loop
    middle := (low + high) / 2;
    if by_time and high_time > low_time then
      middle := low + floor((high - low) * extract(epoch from moment - low_time) / extract(epoch from high_time - low_time));
      middle := greatest(low + 1, least(high - 1, middle));
    end if;
    by_time := not by_time;
    select created_at into middle_time from (
      select created_at from ledger.transfer where debit_account_id = of_account and debit_version = middle
      union all
      select created_at from ledger.transfer where credit_account_id = of_account and credit_version = middle) as step;
    if middle_time <= moment then
      low := middle; low_time := middle_time;
    else
      high := middle; high_time := middle_time;
    end if;
  end loop;
  return low;
end $$;

-- The same answer, found by halving within one statement, whose steps cost a tenth of what statements of their own did.
create or replace function ledger.version_at(of_account bigint, moment timestamptz) returns bigint language plpgsql stable as $$
begin
  return (
    -- At `low` it had happened, at `high` it had not.
    with recursive search (low, high) as (
      select 0::bigint, version + 1 from ledger.account where id = of_account
      union all
      select case when happened_at <= moment then middle else low end, case when happened_at <= moment then high else middle end
      from (select low, high, (low + high) / 2 as middle from search where high - low > 1) as half
      cross join lateral (
        select created_at as happened_at from ledger.transfer where debit_account_id = of_account and debit_version = middle
        union all
        select created_at from ledger.transfer where credit_account_id = of_account and credit_version = middle) as step
    )
    select coalesce(max(low), 0) from search);
end $$;

-- One currency for another: two linked transfers, each within its currency, through the house's exchange accounts; so debits
-- equal credits in every currency, and what an exchange account holds is the house's position in it. The rate is kept as quoted.
create table ledger.exchange (
  -- Also of the transfer that takes what is sold.
  id uuid primary key,
  bought_transfer_id uuid not null,
  sold bigint not null check (sold > 0),
  sold_currency text not null,
  bought bigint not null check (bought > 0),
  bought_currency text not null check (bought_currency <> sold_currency),
  -- Minor units bought for one sold, rounded down.
  rate numeric not null check (rate > 0),
  -- Who quoted it, and when that was if it says so.
  quoted_by text not null,
  reference_id uuid not null,
  created_at timestamptz not null default clock_timestamp(),
  constraint bought_at_the_rate check (bought = floor(sold * rate))
);
create trigger exchange_is_immutable before update or delete on ledger.exchange
  for each row execute function ledger.refuse_change();
create trigger exchange_is_not_truncated before truncate on ledger.exchange
  for each statement execute function ledger.refuse_change();

-- What a customer and support have agreed on: the most they may send a day, in minor units of the payment's currency. Beside
-- the reduced limits of an account that was just recovered, which go before it.
alter table identity.customer
  add column daily_limit bigint check (daily_limit > 0),
  -- A raised one ends by itself; a lowered one has no end.
  add column daily_limit_until timestamptz,
  add check (daily_limit_until is null or daily_limit is not null);

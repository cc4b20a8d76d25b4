-- How the ways in and out of the wallet fare, shared by all nodes.
create schema rails;

-- A circuit breaker an operation of a rail. A row is written when something fails, and until that is made up for.
create table rails.breaker (
  rail_id text not null,
  operation text not null check (operation in ('charge', 'payout', 'refund')),
  state text not null default 'closed' check (state in ('closed', 'open', 'half_open')),
  -- Failures less successes of late; never below zero.
  failures smallint not null default 0 check (failures >= 0),
  last_failure_at timestamptz not null,
  -- How often it has opened without closing; each makes the wait longer.
  trips smallint not null default 0,
  -- While open: when one call may try. While half open: when a trial that has not answered counts as none.
  retry_at timestamptz,
  incident_id uuid,
  primary key (rail_id, operation),
  check ((state = 'closed') = (retry_at is null)),
  check ((state = 'closed') = (incident_id is null))
) with (fillfactor = 70);

-- A time in which an operation of a rail did not work, as customers, agents and guides are told.
create table rails.incident (
  id uuid primary key,
  rail_id text not null,
  operation text not null check (operation in ('charge', 'payout', 'refund')),
  method_type text not null check (method_type in ('card', 'bank_account')),
  -- The last failure's, as the network gave it: TimeoutError, HTTP 503, ECONNREFUSED, …
  reason text not null,
  started_at timestamptz not null,
  ended_at timestamptz check (ended_at >= started_at)
);
create unique index incident_open on rails.incident (rail_id, operation) where ended_at is null;
create index incident_by_time on rails.incident (started_at);

-- What the rails' own books say, line by line, and where they differ from ours.

-- A report that was read: one a rail and day (UTC).
create table payments.settlement_report (
  rail_id text not null,
  day date not null,
  status text not null check (status in ('read', 'unavailable')),
  -- Why it could not be read.
  reason text,
  lines integer not null default 0,
  matched integer not null default 0,
  -- Attempts and refunds whose outcome we learned only from the report.
  settled integer not null default 0,
  -- By currency, minor units: what the rail keeps of that day's movements.
  fees jsonb not null default '{}',
  read_at timestamptz not null,
  primary key (rail_id, day)
);
create index settlement_report_by_day on payments.settlement_report (day);

-- Every movement the rails have reported. A report read twice has no second line; a movement made twice has two.
create table payments.settlement_line (
  rail_id text not null,
  reference uuid not null,
  operation text not null check (operation in ('charge', 'payout', 'refund')),
  processed_at timestamptz not null,
  amount bigint not null check (amount > 0),
  currency text not null,
  fee bigint not null,
  day date not null,
  primary key (rail_id, reference, operation, processed_at)
);

-- A difference that software must not settle by itself. Resolved by a person, or by a later report.
create table payments.reconciliation_exception (
  id uuid primary key,
  rail_id text not null,
  reference uuid not null,
  operation text not null check (operation in ('charge', 'payout', 'refund')),
  kind text not null check (kind in ('missing_with_us', 'missing_with_them', 'amount_differs', 'state_differs', 'told_twice')),
  day date not null,
  our_amount bigint,
  their_amount bigint,
  currency text not null,
  payment_id uuid,
  -- Where its money waits, when we booked it as belonging to nobody yet.
  suspense_item_id uuid,
  found_at timestamptz not null,
  resolved_at timestamptz,
  -- Nobody: a later report had it.
  resolved_by uuid,
  resolution text check (length(resolution) <= 500),
  unique (rail_id, reference, operation, kind),
  check ((resolved_at is null) = (resolution is null))
);
create index exception_open on payments.reconciliation_exception (found_at) where resolved_at is null;
create index exception_resolved on payments.reconciliation_exception (resolved_at) where resolved_at is not null;

-- Our side of a rail's day. No status in it, so that settling an attempt stays on its page (HOT).
create index attempt_by_rail on payments.attempt (rail_id, started_at) where rail_id is not null;

-- Money that came and belongs to nobody we know. It stands on the ledger's suspense account until a person says whose it is.
create table payments.suspense_item (
  id uuid primary key,
  source text not null check (source in ('settlement_report', 'bank_statement')),
  rail_id text not null,
  -- The rail's or bank's own name of the movement; the same one is booked once.
  reference text not null,
  amount bigint not null check (amount > 0),
  currency text not null,
  payer_name text,
  -- The account it came from, as the bank tells it: where a return goes.
  payer_account text,
  -- What the payer wrote.
  remittance text,
  booked_at timestamptz not null,
  received_at timestamptz not null,
  state text not null default 'open' check (state in ('open', 'assigned', 'returning', 'returned')),
  customer_id uuid,
  resolved_by uuid,
  approval_id uuid,
  resolved_at timestamptz,
  unique (rail_id, reference),
  check ((state = 'open') = (resolved_at is null)),
  check ((state = 'assigned') = (customer_id is not null))
);
create index suspense_open on payments.suspense_item (received_at) where state in ('open', 'returning');
create index suspense_resolved on payments.suspense_item (resolved_at) where state in ('assigned', 'returned');

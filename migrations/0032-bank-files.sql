-- Bank transfers in files of ISO 20022: what we order, what the bank answers, and what it books.

-- Every file as it went or came: evidence, for good.
create table rails.bank_file (
  id uuid primary key,
  kind text not null check (kind in ('pain.001', 'pain.002', 'camt.053', 'camt.054')),
  -- GrpHdr/MsgId; with `number`, the bank's own count of the files it has for us.
  message_id text not null,
  number bigint,
  content text not null,
  -- Ours: ready until the bank has taken it. Theirs: read, or refused with the reason.
  status text not null check (status in ('ready', 'sent', 'read', 'refused')),
  problem text,
  created_at timestamptz not null,
  unique (kind, message_id)
);
create index bank_file_ready on rails.bank_file (created_at) where status = 'ready';
create index bank_file_by_number on rails.bank_file (number) where number is not null;

-- A transfer out that we have taken on, and what became of it.
create table rails.transfer_order (
  -- Ours; the EndToEndId.
  reference uuid primary key,
  operation text not null check (operation in ('payout', 'refund')),
  -- The vault's token of the account, or its number.
  account text not null,
  payee text not null,
  amount bigint not null check (amount > 0),
  currency text not null,
  description text not null,
  status text not null default 'queued' check (status in ('queued', 'sent', 'settled', 'rejected')),
  -- The bank's last word: ACSP, ACSC, or the reason of a rejection.
  code text,
  file_id uuid references rails.bank_file,
  created_at timestamptz not null
);
create index transfer_order_queued on rails.transfer_order (created_at) where status = 'queued';

-- Each movement on our account that the bank has told, once, whichever file it was in.
create table rails.statement_entry (
  -- AcctSvcrRef.
  bank_reference text primary key,
  direction text not null check (direction in ('credit', 'debit')),
  amount bigint not null check (amount > 0),
  currency text not null,
  booked_at timestamptz not null,
  -- Of a debit: our reference.
  reference uuid,
  payer_name text,
  payer_account text,
  remittance text,
  creditor_reference text,
  file_id uuid not null references rails.bank_file,
  -- When it was brought into our books.
  handled_at timestamptz
);
create index statement_entry_waiting on rails.statement_entry (booked_at) where handled_at is null;
create index statement_entry_by_time on rails.statement_entry (booked_at);

-- By which reference (ISO 11649) incoming money finds its customer.
create table payments.deposit_reference (
  reference text primary key,
  customer_id uuid not null unique,
  made_at timestamptz not null
);

-- A return of suspense money is an order under its approval's id.
create unique index suspense_by_approval on payments.suspense_item (approval_id) where approval_id is not null;

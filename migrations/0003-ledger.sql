create schema ledger;

-- An account's four components are running sums of its transfers; they change only together with the rows that explain them.
create table ledger.account (
  id bigint generated always as identity primary key,
  owner_id uuid not null,
  purpose text not null,
  currency text not null,
  -- The side on which the balance grows: credit for what we owe (wallets, merchants), debit for what we own (rails).
  normal_side text not null check (normal_side in ('debit', 'credit')),
  may_overdraw boolean not null,
  debits_posted bigint not null default 0 check (debits_posted >= 0),
  credits_posted bigint not null default 0 check (credits_posted >= 0),
  debits_pending bigint not null default 0 check (debits_pending >= 0),
  credits_pending bigint not null default 0 check (credits_pending >= 0),
  -- Grows by one with each transfer that touches the account.
  version bigint not null default 0,
  opened_at timestamptz not null default clock_timestamp(),
  unique (owner_id, purpose, currency),
  constraint not_overdrawn check (
    may_overdraw
    or (normal_side = 'credit' and credits_posted - debits_posted - debits_pending >= 0)
    or (normal_side = 'debit' and debits_posted - credits_posted - credits_pending >= 0)
  )
) with (fillfactor = 50);

create type ledger.transfer_kind as enum ('transfer', 'hold', 'post', 'void');

-- Every movement, once, for ever. `debit_balance` and `credit_balance` are the posted balances right after it, each on its
-- account's normal side, so that a balance at any past time is one row. No foreign keys: the posting statement has both
-- accounts locked, and the checks would cost more than the posting.
create table ledger.transfer (
  id uuid primary key,
  kind ledger.transfer_kind not null,
  debit_account_id bigint not null,
  credit_account_id bigint not null,
  amount bigint not null check (amount > 0),
  hold_id uuid,
  -- What caused it: a payment, a refund, …
  reference_id uuid not null,
  debit_version bigint not null,
  credit_version bigint not null,
  debit_balance bigint not null,
  credit_balance bigint not null,
  created_at timestamptz not null default clock_timestamp(),
  check (debit_account_id <> credit_account_id),
  check ((kind in ('post', 'void')) = (hold_id is not null))
);
create unique index transfer_by_debit_account on ledger.transfer (debit_account_id, debit_version);
create unique index transfer_by_credit_account on ledger.transfer (credit_account_id, credit_version);

-- Where each hold stands; its transfer rows tell how it came there.
create table ledger.hold (
  id uuid primary key,
  debit_account_id bigint not null,
  credit_account_id bigint not null,
  amount bigint not null check (amount > 0),
  posted_amount bigint not null default 0,
  state text not null default 'open' check (state in ('open', 'posted', 'voided')),
  reference_id uuid not null,
  check (posted_amount between 0 and amount),
  check ((state = 'posted') = (posted_amount > 0))
) with (fillfactor = 80);
create index hold_open on ledger.hold (id) where state = 'open';

create function ledger.refuse_change() returns trigger language plpgsql as $$
begin
  raise exception 'ledger.% rows are never changed or deleted', tg_table_name using errcode = 'integrity_constraint_violation';
end $$;
create trigger transfer_is_immutable before update or delete on ledger.transfer
  for each row execute function ledger.refuse_change();
create trigger transfer_is_not_truncated before truncate on ledger.transfer
  for each statement execute function ledger.refuse_change();
create trigger account_is_not_deleted before delete on ledger.account
  for each row execute function ledger.refuse_change();

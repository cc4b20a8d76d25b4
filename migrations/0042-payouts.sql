-- Where a merchant's money is paid out to: the rail's token and what may be shown, never the number.
create table payments.merchant_bank_account (
  id uuid primary key,
  merchant_id uuid not null references payments.merchant,
  rail_id text not null,
  token text not null,
  bank jsonb not null,
  last4 text not null check (last4 ~ '^[0-9]{4}$'),
  added_at timestamptz not null,
  removed_at timestamptz
);
create index merchant_bank_account_of on payments.merchant_bank_account (merchant_id) where removed_at is null;

create table payments.payout (
  id uuid primary key,
  merchant_id uuid not null references payments.merchant,
  bank_account_id uuid not null references payments.merchant_bank_account,
  amount bigint not null check (amount > 0),
  currency text not null,
  note text,
  status text not null check (status in ('processing', 'succeeded', 'failed')),
  rail_id text not null,
  hold_id uuid not null,
  failure_code text,
  raw_network text,
  raw_code text,
  idempotency_key text not null,
  fingerprint bytea not null,
  created_at timestamptz not null,
  completed_at timestamptz,
  unique (merchant_id, idempotency_key),
  check ((status = 'failed') = (failure_code is not null)),
  check ((status = 'processing') = (completed_at is null))
);
create index payout_of_merchant on payments.payout (merchant_id, id);

create function payments.check_payout() returns trigger language plpgsql as $$
begin
  if tg_op = 'DELETE' then
    raise exception 'payments.payout rows are never deleted' using errcode = 'integrity_constraint_violation';
  end if;
  -- A bank may send back what it had taken on; nothing else leaves an outcome.
  if (new.id, new.merchant_id, new.amount, new.currency, new.hold_id) is distinct from (old.id, old.merchant_id, old.amount, old.currency, old.hold_id)
     or (old.status <> new.status and not (old.status = 'processing' or (old.status = 'succeeded' and new.status = 'failed'))) then
    raise exception 'a payout cannot go from % to %', old.status, new.status using errcode = 'integrity_constraint_violation';
  end if;
  return new;
end $$;
create trigger payout_is_kept before update or delete on payments.payout for each row execute function payments.check_payout();

-- A customer says that a payment should not be theirs to bear. `won` and `lost` are the merchant's, as in the card networks:
-- lost means that the customer gets the money back.
create table payments.dispute (
  id uuid primary key,
  payment_id uuid not null references payments.payment,
  customer_id uuid not null,
  -- Null when a person or the customer's own bank was paid: then nobody but us can be asked.
  merchant_id uuid references payments.merchant,
  amount bigint not null check (amount > 0),
  currency text not null,
  reason text not null check (reason in ('unrecognized', 'fraudulent', 'duplicate', 'product_not_received', 'product_unacceptable',
    'incorrect_amount', 'credit_not_processed')),
  description text not null,
  status text not null check (status in ('needs_response', 'under_review', 'won', 'lost', 'withdrawn')),
  -- What is reserved: from the merchant's balance, and what that did not cover from our own account.
  merchant_amount bigint not null check (merchant_amount >= 0),
  merchant_hold_id uuid,
  cover_amount bigint not null check (cover_amount >= 0),
  cover_hold_id uuid,
  opened_at timestamptz not null,
  -- The merchant's clock, and ours.
  respond_by timestamptz,
  decide_by timestamptz not null,
  responded_at timestamptz,
  closed_at timestamptz,
  -- The member of staff who decided; nobody when the merchant accepted or the customer withdrew.
  decided_by uuid,
  decision_reason text,
  -- What a member of staff last proposed to a second one.
  approval_id uuid,
  refund_id uuid references payments.refund,
  idempotency_key text not null,
  fingerprint bytea not null,
  unique (customer_id, idempotency_key),
  check (merchant_amount + cover_amount = amount),
  check ((merchant_amount > 0) = (merchant_hold_id is not null) and (cover_amount > 0) = (cover_hold_id is not null)),
  check ((merchant_id is null) = (respond_by is null)),
  check ((status in ('won', 'lost', 'withdrawn')) = (closed_at is not null))
);
create unique index dispute_open_of_payment on payments.dispute (payment_id) where status in ('needs_response', 'under_review');
create index dispute_of_payment on payments.dispute (payment_id, id);
create index dispute_of_customer on payments.dispute (customer_id, id);
create index dispute_of_merchant on payments.dispute (merchant_id, id) where merchant_id is not null;
create index dispute_open on payments.dispute (decide_by) where status in ('needs_response', 'under_review');
create index dispute_closed on payments.dispute (closed_at) where closed_at is not null;

-- An open dispute takes its amount from what can be refunded; a closed one gives it back.
create function payments.count_dispute() returns trigger language plpgsql as $$
begin
  if tg_op = 'INSERT' then
    update payments.payment set disputed_amount = disputed_amount + new.amount where id = new.payment_id;
    return new;
  end if;
  if tg_op = 'DELETE' then
    raise exception 'payments.dispute rows are never deleted' using errcode = 'integrity_constraint_violation';
  end if;
  if (new.id, new.payment_id, new.customer_id, new.merchant_id, new.amount, new.merchant_amount, new.cover_amount)
     is distinct from (old.id, old.payment_id, old.customer_id, old.merchant_id, old.amount, old.merchant_amount, old.cover_amount)
     or (old.closed_at is not null and new.status <> old.status)
     or (old.status = 'under_review' and new.status = 'needs_response') then
    raise exception 'a dispute cannot go from % to %', old.status, new.status using errcode = 'integrity_constraint_violation';
  end if;
  if old.closed_at is null and new.closed_at is not null then
    update payments.payment set disputed_amount = disputed_amount - new.amount where id = new.payment_id;
  end if;
  return new;
end $$;
create trigger dispute_is_counted before insert or update or delete on payments.dispute
  for each row execute function payments.count_dispute();

-- What each side says and shows. A file is on disk under its row's id; its hash shows whether it is still the same.
create table payments.dispute_evidence (
  id uuid primary key,
  dispute_id uuid not null references payments.dispute,
  party text not null check (party in ('customer', 'merchant', 'staff')),
  author_id uuid not null,
  text text,
  file_name text,
  media_type text,
  size integer,
  sha256 bytea,
  at timestamptz not null,
  check ((text is null) <> (file_name is null)),
  check (num_nulls(file_name, media_type, size, sha256) in (0, 4))
);
create index dispute_evidence_of on payments.dispute_evidence (dispute_id, id);
create function payments.refuse_change() returns trigger language plpgsql as $$
begin
  raise exception 'payments.% rows are never changed or deleted', tg_table_name using errcode = 'integrity_constraint_violation';
end $$;
create trigger evidence_is_kept before update or delete on payments.dispute_evidence
  for each row execute function payments.refuse_change();

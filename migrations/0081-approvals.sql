-- What needs a second person: one member of staff asks for an exact action, another approves it, and it is done once. The
-- database decides, so that no screen and no code can leave the second person out.
create table identity.approval (
  id uuid primary key,
  -- Of identity/permissions.ts: refund, goodwill, dispute, …
  subject text not null,
  -- Exactly what is to be done, and its hash, which whoever does it must meet.
  action jsonb not null,
  fingerprint bytea not null,
  -- What the approver reads.
  summary jsonb not null,
  reason text not null check (length(reason) between 1 and 500),
  customer_id uuid,
  conversation_id uuid,
  requested_by uuid not null references identity.staff,
  requested_at timestamptz not null,
  expires_at timestamptz not null check (expires_at > requested_at),
  decision text check (decision in ('approved', 'rejected')),
  decided_by uuid references identity.staff,
  decided_at timestamptz,
  decision_reason text,
  used_at timestamptz,
  constraint second_person check (decided_by <> requested_by),
  constraint decided_whole check (num_nulls(decision, decided_by, decided_at) in (0, 3)),
  constraint decided_in_time check (decided_at >= requested_at and decided_at < expires_at),
  constraint used_as_approved check (used_at is null or
    (decision is not null and decision = 'approved' and used_at >= decided_at and used_at < expires_at))
);
create index approval_waiting on identity.approval (requested_at) where decision is null;
create index approval_by_requester on identity.approval (requested_by, requested_at desc);

-- Asked for once, decided once, used once: nothing that was said is taken back or changed.
create function identity.keep_approval() returns trigger language plpgsql as $$
begin
  if tg_op = 'DELETE' then
    raise exception 'identity.approval rows are never deleted' using errcode = 'integrity_constraint_violation';
  end if;
  if (new.id, new.subject, new.action, new.fingerprint, new.summary, new.reason, new.requested_by, new.requested_at, new.expires_at)
     is distinct from (old.id, old.subject, old.action, old.fingerprint, old.summary, old.reason, old.requested_by, old.requested_at, old.expires_at)
     or (new.customer_id, new.conversation_id) is distinct from (old.customer_id, old.conversation_id)
     or (old.decision is not null and (new.decision, new.decided_by, new.decided_at, new.decision_reason)
         is distinct from (old.decision, old.decided_by, old.decided_at, old.decision_reason))
     or (old.used_at is not null and new.used_at is distinct from old.used_at)
  then
    raise exception 'identity.approval: what was asked for, decided or used does not change' using errcode = 'integrity_constraint_violation';
  end if;
  return new;
end $$;
create trigger kept before update or delete on identity.approval for each row execute function identity.keep_approval();

-- Counting how often somebody looked behind a mask.
create index audit_unmasked on identity.audit (staff_id, at) where action = 'customer.unmasked';

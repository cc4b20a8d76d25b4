-- What staff do with a customer's account, each under a conversation's id. The code has the same table of rules
-- (server/support/actions/rules.ts); here the database itself refuses what does not meet it.
create table support.account_action_rule (
  kind text primary key,
  -- What the customer must have proven for this kind of action in this conversation; 0: nothing.
  level smallint not null check (level between 0 and 3),
  consent boolean not null,
  -- The subject of the approval by a second person; absent: none is needed.
  approval text
);
insert into support.account_action_rule (kind, level, consent, approval) values
  ('unlock', 1, true, 'account'),
  ('start_recovery', 0, false, null),
  ('freeze', 1, true, null),
  ('unfreeze', 3, true, 'account'),
  ('end_sessions', 1, true, null),
  ('release_held_payment', 2, true, 'held_payment'),
  ('refuse_held_payment', 1, true, 'held_payment'),
  ('refund', 1, true, 'refund'),
  ('goodwill', 1, true, 'goodwill'),
  ('raise_limit', 3, true, 'limit'),
  ('lower_limit', 1, true, null);

create table support.account_action (
  id uuid primary key,
  kind text not null references support.account_action_rule,
  conversation_id uuid not null references support.conversation,
  customer_id uuid not null,
  -- Exactly what: payment, amount in minor units, currency.
  parameters jsonb not null,
  -- What customer and approver read.
  summary jsonb not null,
  reason text not null check (length(reason) between 4 and 500),
  requested_by uuid not null references identity.staff,
  requested_in uuid not null,
  requested_at timestamptz not null,
  -- Until when the customer may accept; then, until when it can be approved.
  expires_at timestamptz not null check (expires_at > requested_at),
  state text not null check (state in
    ('waiting_customer', 'waiting_approval', 'ready', 'executed', 'failed', 'declined', 'rejected', 'withdrawn')),
  verification_id uuid references identity.verification,
  consented_at timestamptz,
  -- The customer's session in which they accepted.
  consented_in uuid,
  approval_id uuid unique references identity.approval,
  ended_at timestamptz,
  failure text,
  constraint consented_whole check ((consented_at is null) = (consented_in is null)),
  constraint failed_with_a_reason check ((state = 'failed') = (failure is not null)),
  constraint ended_whole check ((ended_at is not null) = (state in ('executed', 'failed', 'declined', 'rejected', 'withdrawn')))
);
create index account_action_of_conversation on support.account_action (conversation_id, requested_at desc);
create index on support.account_action (customer_id);

create function support.check_account_action() returns trigger language plpgsql as $$
declare
  rule support.account_action_rule;
begin
  if tg_op = 'DELETE' then
    raise exception 'support.account_action rows are never deleted' using errcode = 'integrity_constraint_violation';
  end if;
  if tg_op = 'UPDATE' then
    if (new.id, new.kind, new.conversation_id, new.customer_id, new.parameters, new.summary, new.reason, new.requested_by, new.requested_at)
       is distinct from (old.id, old.kind, old.conversation_id, old.customer_id, old.parameters, old.summary, old.reason, old.requested_by, old.requested_at)
       or (old.consented_at is not null and (new.consented_at, new.consented_in, new.verification_id)
           is distinct from (old.consented_at, old.consented_in, old.verification_id))
       or (old.approval_id is not null and new.approval_id is distinct from old.approval_id)
       or old.ended_at is not null
    then
      raise exception 'support.account_action: what was asked for, accepted or ended does not change' using errcode = 'integrity_constraint_violation';
    end if;
    if old.state <> new.state and (old.state, new.state) not in (
      ('waiting_customer', 'waiting_approval'), ('waiting_customer', 'ready'), ('waiting_customer', 'declined'),
      ('waiting_customer', 'withdrawn'), ('waiting_approval', 'ready'), ('waiting_approval', 'rejected'),
      ('waiting_approval', 'withdrawn'), ('ready', 'executed'), ('ready', 'failed'))
    then
      raise exception 'support.account_action: % does not follow %', new.state, old.state using errcode = 'integrity_constraint_violation';
    end if;
  end if;
  select * into strict rule from support.account_action_rule where kind = new.kind;
  if tg_op = 'INSERT' and new.state <> (case when rule.consent then 'waiting_customer' when rule.approval is not null then 'waiting_approval' else 'ready' end) then
    raise exception 'support.account_action: % does not begin as %', new.kind, new.state using errcode = 'integrity_constraint_violation';
  end if;
  if new.state = 'executed' then
    if not exists (select from support.conversation c where c.id = new.conversation_id and c.customer_id = new.customer_id) then
      raise exception 'support.account_action: not the customer of this conversation' using errcode = 'integrity_constraint_violation';
    end if;
    if rule.consent and new.consented_at is null then
      raise exception 'support.account_action: % needs the customer''s consent', new.kind using errcode = 'integrity_constraint_violation';
    end if;
    if rule.level > 0 and not exists (
      select from identity.verification v where v.id = new.verification_id and v.customer_id = new.customer_id
        and v.conversation_id = new.conversation_id and v.purpose = new.kind and v.level >= rule.level
        and new.consented_at >= v.proven_at and new.consented_at < v.valid_until)
    then
      raise exception 'support.account_action: % needs a verification of level % for it', new.kind, rule.level using errcode = 'integrity_constraint_violation';
    end if;
    if rule.approval is not null and not exists (
      select from identity.approval a where a.id = new.approval_id and a.subject = rule.approval and a.decision = 'approved'
        and a.used_at is not null and a.requested_by = new.requested_by and a.decided_by <> new.requested_by
        and a.action @> (new.parameters || jsonb_build_object('accountActionId', new.id, 'kind', new.kind)))
    then
      raise exception 'support.account_action: % needs the approval of a second person', new.kind using errcode = 'integrity_constraint_violation';
    end if;
  end if;
  return new;
end $$;
create trigger checked before insert or update or delete on support.account_action
  for each row execute function support.check_account_action();

-- What members of staff did to an account is in the audit in the same transaction; it cannot be there without an action that was
-- executed for exactly this customer, nor twice for one.
create function identity.require_account_action() returns trigger language plpgsql as $$
begin
  if not exists (
    select from support.account_action a where a.id = (new.details ->> 'accountActionId')::uuid and a.state = 'executed'
      and a.customer_id = new.customer_id and a.conversation_id = new.conversation_id and new.action = case a.kind
        when 'unlock' then 'account.unlocked' when 'start_recovery' then 'recovery.assisted' when 'freeze' then 'account.frozen'
        when 'unfreeze' then 'account.unfrozen' when 'end_sessions' then 'sessions.ended'
        when 'raise_limit' then 'daily_limit.changed' when 'lower_limit' then 'daily_limit.changed' end)
  then
    raise exception '% by staff without an account action', new.action using errcode = 'integrity_constraint_violation';
  end if;
  return new;
end $$;
create trigger staff_act_by_account_action before insert on identity.audit for each row
  when (new.staff_id is not null and new.action in
    ('account.unlocked', 'account.frozen', 'account.unfrozen', 'sessions.ended', 'daily_limit.changed', 'recovery.assisted'))
  execute function identity.require_account_action();
create unique index audit_account_action_once on identity.audit ((details ->> 'accountActionId'), action)
  where details ? 'accountActionId';

-- A refund by staff is of an action that was executed for exactly this payment and amount; its key makes it one.
create function payments.require_account_action() returns trigger language plpgsql as $$
begin
  if not exists (
    select from support.account_action a where a.id = new.requester_id and a.state = 'executed' and a.kind = 'refund'
      and a.customer_id = new.customer_id and a.parameters ->> 'paymentId' = new.payment_id::text
      and a.parameters ->> 'amount' = new.amount::text)
  then
    raise exception 'a refund by staff without an account action' using errcode = 'integrity_constraint_violation';
  end if;
  return new;
end $$;
create trigger staff_refund_by_account_action before insert on payments.refund for each row
  when (new.requested_by = 'staff') execute function payments.require_account_action();

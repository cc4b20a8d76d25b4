-- A payment that waits for the cardholder may be given up, and one given up makes room for another of the same order.
-- The arrows of attempts are written down as those of payments are.
create or replace function payments.check_transition() returns trigger language plpgsql as $$
begin
  if new.status <> old.status and not (
    (old.status = 'requires_payment_method' and new.status in ('processing', 'requires_action', 'succeeded', 'canceled'))
    or (old.status = 'processing' and new.status in ('requires_action', 'requires_payment_method', 'succeeded'))
    or (old.status = 'requires_action' and new.status in ('processing', 'requires_payment_method', 'succeeded', 'canceled'))
  ) then
    raise exception 'a payment cannot go from % to %', old.status, new.status using errcode = 'integrity_constraint_violation';
  end if;
  if (new.id, new.customer_id, new.kind, new.amount, new.currency, new.payee_customer_id, new.merchant_id)
     is distinct from (old.id, old.customer_id, old.kind, old.amount, old.currency, old.payee_customer_id, old.merchant_id) then
    raise exception 'amount, parties and kind of a payment never change' using errcode = 'integrity_constraint_violation';
  end if;
  return new;
end $$;

-- failed to succeeded: the rail took the money after all, once.
create function payments.check_attempt_transition() returns trigger language plpgsql as $$
begin
  if not (
    (old.status = 'processing' and new.status in ('requires_action', 'succeeded', 'failed'))
    or (old.status = 'requires_action' and new.status in ('processing', 'succeeded', 'failed'))
    or (old.status = 'failed' and new.status = 'succeeded')
  ) then
    raise exception 'an attempt cannot go from % to %', old.status, new.status using errcode = 'integrity_constraint_violation';
  end if;
  return new;
end $$;
create trigger attempt_transition before update on payments.attempt
  for each row when (new.status <> old.status) execute function payments.check_attempt_transition();

drop index payments.payment_of_checkout;
create unique index payment_of_checkout on payments.payment (checkout_session_id, customer_id)
  where checkout_session_id is not null and status <> 'canceled';
create index payment_of_session on payments.payment (checkout_session_id) where checkout_session_id is not null;

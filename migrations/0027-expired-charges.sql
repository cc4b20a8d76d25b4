-- A charge whose outcome nobody ever learns is given up with its hold: the payment is canceled, also while it is processing.
create or replace function payments.check_transition() returns trigger language plpgsql as $$
begin
  if new.status <> old.status and not (
    (old.status = 'requires_payment_method' and new.status in ('processing', 'requires_action', 'succeeded', 'canceled'))
    or (old.status = 'processing' and new.status in ('requires_action', 'requires_payment_method', 'succeeded', 'canceled'))
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

-- Refunds by staff with a payment in front of them and no conversation. From 500.00 on, here as in the code
-- (payments/refunds/desk-refunds.ts), one is of an approval by a second person, for exactly this payment, amount and key.
alter table payments.refund drop constraint refund_requested_by_check;
alter table payments.refund add constraint refund_requested_by_check
  check (requested_by in ('merchant', 'staff', 'desk', 'dispute'));

create function payments.require_approval() returns trigger language plpgsql as $$
begin
  if not exists (
    select from identity.approval a where a.subject = 'refund' and a.decision = 'approved' and a.used_at is not null
      and a.requested_by = new.requester_id and a.decided_by <> new.requester_id
      and a.action @> jsonb_build_object('kind', 'payments.desk_refund', 'paymentId', new.payment_id,
        'amount', new.amount::text, 'key', new.idempotency_key)
      and a.customer_id = new.customer_id)
  then
    raise exception 'a refund of this size needs the approval of a second person' using errcode = 'integrity_constraint_violation';
  end if;
  return new;
end $$;
create trigger desk_refund_by_approval before insert on payments.refund for each row
  when (new.requested_by = 'desk' and new.amount >= 50000) execute function payments.require_approval();

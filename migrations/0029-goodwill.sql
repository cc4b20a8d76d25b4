-- What we give of our own accord has a line in the customer's bills: a payment that is done as soon as it is there, from
-- nobody's wallet and by no method of the customer's.
alter table payments.payment drop constraint payment_kind_check;
alter table payments.payment add constraint payment_kind_check
  check (kind in ('transfer', 'purchase', 'top_up', 'withdrawal', 'goodwill'));
alter table payments.payment add constraint goodwill_is_given
  check (kind <> 'goodwill' or (status = 'succeeded' and method_type = 'balance'));

-- Where it was agreed.
create table payments.goodwill (
  payment_id uuid primary key,
  conversation_id uuid,
  complaint_id uuid,
  check (num_nonnulls(conversation_id, complaint_id) = 1)
);

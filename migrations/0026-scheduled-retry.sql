-- When a top-up or withdrawal that failed is tried again by itself; nothing when it is not.
alter table payments.payment add column retry_at timestamptz;
alter table payments.payment add constraint payment_retry_while_unpaid
  check (retry_at is null or status = 'requires_payment_method');

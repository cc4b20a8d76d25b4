-- Owners whose account is at risk are reminded twice a year of what would protect it.
alter table identity.customer add column check_up_reminded_at timestamptz;
create index on identity.customer (greatest(registered_at, check_up_reminded_at)) where closed_at is null;

-- An email beside the phone, and changes of either, which wait before they take effect.
alter table identity.customer
  -- lower case
  add column email text unique check (email = lower(email));

-- Codes go to phones and to mailboxes.
alter table identity.challenge rename column phone to address;

create table identity.contact_change (
  id uuid primary key,
  customer_id uuid not null references identity.customer,
  kind text not null check (kind in ('phone', 'email')),
  old_address text,
  new_address text not null,
  requested_at timestamptz not null,
  -- The old address is told, and its owner has until then to say no.
  effective_at timestamptz not null,
  done_at timestamptz,
  canceled_at timestamptz,
  check (num_nonnulls(done_at, canceled_at) < 2)
);
create unique index contact_change_waiting on identity.contact_change (customer_id, kind)
  where done_at is null and canceled_at is null;
create index on identity.contact_change (customer_id, requested_at);

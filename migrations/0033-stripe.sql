-- What we have asked of Stripe, written before it is asked: under which Stripe customer to look for it, and Stripe's own id
-- of it once that is known.
create table rails.stripe_object (
  reference uuid primary key,
  operation text not null check (operation in ('charge', 'refund')),
  -- Of a charge: the Stripe customer that holds the card.
  customer text,
  -- Of a refund: the charge that is given back.
  charge_reference uuid,
  object_id text,
  -- The charge never arrived, and never will: its idempotency key was used for nothing.
  reversed boolean not null default false,
  created_at timestamptz not null,
  check ((operation = 'charge') = (customer is not null)),
  check ((operation = 'refund') = (charge_reference is not null))
);

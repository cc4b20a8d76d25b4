-- Who a customer says they are: name and number of a document, sealed (platform/sealing.ts), and the keyed hash by which they
-- are compared when they help to recover the account.
create table identity.document (
  customer_id uuid primary key references identity.customer,
  kind text not null check (kind in ('resident_id', 'passport')),
  sealed bytea not null,
  hash bytea not null,
  added_at timestamptz not null
);

-- Members of staff hold passkeys too: `owner_id` is either's id, as in identity.totp, and `owner` says whose, so that one kind
-- never lets in the other.
alter table identity.passkey drop constraint passkey_customer_id_fkey;
alter table identity.passkey rename column customer_id to owner_id;
alter table identity.passkey add column owner text not null default 'customer' check (owner in ('customer', 'staff'));
alter table identity.passkey alter column owner drop default;

-- What may be asked for, and of whom, is said where it is asked.
alter table identity.passkey_challenge drop constraint passkey_challenge_purpose_check;
alter table identity.passkey_challenge rename column customer_id to owner_id;

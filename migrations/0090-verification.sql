-- That somebody is who they say they are, proven inside a conversation: at a level, for one purpose, for a time. Whoever asked
-- learns only the result.
alter table identity.step_up
  -- A code by SMS does not count: authenticator, recovery code or passkey.
  add column needs_strong boolean not null default false;

create table identity.verification (
  id uuid primary key,
  customer_id uuid not null references identity.customer,
  conversation_id uuid not null,
  -- What it is good for: a kind of account action, or talking about the account. For nothing else.
  purpose text not null,
  level smallint not null check (level between 1 and 3),
  requested_by uuid not null references identity.staff,
  requested_at timestamptz not null,
  -- Until when it can be proven.
  expires_at timestamptz not null check (expires_at > requested_at),
  proven_at timestamptz,
  -- The customer's session in which it was.
  proven_in uuid,
  -- Until when it counts.
  valid_until timestamptz,
  constraint proven_whole check (num_nulls(proven_at, proven_in, valid_until) in (0, 3)),
  constraint proven_in_time check (proven_at >= requested_at and proven_at < expires_at),
  constraint valid_for_an_hour_at_most check (valid_until <= proven_at + interval '1 hour')
);
create index verification_of_conversation on identity.verification (conversation_id, requested_at desc);
create index on identity.verification (customer_id);

-- Asked once, proven once.
create function identity.keep_verification() returns trigger language plpgsql as $$
begin
  if tg_op = 'DELETE'
     or (new.id, new.customer_id, new.conversation_id, new.purpose, new.level, new.requested_by, new.requested_at, new.expires_at)
        is distinct from (old.id, old.customer_id, old.conversation_id, old.purpose, old.level, old.requested_by, old.requested_at, old.expires_at)
     or old.proven_at is not null
  then
    raise exception 'identity.verification: what was asked or proven does not change' using errcode = 'integrity_constraint_violation';
  end if;
  return new;
end $$;
create trigger kept before update or delete on identity.verification for each row execute function identity.keep_verification();

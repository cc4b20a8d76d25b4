-- Members of staff choose their own password and set up their own authenticator, from a link that is good once. Until they
-- have, and after their account was reset, there is no password that could be right.
alter table identity.staff alter column password_hash drop not null;
-- Gone, or suspended: no log-in, no session.
alter table identity.staff add column disabled_at timestamptz;

create table identity.staff_invitation (
  token_hash text primary key,
  staff_id uuid not null references identity.staff,
  created_at timestamptz not null,
  expires_at timestamptz not null,
  used_at timestamptz
);
create index on identity.staff_invitation (staff_id);
create index on identity.staff_session (staff_id);

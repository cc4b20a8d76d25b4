-- Once a year the owner of a login password is reminded of its age, and never forced to change it (NIST SP 800-63B-4, 3.1.1.2).
alter table identity.password add column reminded_at timestamptz;
create index on identity.password (greatest(changed_at, reminded_at));

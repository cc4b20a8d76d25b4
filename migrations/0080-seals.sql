-- Append-only logs are sealed in ranges that can no longer grow: each seal is a keyed hash over its rows and the seal before
-- it, so that a changed, deleted, inserted or cut-off row shows. A range is one of transaction ids that have all ended when
-- it is sealed, so writers never wait for a seal, nor for each other.
create table platform.seal (
  log text not null,
  number bigint not null check (number > 0),
  -- [from, before): where the last seal ended, and the oldest transaction that could still write.
  from_transaction xid8 not null,
  before_transaction xid8 not null check (before_transaction > from_transaction),
  row_count bigint not null check (row_count > 0),
  -- What of each row was hashed, so that columns added later do not make old seals wrong.
  columns text[] not null,
  hash bytea not null,
  sealed_at timestamptz not null,
  primary key (log, number)
);

create function platform.refuse_change() returns trigger language plpgsql as $$
begin
  raise exception '%.% is append-only', tg_table_schema, tg_table_name using errcode = 'integrity_constraint_violation';
end $$;
create trigger append_only before update or delete or truncate on platform.seal
  for each statement execute function platform.refuse_change();

-- Rows that were there before are the first range's: they all get the transaction of this migration.
alter table identity.audit add column transaction xid8 not null default pg_current_xact_id();
create index audit_by_transaction on identity.audit (transaction);

-- What staff did in conversations is told in the same log from now on.
alter table identity.audit add column session_id uuid;
alter table identity.audit add column conversation_id uuid;
create index audit_by_conversation on identity.audit (conversation_id, position) where conversation_id is not null;
create index audit_by_staff on identity.audit (staff_id, position) where staff_id is not null;
insert into identity.audit (at, action, customer_id, staff_id, session_id, conversation_id, details)
select a.at, case a.action when 'payment_viewed' then 'payment.viewed' when 'refused' then 'staff.refused'
                           else 'conversation.' || a.action end,
       c.customer_id, a.staff_id, a.session_id, a.conversation_id, a.details
from support.audit a join support.conversation c on c.id = a.conversation_id order by a.at, a.id;
drop table support.audit;
drop function support.refuse_change();

-- Who settles money, writes articles and looks over shoulders, beside those who talk to customers.
alter table identity.staff drop constraint staff_role_check;
alter table identity.staff add constraint staff_role_check
  check (role in ('agent', 'senior_agent', 'supervisor', 'finance', 'knowledge_editor', 'auditor'));

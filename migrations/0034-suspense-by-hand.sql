-- An amount that is finer than a minor unit of its currency: the bank's own text of it, beside what the books can hold.
alter table rails.statement_entry add column stated_amount text;
alter table payments.suspense_item add column stated_amount text;

-- settled: what was done with the money at the bank, by hand, as two people of finance have written down.
alter table payments.suspense_item drop constraint suspense_item_state_check;
alter table payments.suspense_item add constraint suspense_item_state_check
  check (state in ('open', 'assigned', 'returning', 'returned', 'settled'));
drop index payments.suspense_resolved;
create index suspense_resolved on payments.suspense_item (resolved_at) where state in ('assigned', 'returned', 'settled');

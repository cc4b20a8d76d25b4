-- The desk's language, as each member of staff chose it; none yet: as the browser has it.
alter table identity.staff add column language text check (language in ('zh', 'en'));

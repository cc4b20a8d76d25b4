-- The assistant's lesson under way, one at a time; it goes when its model is there. One that broke stays until the next.
create table assistant.lesson (
  -- Of the model that comes of it.
  id uuid primary key,
  asked_by uuid not null,
  asked_at timestamptz not null,
  step text not null default 'waiting' check (step in ('waiting', 'checking', 'learning')),
  failed boolean not null default false
);
create unique index lesson_under_way on assistant.lesson (failed) where not failed;

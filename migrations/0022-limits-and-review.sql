-- Held for review: the amount is held, and neither rail nor payee has it, until people have decided.
alter table payments.payment add column under_review boolean not null default false;
alter table payments.payment add constraint payment_review_while_processing check (not under_review or status = 'processing');
create index payment_under_review on payments.payment (id) where under_review;

-- How many payments of the last minute in which there were any; minutes since 1970.
alter table payments.spending
  add column minute bigint not null default 0,
  add column minute_count integer not null default 0;
create index spending_day on payments.spending (day);

-- What went through one device, to one payee, from one card or bank account on one day. Kept for a month.
create table payments.usage (
  subject uuid not null,
  scope text not null check (scope in ('device', 'payee', 'method')),
  currency text not null,
  day date not null,
  amount bigint not null default 0 check (amount >= 0),
  count integer not null default 0 check (count >= 0),
  primary key (subject, scope, currency, day)
) with (fillfactor = 70);
create index usage_day on payments.usage (day);

-- Whom a customer has sent more than small sums before.
create table payments.known_payee (
  customer_id uuid not null,
  payee_customer_id uuid not null,
  since timestamptz not null,
  primary key (customer_id, payee_customer_id)
);

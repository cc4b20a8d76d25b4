-- In what order a customer's methods are offered, and up to what amount they pay without the payment password.
alter table payments.method add column position integer not null default 0;
update payments.method set position = ranked.place
from (select id, row_number() over (partition by customer_id order by is_default desc, id desc) as place from payments.method) as ranked
where ranked.id = method.id;

create table payments.preference (
  customer_id uuid primary key,
  -- Whether the balance is offered before the stored methods.
  balance_first boolean not null default true,
  -- Minor units of the home currency; 0 means that every payment asks for the payment password.
  small_payment_limit bigint not null default 0 check (small_payment_limit between 0 and 100000),
  changed_at timestamptz not null
);

-- What of the day's sums went without the payment password.
alter table payments.spending
  add column unproven_amount bigint not null default 0 check (unproven_amount >= 0),
  add column unproven_count integer not null default 0 check (unproven_count >= 0);

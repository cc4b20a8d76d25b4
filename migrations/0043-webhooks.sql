create table payments.webhook_endpoint (
  id uuid primary key,
  merchant_id uuid not null references payments.merchant,
  url text not null,
  -- Empty: all of them.
  events text[] not null default '{}',
  -- Sealed under a key that is not in the database. The one before signs too until its time is over.
  secret bytea not null,
  previous_secret bytea,
  previous_secret_until timestamptz,
  disabled_at timestamptz,
  disabled_because text,
  created_at timestamptz not null,
  check ((previous_secret is null) = (previous_secret_until is null)),
  check ((disabled_at is null) = (disabled_because is null))
);
create index webhook_endpoint_of_merchant on payments.webhook_endpoint (merchant_id, id);

-- What is told, once; its id is the webhook-id of every try. Kept for thirty days.
create table payments.webhook_message (
  id uuid primary key,
  merchant_id uuid not null,
  type text not null,
  -- As it is signed and sent, byte by byte.
  body text not null,
  created_at timestamptz not null
);
create index webhook_message_age on payments.webhook_message (created_at);

create table payments.webhook_delivery (
  id uuid primary key,
  message_id uuid not null references payments.webhook_message on delete cascade,
  endpoint_id uuid not null references payments.webhook_endpoint,
  merchant_id uuid not null,
  status text not null check (status in ('pending', 'delivered', 'failed')),
  -- Of the present series; a replay begins a new one.
  tries smallint not null default 0,
  next_try_at timestamptz,
  created_at timestamptz not null,
  completed_at timestamptz,
  unique (message_id, endpoint_id),
  check ((status = 'pending') = (completed_at is null))
);
create index webhook_delivery_of_merchant on payments.webhook_delivery (merchant_id, id);
create index webhook_delivery_of_endpoint on payments.webhook_delivery (endpoint_id, id);

create table payments.webhook_try (
  id uuid primary key,
  delivery_id uuid not null references payments.webhook_delivery on delete cascade,
  at timestamptz not null,
  milliseconds integer not null,
  response_status smallint,
  -- Why there was no good answer, in a word of ours.
  error text,
  -- The beginning of what was answered.
  response text
);
create index webhook_try_of_delivery on payments.webhook_try (delivery_id, id);

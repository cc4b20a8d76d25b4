-- What customers report, a row for what they went to a guide about and for each network and bank it went through; and the
-- incidents that show when many report the same.
create table guides.incident (
  id uuid primary key,
  -- guide:payment-failed, network:visa, bank:招商银行
  cause text not null,
  -- What is reported, as part of a sentence, and what customers are told.
  title jsonb not null,
  text jsonb not null,
  -- Dismissed: a supervisor says that it is none; kept open until the reports cease, so that it is not proposed again.
  state text not null default 'proposed' check (state in ('proposed', 'announced', 'dismissed')),
  -- What it was seen by: customers in a quarter of an hour, and how many there usually are.
  customers integer not null,
  usual double precision not null,
  opened_at timestamptz not null,
  changed_at timestamptz not null,
  ended_at timestamptz
);
create unique index incident_under_way on guides.incident (cause) where ended_at is null;
create index incident_ended on guides.incident (ended_at) where ended_at is not null;

-- Removed after the days that the usual is reckoned from.
create table guides.report (
  -- The run's, or that of a customer's tap on an incident.
  id uuid not null,
  cause text not null,
  title jsonb not null,
  customer_id uuid not null,
  reported_at timestamptz not null,
  incident_id uuid references guides.incident,
  primary key (id, cause)
);
create index report_by_time on guides.report (reported_at);
create index report_by_cause on guides.report (cause, reported_at);
create index report_of_incident on guides.report (incident_id, customer_id) where incident_id is not null;

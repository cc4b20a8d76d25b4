-- How promises of a wait turned out, added up by the day in Shanghai on which they ended: every hour those that have ended are
-- folded in here and removed, so that a report reads a row a day however many have waited.
create table support.wait_day (
  day date primary key,
  answered integer not null,
  left_queue integer not null,
  -- Of those answered: |promised - waited|, promised - waited, and how many were not later than told.
  error_seconds double precision not null,
  bias_seconds double precision not null,
  kept integer not null
);

-- What a rating below the best was for, counted by the reports.
alter table support.rating add column reason text
  check (reason in ('not_solved', 'slow', 'not_understood', 'attitude', 'hard_to_use'));
alter table support.report_day drop constraint report_day_by_check,
  add constraint report_day_by_check check (by in ('total', 'agent', 'guide', 'area', 'reason'));

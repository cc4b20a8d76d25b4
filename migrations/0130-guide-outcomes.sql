-- How runs ended lately, a guide at a time, for the desk's pictures of the guides.
create index run_ended on guides.run (guide, ended_at) include (status) where ended_at is not null;

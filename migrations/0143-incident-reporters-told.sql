-- That an incident is over is told to each who reported it once.
alter table guides.report add column told_at timestamptz;
update guides.report set told_at = ended_at from guides.incident where incident.id = incident_id and ended_at is not null;

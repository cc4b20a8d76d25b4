-- The ledger is sealed like the audit: in ranges of transactions that have all ended, each a keyed hash over its transfers and
-- the seal before it. What was there before gets the transaction of this migration.
alter table ledger.transfer add column transaction xid8 not null default pg_current_xact_id();
create index transfer_by_transaction on ledger.transfer (transaction);

-- For the closing of a day. A block range index costs a posting nothing, and transfers lie in the order of time.
create index transfer_by_time on ledger.transfer using brin (created_at) with (pages_per_range = 32);

-- A month's statement has a line for each refund that arrived in it, whenever its payment was.
create index refund_arrived on payments.refund (customer_id, completed_at) where status = 'succeeded';

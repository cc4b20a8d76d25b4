-- What keeps an account from being closed.
create index refund_under_way_of_customer on payments.refund (customer_id) where status = 'processing';

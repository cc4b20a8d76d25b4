-- Finding bills among a million of one customer's: each way to look has its index, and those on the path of every payment
-- are partial, so that a small transfer from the balance is in none of them.
create index payment_by_kind on payments.payment (customer_id, kind, id) where kind <> 'transfer';
create index payment_by_status on payments.payment (customer_id, status, id) where status <> 'succeeded';
create index payment_by_method on payments.payment (customer_id, method_type, id) where method_type <> 'balance';
create index payment_by_merchant on payments.payment (customer_id, merchant_id, id) where merchant_id is not null;
create index payment_by_amount on payments.payment (customer_id, amount, id) where amount >= 100;
create index payment_received_by_amount on payments.payment (payee_customer_id, amount, id)
  where payee_customer_id is not null and amount >= 100;

-- Every one and two neighbouring characters of a text, each with whose it is: found through one index, whatever the language.
create function payments.search_terms(whose uuid, words text) returns bigint[]
  language sql immutable parallel safe returns null on null input as $$
  select coalesce(array_agg(distinct hashtextextended(whose::text || substr(lower(words), place, size), 0)), '{}')
  from generate_series(1, length(words)) as place, generate_series(1, 2) as size
  where place + size - 1 <= length(words)
$$;
create function payments.note_terms(customer uuid, payee uuid, note text) returns bigint[]
  language sql immutable parallel safe as $$
  select coalesce(payments.search_terms(customer, note), '{}') || coalesce(payments.search_terms(payee, note), '{}')
$$;
create index payment_note on payments.payment using gin (payments.note_terms(customer_id, payee_customer_id, note)) where note is not null;

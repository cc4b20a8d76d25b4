-- A key may do what its scopes say; one made before there were scopes may do everything.
alter table payments.merchant_key
  add column id uuid not null default uuidv7() unique,
  add column name text not null default '',
  add column scopes text[] not null default array['checkout.write', 'refunds.write', 'payouts.write', 'webhooks.write', 'disputes.write'],
  -- To the minute, so that using a key is rarely a write.
  add column last_used_at timestamptz,
  add constraint scopes_are_known check (
    cardinality(scopes) > 0 and scopes <@ array['checkout.read', 'checkout.write', 'refunds.read', 'refunds.write', 'payouts.read',
      'payouts.write', 'webhooks.read', 'webhooks.write', 'disputes.read', 'disputes.write']
  );
create index merchant_key_of_merchant on payments.merchant_key (merchant_id);

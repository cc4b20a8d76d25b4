-- An account may be registered with an email alone: a phone is bound later, or never. One of the two there always is.
alter table identity.customer alter column phone drop not null;
alter table identity.customer add constraint customer_reachable check (num_nonnulls(phone, email) > 0);

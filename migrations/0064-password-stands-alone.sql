-- Whether the password is long enough to protect an account that has no second factor (docs/decisions/0007). False where it
-- was set before anybody asked: such a one has a phone.
alter table identity.password add column stands_alone boolean not null default false;

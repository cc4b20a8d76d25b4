-- What several customers' payments add at once to one payee's or device's sums of the day is exact: whoever finds, when
-- the row is theirs to write, that the sum is past what their rules allowed for must decide again.
create function payments.refuse_overshoot() returns void language plpgsql as $$
begin
  raise exception 'the sums of the day have changed meanwhile' using errcode = 'serialization_failure';
end $$;

-- Moves a part of a hold; the rest stays held. In a file of its own, since a new value can't be used by what adds it.
alter type ledger.transfer_kind add value 'post_part';

-- Who is at the desk is written every five seconds: the new versions of a page's rows find room in it, and no index changes.
alter table support.agent set (fillfactor = 40);

-- step 1 entry
create table bad_entry (home home not null, id case not null, memo text, primary key (home, id));

-- one unknown (home home) -> UnknownRow (id case)
select id from bad_entry where home = :home
   and id = :di;

-- one unused (home home, id case) -> UnusedRow (id case)
select id from bad_entry where home = :home;

-- one twin_unused (home home, memo text) -> TwinRow (id case)
select id from bad_entry where home = :home and memo = :memo;
-- postgres
select id from bad_entry where home = :home;

-- step 1 entry
create table bad_entry (home home not null, id case not null, primary key (home, id));

-- one no_reason (id case) -> IdRow (id case)
-- across:
select id from bad_entry where id = :id;

-- each no_reason_either () -> IdRow
-- across: fsck
-- scan:
select id from bad_entry;

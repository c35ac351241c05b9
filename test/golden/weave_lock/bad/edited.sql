-- step 1 entry
create table bad_entry (home home not null, id case not null);

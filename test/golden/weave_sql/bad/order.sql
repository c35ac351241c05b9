-- step 1 entry
create table bad_entry (home home not null, id case not null, primary key (home, id));
-- step 3 skipped
create table bad_three (home home not null);
-- step 3 doubled
create table bad_four (home home not null);

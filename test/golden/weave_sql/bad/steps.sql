create table bad_early (home home not null);

-- step 1 entry
create table bad_entry (home home not null, id integer not null, memo varchar(20));
create table other_entry (home home not null);
-- grows
create index bad_entry_by_id on bad_entry (id);
create virtual table bad_search using fts5(words);

-- step 2
create table bad_two (home home not null);

-- step 1 entry
create table bad_entry (home home not null)

-- one entry_get (home home) -> EntryRow (home home)
select home from bad_entry where home = :home;
select 2;

-- one nothing (home home) -> EntryRow

-- postgres
-- one twinless (home home) -> EntryRow
-- postgres
select home from bad_entry where home = :home;

-- one last (home home) -> EntryRow
select 'a string that never ends; from bad_entry where home = :home;

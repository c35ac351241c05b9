-- step 1 entry
create table bad_entry (home home not null, id case not null, memo text, primary key (home, id));

-- one writes (home home) -> WritesRow (id case)
delete from bad_entry where home = :home returning id;

-- exec reads (home home)
select id from bad_entry where home = :home;

-- exec answers (home home)
update bad_entry set memo = '' where home = :home returning id;

-- many endless (home home) -> EndlessRow (id case)
select id from bad_entry where home = :home;

-- step 1 entry
create table bad_entry (home home not null, id case not null, memo text, primary key (home, id));

-- one misspelt (home home, id case) -> MisspeltRow (id case, memo text)
select id,
       meno
  from bad_entry where home = :home and id = :id;

-- one unknown_table (home home) -> TableRow (id case)
select id from other_entry where home = :home;

-- one too_few (home home) -> FewRow (id case, memo text)
select id from bad_entry where home = :home;

-- one wrong_order (home home) -> OrderRow (memo text, id case)
select id, memo from bad_entry where home = :home;

-- one not_sql (home home) -> SqlRow (id case)
select id form bad_entry where home = :home;

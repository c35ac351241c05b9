-- step 1 entry
create table bad_entry (home home not null, id case not null, memo text, primary key (home, id));

-- one no_type (home) -> TypeRow (id case)
select id from bad_entry where home = :home;

-- one foreign_type (home home, id integer) -> ForeignRow (id case)
select id from bad_entry where home = :home and id = :id;

-- one keyword (home home, while int) -> WhileRow (id case)
select id from bad_entry where home = :home and id = :while;

-- one ours (home home, ret_row int) -> OursRow (id case)
select id from bad_entry where home = :home and id = :ret_row;

-- one column_keyword (home home) -> ColumnRow (int case)
select id as int from bad_entry where home = :home;

-- one doubled (home home, home home) -> DoubledRow (id case, id case)
select id, id from bad_entry where home = :home;

-- one doubled (home home) -> AgainRow (id case)
select id from bad_entry where home = :home;

-- one row_twice (home home) -> AgainRow (id case)
select id from bad_entry where home = :home;

-- one row_unknown (home home) -> NeverRow
select id from bad_entry where home = :home;

-- one no_row (home home)
select id from bad_entry where home = :home;

-- exec with_row (home home) -> ExecRow (id case)
delete from bad_entry where home = :home;

-- one unclosed (home home id case) -> UnclosedRow (id case)
select id from bad_entry where home = :home;

-- step 1 entry
-- grows
create table bad_entry (home home not null, id case not null, memo text, primary key (home, id));
create table bad_kind (home home not null, id case not null, primary key (home, id));

-- one no_scope (id case) -> ScopeRow (id case)
select id from bad_kind where id = :id;

-- many whole_table (home home) -> ScopeRow
select id from bad_entry where memo > '' and :home > 0 limit 10;

-- many called_otherwise (home home) -> ScopeRow
select e.id as id from bad_kind k join bad_entry as e on e.memo = 'x' where k.home = :home limit 10;

-- step 1 entry
create table bad_part (home home not null,
    id case not null, foreign key (home, id) references people_person (home, id));

-- step 2 broken
create index bad_part_by_memo on bad_part (home, memo);
insert into bad_part (home) values (1), (null);

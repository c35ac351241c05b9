-- SPDX-License-Identifier: Apache-2.0
-- One of everything: every column type, every kind of query, every kind of answer.

-- step 1 entry
-- grows
create table good_entry (
    home      home not null,
    id        case not null,   -- a comment behind a column
    number    int not null default 0 check (number >= 0),
    person    person,
    place     place,
    sum       money not null default 0,
    posted_on date,
    at        instant,
    open      flag not null default 1,
    memo      text not null default 'a;b -- no comment',
    seal      bytes,
    primary key (home, id),
    foreign key (home, id) references good_entry (home, id)
) without rowid;
create unique index good_entry_by_number on good_entry (home, number) where open = 1;

-- step 2 signed
create table good_part (row id not null primary key, home home not null, words text not null);
alter table good_entry add column signed_by person;

-- Twins: what differs on PostgreSQL.
-- sqlite only
create virtual table good_search using fts5(words, content = '');
-- postgres only
create table good_search (row bigint primary key, words tsvector not null);

create trigger good_entry_never before delete on good_entry begin
    select case when old.open then raise(abort, 'never; not even once') end;
end;
-- postgres
create function good_never() returns trigger as $$ begin raise exception 'never; not even once'; end $$ language plpgsql;
-- postgres only
create trigger good_entry_never before delete on good_entry for each row execute function good_never();

-- one entry_get (home home, id case) -> EntryRow (id case, number int, person person?, place place?, sum money,
--     posted_on date?, at instant?, open flag, memo text, seal bytes?)
select id, number, person, place, sum, posted_on, at, open, memo, seal
  from good_entry -- comments end here

 where home = :home and id = :id;

-- one: this is prose, and so is the next line
-- many people know it
-- many entry_list (home home, person person?, after date?, words text?, row_max int)
--   -> EntryRow
select id, number, person, place, sum, posted_on, at, open, memo, seal
  from good_entry
 where home = :home and (:person is null or person = :person) and (:after is null or posted_on > :after)
   and (:words is null or memo = :words)
 order by id
 limit :row_max;

-- many entry_some (home home, ids case[], days date[]) -> EntryRow
select id, number, person, place, sum, posted_on, at, open, memo, seal
  from good_entry
 where home = :home and id in (:ids) and posted_on in (:days)
 limit 100;

-- each part_each () -> PartRow (id id, words text)
-- across: fsck reads everything
select row as id, words from good_part;

-- exec entry_put (home home, id case, number int, posted_on date?, at instant?, open flag, seal bytes?, place place?)
insert into good_entry (home, id, number, posted_on, at, open, seal, place)
values (:home, :id, :number, :posted_on, :at, :open, :seal, :place)
on conflict (home, id) do update set number = excluded.number, memo = 'a "quoted" \ word? ??=';

-- many part_search (home home, words text) -> PartRow
-- scan: the virtual table is an index
select p.row as id, p.words as words
  from good_search as s join good_part as p on p.row = s.rowid
 where s.words match :words and p.home = :home
 limit 20;
-- postgres
select p.row as id, p.words as words
  from good_search as s join good_part as p on p.row = s.row
 where s.words @@ to_tsquery('simple', :words) and p.home = :home
 limit 20;

-- SPDX-License-Identifier: Apache-2.0
-- Places. A code carries its home in front (its first nine digits), so the code alone is the key.

-- step 1 place
-- grows
create table place_place (
    code         place not null primary key,
    parent       place not null,              -- the nearest place above that has a name of its own; 0 for a province
    name         text not null,
    kind         text not null,
    area         text,
    since        date,
    until        date,
    succeeded_by place,
    phone        text,
    hours        text,
    fictional    flag not null
);
create index place_place_by_parent on place_place (parent, code);

-- Bigrams of names. The row's number is the place's code; the words themselves are not kept.
-- sqlite only
create virtual table place_search using fts5(
    words, content = '', columnsize = 0, prefix = '1', tokenize = 'unicode61 remove_diacritics 0');
-- postgres only
create table place_search (
    code  place not null primary key,
    words tsvector not null
);
-- postgres only
create index place_search_by_words on place_search using gin (words);

-- step 2 centre
-- Where the service centre stands, and who is on duty when.
alter table place_place add column office text;
alter table place_place add column duty text;

-- one row_get (code place) -> PlaceRow (
--     code place, name text, kind text, area text?, since date?, until date?, succeeded_by place?,
--     phone text?, hours text?, office text?, duty text?, fictional flag)
select code, name, kind, area, since, until, succeeded_by, phone, hours, office, duty, fictional
  from place_place
 where code = :code;

-- many row_some (codes place[]) -> PlaceRow
-- across: places are told apart by their codes alone
select code, name, kind, area, since, until, succeeded_by, phone, hours, office, duty, fictional
  from place_place
 where code in (:codes)
 order by code
 limit 1000;

-- many row_children (parent place) -> PlaceRow
select code, name, kind, area, since, until, succeeded_by, phone, hours, office, duty, fictional
  from place_place
 where parent = :parent
 order by code
 limit 1000;

-- exec row_put (code place, parent place, name text, kind text, area text?, since date?, until date?,
--     succeeded_by place?, phone text?, hours text?, office text?, duty text?, fictional flag)
insert into place_place (code, parent, name, kind, area, since, until, succeeded_by, phone, hours,
    office, duty, fictional)
values (:code, :parent, :name, :kind, :area, :since, :until, :succeeded_by, :phone, :hours,
    :office, :duty, :fictional)
on conflict (code) do update
   set name = excluded.name, kind = excluded.kind, area = excluded.area, since = excluded.since,
       until = excluded.until, succeeded_by = excluded.succeeded_by, phone = excluded.phone,
       hours = excluded.hours, office = excluded.office, duty = excluded.duty, fictional = excluded.fictional;

-- No ranking: in the order of codes, which keeps neighbours together and lets the index stop early.
-- many row_search (words text, first place, last place, row_max int) -> PlaceRow
select p.code as code, p.name as name, p.kind as kind, p.area as area, p.since as since, p.until as until,
       p.succeeded_by as succeeded_by, p.phone as phone, p.hours as hours, p.office as office, p.duty as duty,
       p.fictional as fictional
  from place_search as s join place_place as p on p.code = s.rowid
 where s.words match :words and s.rowid between :first and :last
 order by s.rowid
 limit :row_max;
-- postgres
select p.code as code, p.name as name, p.kind as kind, p.area as area, p.since as since, p.until as until,
       p.succeeded_by as succeeded_by, p.phone as phone, p.hours as hours, p.office as office, p.duty as duty,
       p.fictional as fictional
  from place_search as s join place_place as p on p.code = s.code
 where s.words @@ phraseto_tsquery('simple', :words) and s.code between :first and :last
 order by s.code
 limit :row_max;

-- exec words_put (code place, words text)
insert into place_search (rowid, words) values (:code, :words);
-- postgres
insert into place_search (code, words) values (:code, to_tsvector('simple', :words))
on conflict (code) do update set words = excluded.words;

-- SQLite forgets words only when it is told which they were.
-- exec words_forget (code place, words text)
insert into place_search (place_search, rowid, words) values ('delete', :code, :words);
-- postgres
delete from place_search where code = :code and words = to_tsvector('simple', :words);

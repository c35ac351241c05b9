-- SPDX-License-Identifier: Apache-2.0
-- disclosure: the shelf of what is due and what is posted, and objections as they may be shown. Kept by shelf.c.

-- step 1 shelf
-- grows
create table disclosure_shelf (
    home            home not null,
    village         place not null,
    item            text not null,
    book            text not null,
    period          text not null,
    first_day       date not null,
    last_day        date not null,
    id              case not null,
    number          text not null,
    state           text not null,
    due_on          date,
    posted_on       date,
    objection_until date,
    published       instant,
    version         int not null,
    code            text not null,
    reviewers       int not null,
    no_change       flag not null,
    withdrawn       flag not null,
    correcting      flag not null,
    primary key (home, village, first_day, item, book, id)
) without rowid;
create index disclosure_shelf_open on disclosure_shelf (home, village, objection_until);
create index disclosure_shelf_newest on disclosure_shelf (home, village, item, book, last_day, version);
create index disclosure_shelf_due on disclosure_shelf (home, posted_on, due_on, village);

-- grows
create table disclosure_objection (
    home        home not null,
    id          case not null,
    village     place not null,
    about       case not null,
    number      text not null,
    state       text not null,
    is_open     flag not null,
    is_shown    flag not null,
    words       text not null,
    answer      text not null,
    due_on      date,
    answered_on date,
    primary key (home, id)
) without rowid;
create index disclosure_objection_about on disclosure_objection (home, about, is_shown, id);
create index disclosure_objection_village on disclosure_objection (home, village, is_shown, id);
create index disclosure_objection_open on disclosure_objection (home, is_open, village);

-- Which books a village keeps besides the committee's: a cooperative's, a former village's whose accounts stayed apart.
create table disclosure_book (
    home    home not null,
    village place not null,
    book    text not null,
    primary key (home, village, book)
) without rowid;

-- step 2 items that villages added
alter table disclosure_shelf add name text not null default '';
create table disclosure_added (
    home    home not null,
    village place not null,
    seq     int not null,
    code    text not null,
    name    text not null,
    every   text not null,
    since   date not null,
    until   date,
    id      case not null,
    primary key (home, village, seq)
) without rowid;
create unique index disclosure_added_case on disclosure_added (home, id);

-- step 3 what the county changed in the catalogue
create table disclosure_catalogue (
    home  home not null,
    seq   int not null,
    since date not null,
    list  text not null,
    event int not null,
    at    instant not null,
    primary key (home, seq)
) without rowid;

-- many catalogue_lists (home home) -> ListRow (seq int, since date, list text)
select seq, since, list from disclosure_catalogue where home = :home order by seq limit 200;

-- each audit_catalogue (home home) -> CatalogueAudit (seq int, list text, event int)
select seq, list, event from disclosure_catalogue where home = :home order by seq;

-- exec catalogue_put (home home, seq int, since date, list text, event int, at instant)
insert into disclosure_catalogue (home, seq, since, list, event, at) values (:home, :seq, :since, :list, :event, :at);

-- many added_of (home home, village place) -> AddedRow (seq int, code text, name text, every text, since date, until date?)
select seq, code, name, every, since, until from disclosure_added where home = :home and village = :village order by seq limit 100;

-- exec added_put (home home, village place, seq int, code text, name text, every text, since date, id case)
insert into disclosure_added (home, village, seq, code, name, every, since, until, id) values (:home, :village, :seq, :code, :name, :every, :since, null, :id);

-- exec added_end (home home, id case, until date)
update disclosure_added set until = :until where home = :home and id = :id;

-- exec book_put (home home, village place, book text)
insert into disclosure_book (home, village, book) values (:home, :village, :book) on conflict (home, village, book) do nothing;

-- many books_of (home home, village place) -> BookRow (book text)
select book from disclosure_book where home = :home and village = :village order by book limit 10;

-- exec shelf_put (home home, village place, item text, book text, period text, first_day date, last_day date, id case, number text, state text, due_on date?, posted_on date?, objection_until date?, published instant?, version int, code text, reviewers int, no_change flag, withdrawn flag, correcting flag, name text)
insert into disclosure_shelf (home, village, item, book, period, first_day, last_day, id, number, state, due_on, posted_on, objection_until, published, version, code, reviewers, no_change, withdrawn, correcting, name)
values (:home, :village, :item, :book, :period, :first_day, :last_day, :id, :number, :state, :due_on, :posted_on, :objection_until, :published, :version, :code, :reviewers, :no_change, :withdrawn, :correcting, :name)
on conflict (home, village, first_day, item, book, id) do update set state = excluded.state, due_on = excluded.due_on, posted_on = excluded.posted_on,
    objection_until = excluded.objection_until, published = excluded.published, version = excluded.version, code = excluded.code,
    reviewers = excluded.reviewers, no_change = excluded.no_change, withdrawn = excluded.withdrawn, correcting = excluded.correcting;

-- one shelf_of (home home, village place, first_day date, item text, book text, id case) -> ShelfRow (item text, book text, period text, id case, number text, state text, due_on date?, posted_on date?, objection_until date?, published instant?, version int, code text, reviewers int, no_change flag, withdrawn flag, correcting flag, name text)
select item, book, period, id, number, state, due_on, posted_on, objection_until, published, version, code, reviewers, no_change, withdrawn, correcting, name
from disclosure_shelf where home = :home and village = :village and first_day = :first_day and item = :item and book = :book and id = :id;

-- The entries of a period; the yearly ones of its year, and of what villages added those of the year before, which are laid
-- out in this one; those that can still be objected to; and the newest one of an item that can be read.
-- many shelf_within (home home, village place, first_day date, last_day date, year_first date, year_last date, past_first date, past_last date, open_on date, newest text) -> ShelfRow
select item, book, period, id, number, state, due_on, posted_on, objection_until, published, version, code, reviewers, no_change, withdrawn, correcting, name
from (select * from disclosure_shelf where home = :home and village = :village and first_day between :first_day and :last_day and last_day <= :last_day
      union
      select * from disclosure_shelf where home = :home and village = :village and first_day = :year_first and last_day = :year_last
      union
      select * from disclosure_shelf where home = :home and village = :village and first_day = :past_first and last_day = :past_last
          and item >= 'V' and item < 'W'
      union
      select * from disclosure_shelf where home = :home and village = :village and objection_until >= :open_on
      union
      select * from (select * from disclosure_shelf where home = :home and village = :village and item = :newest and book = 'committee'
                     and version > 0 and withdrawn = 0 order by last_day desc, id desc limit 1) as n) as s
order by item, last_day desc, book, id desc limit 1000;

-- The last period before a day in which an item was more than "no change".
-- one last_change_row (home home, village place, item text, day date) -> LastChangeRow (period text)
select period from disclosure_shelf where home = :home and village = :village and item = :item and book = 'committee'
    and last_day < :day and version > 0 and withdrawn = 0 and no_change = 0
order by last_day desc limit 1;

-- many counts_rows (home home, today date, year_start date) -> CountRow (village place, late int, in_objection int, posted int)
select village,
    coalesce(sum(case when posted_on is null and due_on < :today and version < 2 then 1 else 0 end), 0),
    coalesce(sum(case when objection_until >= :today then 1 else 0 end), 0),
    coalesce(sum(case when posted_on >= :year_start then 1 else 0 end), 0)
from disclosure_shelf where home = :home and (posted_on is null or posted_on >= :year_start or objection_until >= :today) group by village order by village limit 1000;

-- many objection_counts (home home) -> ObjectionCountRow (village place, open int)
select village, count(*) from disclosure_objection where home = :home and is_open = 1 group by village order by village limit 1000;

-- exec objection_put (home home, id case, village place, about case, number text, state text, is_open flag, is_shown flag, words text, answer text, due_on date?, answered_on date?)
insert into disclosure_objection (home, id, village, about, number, state, is_open, is_shown, words, answer, due_on, answered_on)
values (:home, :id, :village, :about, :number, :state, :is_open, :is_shown, :words, :answer, :due_on, :answered_on)
on conflict (home, id) do update set state = excluded.state, is_open = excluded.is_open, is_shown = excluded.is_shown, words = excluded.words,
    answer = excluded.answer, due_on = excluded.due_on, answered_on = coalesce(disclosure_objection.answered_on, excluded.answered_on);

-- many objection_about (home home, abouts case[], max int) -> ObjectionRow (about case, number text, state text, words text, answer text, due_on date?, answered_on date?)
select about, number, state, words, answer, due_on, answered_on from disclosure_objection
where home = :home and about in (:abouts) and is_shown = 1 order by id desc limit :max;

-- many objection_village (home home, village place, max int) -> ObjectionRow
select about, number, state, words, answer, due_on, answered_on from disclosure_objection
where home = :home and village = :village and is_shown = 1 order by id desc limit :max;

-- each audit_shelf (home home) -> ShelfAudit (item text, book text, period text, id case, number text, state text, posted_on date?, version int, code text, withdrawn flag)
select item, book, period, id, number, state, posted_on, version, code, withdrawn from disclosure_shelf where home = :home;

-- each audit_objection (home home) -> ObjectionAudit (id case, number text, state text, is_open flag, is_shown flag, words text, answer text)
select id, number, state, is_open, is_shown, words, answer from disclosure_objection where home = :home order by id;

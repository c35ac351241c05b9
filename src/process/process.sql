-- SPDX-License-Identifier: Apache-2.0
-- Cases and what belongs to them. Home stands first in every key. What grows with every case says so; queries over it
-- go through an index.

-- step 1 cases

-- Homes that take part; how far the calendar has opened what falls due, by process.
create table process_home (
    home    home not null primary key,
    since   instant not null
) without rowid;

create table process_calendar (
    home    home not null,
    process text not null,
    day     date not null,
    village place not null,
    primary key (home, process)
) without rowid;

-- The definitions that cases of this home began under.
create table process_definition (
    home    home not null,
    edition text not null,
    name    text not null,
    since   instant not null,
    yaml    text not null,
    primary key (home, edition)
) without rowid;

-- grows
create table process_case (
    home        home not null,
    id          case not null,
    object      text not null,
    place       place not null,
    village     place not null,
    process     text not null,
    edition     text not null,
    letter      text not null,
    year        int not null,
    seq         int not null,
    state       text not null,
    final       flag not null,
    shown       flag not null,
    version     int not null,
    round       int not null,
    opened      instant not null,
    entered     instant not null,
    due         instant,
    provisional flag not null,
    wake        instant,
    lates       int not null,
    opened_by   person not null,
    asker       person not null,
    owner       person not null,
    parent      case,
    title       text not null,
    primary key (home, id)
) without rowid;
create unique index process_case_number on process_case (home, place, letter, year, seq);
create index process_case_home on process_case (home, process, state, id);
create index process_case_village on process_case (home, village, process, state, id);
create index process_case_all on process_case (home, process, id);
create index process_case_all_village on process_case (home, village, process, id);
create index process_case_open on process_case (home, process, id) where final = 0;
create index process_case_open_village on process_case (home, village, process, id) where final = 0;
create index process_case_shown on process_case (home, process, id) where shown = 1;
create index process_case_shown_village on process_case (home, village, process, id) where shown = 1;
create index process_case_wake on process_case (home, wake) where wake is not null;
create index process_case_parent on process_case (home, parent, id, final) where parent is not null;
create index process_case_provisional on process_case (home, id) where provisional = 1;

-- grows
create table process_facts (
    home  home not null,
    id    case not null,
    facts text not null,
    primary key (home, id)
) without rowid;

-- What a case is read as.
create view process_row as
select process_case.home, process_case.id, object, place, village, process, edition, letter, year, seq, state, final,
    shown, version, round, opened, entered, due, provisional, lates, opened_by, asker, owner, parent, title, facts
from process_case join process_facts on process_facts.home = process_case.home and process_facts.id = process_case.id;

-- grows
create table process_sealed (
    home   home not null,
    id     case not null,
    field  text not null,
    cipher text not null,
    primary key (home, id, field)
) without rowid;

-- grows
create table process_find (
    home    home not null,
    process text not null,
    field   text not null,
    value   text not null,
    id      case not null,
    primary key (home, process, field, value, id)
) without rowid;
create index process_find_case on process_find (home, id);

-- The steps as rules look back on them: whose hand, where it led. Signatures that were not yet enough are steps, too.
-- grows
create table process_step (
    home    home not null,
    id      case not null,
    version int not null,
    action  text not null,
    person  person not null,
    typist  person not null,
    office  text not null,
    at      instant not null,
    state   text not null,
    entered flag not null,
    only_signed flag not null,
    round   int not null,
    due     instant,
    event   int not null,
    primary key (home, id, version)
) without rowid;

-- Whose turn it is, rebuilt at each step: "role:vsc_chair", "person:371603106000000012"; why: turn, remind, escalate.
-- grows
create table process_turn (
    home  home not null,
    who   text not null,
    place place not null,
    due   int not null,
    id    case not null,
    why   text not null,
    primary key (home, who, place, due, id, why)
) without rowid;
create index process_turn_case on process_turn (home, id);

-- grows
create table process_opening (
    home    home not null,
    process text not null,
    place   place not null,
    key     text not null,
    id      case not null,
    primary key (home, process, place, key)
) without rowid;

-- grows
create table process_document (
    home      home not null,
    id        case not null,
    version   int not null,
    hash      bytes not null,
    event     int not null,
    at        instant not null,
    bytes     text,
    withdrawn text,
    primary key (home, id, version)
) without rowid;

-- One row per metric and event; the figure is their sum, by village and month.
-- grows
create table process_mark (
    home   home not null,
    metric text not null,
    month  int not null,
    event  int not null,
    id     case not null,
    place  place not null,
    at     instant not null,
    amount int not null,
    primary key (home, metric, month, event)
) without rowid;
create index process_mark_case on process_mark (home, id);

create table process_figure (
    home   home not null,
    metric text not null,
    place  place not null,
    month  int not null,
    amount int not null,
    primary key (home, place, month, metric)
) without rowid;

-- step 2 numbers through a town
create index process_case_town on process_case (home, letter, year, seq);

-- step 3 papers

-- Steps that were signed on paper: the sheet's day, where it is filed, what its signer says: '', agreed, disputed, settled.
-- grows
create table process_paper (
    home      home not null,
    id        case not null,
    version   int not null,
    person    person not null,
    typist    person not null,
    action    text not null,
    signed_on date not null,
    filed_at  text not null,
    at        instant not null,
    said      text not null,
    said_at   instant,
    primary key (home, id, version)
) without rowid;
create index process_paper_unsaid on process_paper (home, person, at, id, version) where said = '';

-- step 4 holidays

-- The calendar that open limits of a home were worked out by, and how far: cases up to `upto` when it is not done.
create table process_holidays (
    home     home not null primary key,
    calendar text not null,
    upto     case not null,
    done     flag not null
) without rowid;

-- step 5 since when a version is withdrawn
alter table process_document add withdrawn_at instant;

-- -- homes and definitions --------------------------------------------------------------------------------------------

-- exec home_add (home home, since instant)
insert into process_home (home, since) values (:home, :since) on conflict (home) do nothing;

-- each home_each () -> HomeRow (home home)
-- across: the clock works for every home in turn
select home from process_home order by home;

-- exec definition_add (home home, edition text, name text, since instant, yaml text)
insert into process_definition (home, edition, name, since, yaml) values (:home, :edition, :name, :since, :yaml)
on conflict (home, edition) do nothing;

-- one definition_get (home home, edition text) -> DefinitionRow (name text, yaml text)
select name, yaml from process_definition where home = :home and edition = :edition;

-- one calendar_get (home home, process text) -> CalendarRow (day date, village place)
select day, village from process_calendar where home = :home and process = :process;

-- exec calendar_put (home home, process text, day date, village place)
insert into process_calendar (home, process, day, village) values (:home, :process, :day, :village)
on conflict (home, process) do update set day = excluded.day, village = excluded.village;

-- -- one case ---------------------------------------------------------------------------------------------------------

-- one next_id (home home) -> NextRow (id int)
select coalesce(max(id), 0) + 1 from process_case where home = :home;

-- one next_seq (home home, place place, letter text, year int) -> NextRow
select coalesce(max(seq), 0) + 1 from process_case
where home = :home and place = :place and letter = :letter and year = :year;

-- one next_seq_of_town (home home, letter text, year int) -> NextRow
select coalesce(max(seq), 0) + 1 from process_case where home = :home and letter = :letter and year = :year;

-- exec case_add (home home, id case, object text, place place, village place, process text, edition text, letter
--     text, year int, seq int, state text, final flag, version int, round int, at instant, due instant?, provisional
--     flag, wake instant?, opened_by person, asker person, owner person, parent case?, title text)
insert into process_case (home, id, object, place, village, process, edition, letter, year, seq, state, final, shown,
    version, round, opened, entered, due, provisional, wake, lates, opened_by, asker, owner, parent, title)
values (:home, :id, :object, :place, :village, :process, :edition, :letter, :year, :seq, :state, :final, 0,
    :version, :round, :at, :at, :due, :provisional, :wake, 0, :opened_by, :asker, :owner, :parent, :title);

-- one case_get (home home, id case) -> CaseRow (home home, id case, object text, place place, village place, process
--     text, edition text, letter text, year int, seq int, state text, final flag, shown flag, version int, round int,
--     opened instant, entered instant, due instant?, provisional flag, lates int, opened_by person, asker person,
--     owner person, parent case?, title text, facts text)
select * from process_row
where home = :home and id = :id;

-- one case_by_number (home home, place place, letter text, year int, seq int) -> CaseRow
select * from process_row
where home = :home and place = :place and letter = :letter and year = :year and seq = :seq;

-- exec case_move (home home, id case, state text, final flag, version int, round int, entered instant, due instant?,
--     provisional flag, wake instant?, lates int, owner person, title text, seen int)
update process_case set state = :state, final = :final, version = :version, round = :round, entered = :entered,
    due = :due, provisional = :provisional, wake = :wake, lates = :lates, owner = :owner, title = :title
where home = :home and id = :id and version = :seen;

-- exec case_show (home home, id case, shown flag)
update process_case set shown = :shown where home = :home and id = :id;

-- exec case_wake (home home, id case, wake instant?, lates int)
update process_case set wake = :wake, lates = :lates where home = :home and id = :id;

-- exec case_due (home home, id case, due instant?, provisional flag, wake instant?, lates int)
update process_case set due = :due, provisional = :provisional, wake = :wake, lates = :lates where home = :home and id = :id;

-- exec case_name (home home, id case, owner person, title text)
update process_case set owner = :owner, title = :title where home = :home and id = :id;

-- exec facts_add (home home, id case, facts text)
insert into process_facts (home, id, facts) values (:home, :id, :facts);

-- exec facts_put (home home, id case, facts text)
update process_facts set facts = :facts where home = :home and id = :id;

-- exec sealed_put (home home, id case, field text, cipher text)
insert into process_sealed (home, id, field, cipher) values (:home, :id, :field, :cipher)
on conflict (home, id, field) do update set cipher = excluded.cipher;

-- exec sealed_drop (home home, id case, field text)
delete from process_sealed where home = :home and id = :id and field = :field;

-- one sealed_get (home home, id case, field text) -> SealedRow (cipher text)
select cipher from process_sealed where home = :home and id = :id and field = :field;

-- exec find_add (home home, process text, field text, value text, id case)
insert into process_find (home, process, field, value, id) values (:home, :process, :field, :value, :id)
on conflict (home, process, field, value, id) do nothing;

-- exec find_drop (home home, id case, field text)
delete from process_find where home = :home and id = :id and field = :field;

-- exec paper_add (home home, id case, version int, person person, typist person, action text, signed_on date, filed_at
--     text, at instant)
insert into process_paper (home, id, version, person, typist, action, signed_on, filed_at, at, said)
values (:home, :id, :version, :person, :typist, :action, :signed_on, :filed_at, :at, '');

-- one paper_get (home home, id case, version int) -> PaperRow (id case, version int, person person, typist person,
--     action text, signed_on date, filed_at text, at instant, said text, said_at instant?)
select id, version, person, typist, action, signed_on, filed_at, at, said, said_at from process_paper
where home = :home and id = :id and version = :version;

-- many paper_list (home home, id case, max int) -> PaperRow
select id, version, person, typist, action, signed_on, filed_at, at, said, said_at from process_paper
where home = :home and id = :id order by version limit :max;

-- many paper_unsaid (home home, person person, max int) -> PaperRow
select id, version, person, typist, action, signed_on, filed_at, at, said, said_at from process_paper
where home = :home and person = :person and said = '' order by at, id, version limit :max;

-- exec paper_said (home home, id case, version int, said text, at instant)
update process_paper set said = :said, said_at = :at where home = :home and id = :id and version = :version;

-- exec paper_settle (home home, id case)
update process_paper set said = 'settled' where home = :home and id = :id and said = 'disputed';

-- exec step_add (home home, id case, version int, action text, person person, typist person, office text, at instant,
--     state text, entered flag, only_signed flag, round int, due instant?, event int)
insert into process_step (home, id, version, action, person, typist, office, at, state, entered, only_signed, round,
    due, event)
values (:home, :id, :version, :action, :person, :typist, :office, :at, :state, :entered, :only_signed, :round, :due,
    :event);

-- many step_list (home home, id case, max int) -> StepRow (version int, action text, person person, typist person, office
--     text, at instant, state text, entered flag, only_signed flag, round int, due instant?)
select version, action, person, typist, office, at, state, entered, only_signed, round, due from process_step
where home = :home and id = :id order by version limit :max;

-- one opening_get (home home, process text, place place, key text) -> OpeningRow (id case)
select id from process_opening where home = :home and process = :process and place = :place and key = :key;

-- exec opening_add (home home, process text, place place, key text, id case)
insert into process_opening (home, process, place, key, id) values (:home, :process, :place, :key, :id);

-- -- children ---------------------------------------------------------------------------------------------------------

-- many child_list (home home, parent case, max int) -> CaseRow
select r.* from process_case as child join process_row as r on r.home = child.home and r.id = child.id
where child.home = :home and child.parent = :parent order by child.id limit :max;

-- one child_count (home home, parent case) -> CountRow (all_of_them int, still_open int)
select count(*), coalesce(sum(1 - final), 0) from process_case where home = :home and parent = :parent;

-- -- turns ------------------------------------------------------------------------------------------------------------

-- exec turn_add (home home, who text, place place, due int, id case, why text)
insert into process_turn (home, who, place, due, id, why) values (:home, :who, :place, :due, :id, :why)
on conflict (home, who, place, due, id, why) do nothing;

-- exec turn_drop (home home, id case, why text)
delete from process_turn where home = :home and id = :id and why = :why;

-- exec turn_clear (home home, id case)
delete from process_turn where home = :home and id = :id;

-- many todo_of_roles (home home, w1 text, w2 text, w3 text, w4 text, w5 text, w6 text, w7 text, w8 text, w9 text, w10
--     text, w11 text, w12 text, w13 text, w14 text, w15 text, w16 text, first place, last place, max int)
--     -> TodoRow (id case, due int)
select distinct id, due from process_turn
where home = :home and who in (:w1, :w2, :w3, :w4, :w5, :w6, :w7, :w8, :w9, :w10, :w11, :w12, :w13, :w14, :w15, :w16)
    and place between :first and :last
order by due, id limit :max;

-- many todo_of_person (home home, who text, max int) -> TodoRow
select distinct id, due from process_turn where home = :home and who = :who order by due, id limit :max;

-- many turn_of_case (home home, id case, max int) -> TurnWhoRow (who text, why text)
select who, why from process_turn where home = :home and id = :id order by why, who limit :max;

-- -- lists: newest first, after the last id of the page before --------------------------------------------------------

-- many list_home (home home, process text, first place, last place, after case, max int) -> CaseRow
select * from process_row
where home = :home and process = :process
    and id < :after and place between :first and :last
order by id desc limit :max;

-- many list_open_home (home home, process text, first place, last place, due_before instant?, after case, max int) ->
--     CaseRow
select * from process_row
where home = :home and process = :process and final = 0
    and id < :after and place between :first and :last and (:due_before is null or due < :due_before)
order by id desc limit :max;

-- many list_shown_home (home home, process text, first place, last place, after case, max int) -> CaseRow
select * from process_row
where home = :home and process = :process and shown = 1
    and id < :after and place between :first and :last
order by id desc limit :max;

-- many open_counts_rows (home home, process text, first place, last place, now instant) -> OpenCountRow (village place, state
--     text, open int, late int)
select village, state, count(*), coalesce(sum(case when due < :now then 1 else 0 end), 0) from process_case
where home = :home and process = :process and final = 0 and place between :first and :last
group by village, state order by village, state limit 1000;

-- many list_state_home (home home, process text, state text, first place, last place, after case, max int) -> CaseRow
select * from process_row
where home = :home and process = :process and state = :state
    and id < :after and place between :first and :last
order by id desc limit :max;

-- many list_newer_home (home home, process text, first place, last place, before case, max int) -> CaseRow
select * from process_row
where home = :home and process = :process
    and id > :before and place between :first and :last
order by id limit :max;

-- many list_newer_village (home home, village place, process text, first place, last place, before case, max int) ->
--     CaseRow
select * from process_row
where home = :home and village = :village and process = :process
    and id > :before and place between :first and :last
order by id limit :max;

-- many list_village (home home, village place, process text, first place, last place, after case, max int) -> CaseRow
select * from process_row
where home = :home and village = :village and process = :process
    and id < :after and place between :first and :last
order by id desc limit :max;

-- many list_open_village (home home, village place, process text, first place, last place, due_before instant?, after
--     case, max int) -> CaseRow
select * from process_row
where home = :home and village = :village and process = :process and final = 0
    and id < :after and place between :first and :last and (:due_before is null or due < :due_before)
order by id desc limit :max;

-- many list_shown_village (home home, village place, process text, first place, last place, after case, max int) ->
--     CaseRow
select * from process_row
where home = :home and village = :village and process = :process and shown = 1
    and id < :after and place between :first and :last
order by id desc limit :max;

-- many list_state_village (home home, village place, process text, state text, first place, last place, after case,
--     max int) -> CaseRow
select * from process_row
where home = :home and village = :village and process = :process and state = :state
    and id < :after and place between :first and :last
order by id desc limit :max;

-- many list_found (home home, process text, field text, value text, first place, last place, after case, max int) ->
--     CaseRow
select r.* from process_find as f join process_row as r on r.home = f.home and r.id = f.id
where f.home = :home and f.process = :process and f.field = :field and f.value = :value and f.id < :after
    and r.place between :first and :last
order by f.id desc limit :max;

-- -- the clock --------------------------------------------------------------------------------------------------------

-- many wake_list (home home, now instant, max int) -> WakeRow (id case, wake instant, lates int)
select id, wake, lates from process_case where home = :home and wake <= :now order by wake, id limit :max;

-- many open_between (home home, after case, upto case) -> CaseRow
select * from process_row where home = :home and id > :after and id <= :upto and final = 0 order by id limit 500;

-- one holidays_get (home home) -> HolidaysRow (calendar text, upto case, done flag)
select calendar, upto, done from process_holidays where home = :home;

-- exec holidays_put (home home, calendar text, upto case, done flag)
insert into process_holidays (home, calendar, upto, done) values (:home, :calendar, :upto, :done)
on conflict (home) do update set calendar = excluded.calendar, upto = excluded.upto, done = excluded.done;

-- -- documents --------------------------------------------------------------------------------------------------------

-- exec document_add (home home, id case, version int, hash bytes, event int, at instant, bytes text)
insert into process_document (home, id, version, hash, event, at, bytes) values (:home, :id, :version, :hash, :event,
    :at, :bytes);

-- one document_get (home home, id case, version int) -> DocumentRow (id case, version int, hash bytes, event int, at
--     instant, bytes text?, withdrawn text?, withdrawn_at instant?)
select id, version, hash, event, at, bytes, withdrawn, withdrawn_at from process_document
where home = :home and id = :id and version = :version;

-- one document_newest (home home, id case) -> DocumentRow
select id, version, hash, event, at, bytes, withdrawn, withdrawn_at from process_document
where home = :home and id = :id order by version desc limit 1;

-- many document_list (home home, id case, max int) -> DocumentRow
select id, version, hash, event, at, bytes, withdrawn, withdrawn_at from process_document
where home = :home and id = :id order by version limit :max;

-- many document_some (home home, ids case[]) -> DocumentRow
select id, version, hash, event, at, bytes, withdrawn, withdrawn_at from process_document
where home = :home and id in (:ids) order by id, version limit 1000;

-- exec document_withdraw (home home, id case, version int, reason text, now instant)
update process_document set bytes = null, withdrawn = :reason, withdrawn_at = :now
where home = :home and id = :id and version = :version and withdrawn is null;

-- -- marks ------------------------------------------------------------------------------------------------------------

-- exec mark_add (home home, metric text, month int, event int, id case, place place, at instant, amount int)
insert into process_mark (home, metric, month, event, id, place, at, amount)
values (:home, :metric, :month, :event, :id, :place, :at, :amount)
on conflict (home, metric, month, event) do update set amount = process_mark.amount + excluded.amount;

-- exec figure_add (home home, metric text, place place, month int, amount int)
insert into process_figure (home, metric, place, month, amount) values (:home, :metric, :place, :month, :amount)
on conflict (home, place, month, metric) do update set amount = process_figure.amount + excluded.amount;

-- many figure_sum (home home, first place, last place, from_month int, to_month int, max int)
--     -> FigureRow (metric text, place place, amount int)
select metric, min(place), sum(amount) from process_figure
where home = :home and place between :first and :last and month between :from_month and :to_month
group by metric order by metric limit :max;

-- many figure_by_village (home home, first place, last place, from_month int, to_month int, metric text, after place,
--     max int) -> FigureRow
select metric, place, sum(amount) from process_figure
where home = :home and place between :first and :last and month between :from_month and :to_month
    and (metric > :metric or (metric = :metric and place > :after))
group by metric, place order by metric, place limit :max;

-- many mark_list (home home, metric text, first place, last place, from_month int, to_month int, before int, max int)
--     -> MarkRow (id case, place place, letter text, year int, seq int, title text, shown flag, event int, village
--     place, at instant, amount int)
select c.id, c.place, c.letter, c.year, c.seq, c.title, c.shown, m.event, m.place as village, m.at, m.amount
from process_mark as m join process_case as c on c.home = m.home and c.id = m.id
where m.home = :home and m.metric = :metric and m.month between :from_month and :to_month and m.event < :before
    and m.place between :first and :last
order by m.event desc limit :max;

-- -- fsck: reads everything of one home -------------------------------------------------------------------------------

-- each audit_case (home home) -> CaseRow
-- scan: fsck reads every case of the home
select * from process_row where home = :home order by id;

-- many audit_marks (home home, id case) -> CaseMarkRow (metric text, event int, amount int)
select metric, event, amount from process_mark where home = :home and id = :id order by event, metric limit 1000;

-- many audit_events (home home, id case) -> StepEventRow (action text, event int, only_signed flag)
select action, event, only_signed from process_step where home = :home and id = :id order by version limit 1000;

-- each audit_document (home home) -> DocumentRow
select id, version, hash, event, at, bytes, withdrawn, withdrawn_at from process_document where home = :home order by id, version;

-- each audit_figure (home home) -> UnevenRow (metric text, place place, month int, marked int, stored int)
select metric, place, month, sum(marked), sum(stored) from (
    select metric, place, month, amount as marked, 0 as stored from process_mark where home = :home
    union all
    select metric, place, month, 0, amount from process_figure where home = :home) as both_sides
group by metric, place, month having sum(marked) <> sum(stored) order by metric, place, month;

-- each audit_parent (home home) -> OrphanRow (id case, parent case)
select child.id, child.parent from process_case as child
left join process_case as parent on parent.home = child.home and parent.id = child.parent
where child.home = :home and child.parent is not null and parent.id is null order by child.id;

-- each audit_facts (home home) -> BareRow (id case)
-- scan: fsck reads every case of the home
select c.id from process_case as c
left join process_facts as f on f.home = c.home and f.id = c.id
where c.home = :home and f.id is null order by c.id;

-- each audit_sealed (home home) -> SealedAudit (id case, field text, cipher text)
select id, field, cipher from process_sealed where home = :home order by id, field;

-- one audit_steps (home home, id case) -> StepsRow (steps int, newest int, event int)
select count(*), coalesce(max(version), 0), coalesce(max(event), 0) from process_step where home = :home and id = :id;

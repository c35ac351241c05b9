-- SPDX-License-Identifier: Apache-2.0
-- dialogue: what of questions and meetings may be read without opening the case. One row per case, kept by dialogue_listen.c.

-- step 1 shelf
-- grows
create table dialogue_issue (
    home         home not null,
    id           case not null,
    village      place not null,
    number       text not null,
    seq          int not null,
    state        text not null,
    is_open      flag not null,
    is_held      flag not null,
    is_shown     flag not null,
    due          instant,
    words        text not null,
    answer       text not null,
    owner_name   text not null,
    owner_role   text not null,
    limit_on     date,
    raised_on    date not null,
    closed_on    date,
    grade        text not null,
    where_to     text not null,
    changed_rule text not null,
    primary key (home, id)
) without rowid;
create index dialogue_issue_shown on dialogue_issue (home, village, is_shown, id);
create index dialogue_issue_open on dialogue_issue (home, is_open, village, due, is_held);

-- grows
create table dialogue_meeting (
    home     home not null,
    id       case not null,
    village  place not null,
    number   text not null,
    state    text not null,
    kind     text not null,
    topic    text not null,
    held_on  date not null,
    held_at  text not null,
    place_text text not null,
    primary key (home, id)
) without rowid;
create index dialogue_meeting_next on dialogue_meeting (home, state, village, held_on);

-- step 2 why it is on hold
alter table dialogue_issue add hold_reason text not null default '';

-- exec issue_put (home home, id case, village place, number text, seq int, state text, is_open flag, is_held flag, is_shown flag, due instant?, words text, answer text, owner_name text, owner_role text, limit_on date?, raised_on date, closed_on date?, grade text, where_to text, changed_rule text, hold_reason text)
insert into dialogue_issue (home, id, village, number, seq, state, is_open, is_held, is_shown, due, words, answer, owner_name, owner_role, limit_on, raised_on, closed_on, grade, where_to, changed_rule, hold_reason)
values (:home, :id, :village, :number, :seq, :state, :is_open, :is_held, :is_shown, :due, :words, :answer, :owner_name, :owner_role, :limit_on, :raised_on, :closed_on, :grade, :where_to, :changed_rule, :hold_reason)
on conflict (home, id) do update set state = excluded.state, is_open = excluded.is_open, is_held = excluded.is_held, is_shown = excluded.is_shown,
    due = excluded.due, words = excluded.words, answer = excluded.answer, owner_name = excluded.owner_name, owner_role = excluded.owner_role,
    limit_on = excluded.limit_on, closed_on = excluded.closed_on, grade = excluded.grade, where_to = excluded.where_to, changed_rule = excluded.changed_rule, hold_reason = excluded.hold_reason;

-- many issue_shown (home home, village place, max int) -> IssueRow (id case, number text, seq int, state text, due instant?, words text, answer text, owner_name text, owner_role text, limit_on date?, raised_on date, closed_on date?, grade text, where_to text, changed_rule text, hold_reason text)
select id, number, seq, state, due, words, answer, owner_name, owner_role, limit_on, raised_on, closed_on, grade, where_to, changed_rule, hold_reason
from dialogue_issue where home = :home and village = :village and is_shown = 1 order by id desc limit :max;

-- exec meeting_put (home home, id case, village place, number text, state text, kind text, topic text, held_on date, held_at text, place_text text)
insert into dialogue_meeting (home, id, village, number, state, kind, topic, held_on, held_at, place_text)
values (:home, :id, :village, :number, :state, :kind, :topic, :held_on, :held_at, :place_text)
on conflict (home, id) do update set state = excluded.state, topic = excluded.topic, held_on = excluded.held_on, held_at = excluded.held_at,
    place_text = excluded.place_text;

-- one glance_row (home home, village place, day date, most int) -> GlanceRow (open int, number text?, kind text?, topic text?, held_on date?, held_at text?, place_text text?)
select (select count(*) from (select 1 from dialogue_issue i where i.home = :home and i.is_open = 1 and i.village = :village limit :most) as counted),
       m.number, m.kind, m.topic, m.held_on, m.held_at, m.place_text
from (select 1 as one) as one_row left join (select * from dialogue_meeting where home = :home and state = 'announced' and village = :village
    and held_on >= :day order by held_on limit 1) m on 1 = 1;

-- many meeting_coming (home home, day date) -> MeetingRow (village place, number text, kind text, topic text, held_on date, held_at text, place_text text)
select village, number, kind, topic, held_on, held_at, place_text from dialogue_meeting
where home = :home and state = 'announced' and held_on >= :day order by village, held_on limit 1000;

-- each audit_issue (home home) -> IssueAudit (id case, number text, state text, is_open flag, is_shown flag, words text, answer text, changed_rule text)
select id, number, state, is_open, is_shown, words, answer, changed_rule from dialogue_issue where home = :home order by id;

-- each audit_meeting (home home) -> MeetingAudit (id case, number text, state text, topic text, held_at text, place_text text)
select id, number, state, topic, held_at, place_text from dialogue_meeting where home = :home order by id;

-- SPDX-License-Identifier: Apache-2.0
-- access: people, their offices, how they sign in, and who looked at what. Secrets stand here as digests only.

-- step 1 people
-- grows
create table access_person (
    home   home not null,
    id     person not null,
    object text not null,
    name   text not null,
    primary key (home, id)
) without rowid;

-- grows
create table access_office (
    home        home not null,
    id          id not null,
    object      text not null,
    role        text not null,
    place       place not null,
    person_home home not null,
    person      person not null,
    from_on     date not null,
    to_on       date,
    primary key (home, id)
) without rowid;
create index access_office_at on access_office (home, place, role);
create index access_office_of on access_office (person_home, person);

create table access_login (
    home     home not null,
    person   person not null,
    login    text not null,
    password text not null,
    primary key (home, person)
) without rowid;
create index access_login_named on access_login (login);

-- Failures in a row, of a login or of a device that is known. Logins that do not exist are counted under home 0.
create table access_lock (
    home     home not null,
    subject  bytes not null,
    failures int not null,
    until    instant,
    at       instant not null,
    primary key (home, subject)
) without rowid;
create index access_lock_old on access_lock (home, at);

-- A device has a PIN when a printed code bound it; one known from a password has none.
create table access_device (
    home     home not null,
    digest   bytes not null,
    person   person not null,
    pin      bytes,
    failures int not null,
    bound    instant not null,
    primary key (home, digest)
) without rowid;
create index access_device_named on access_device (digest);
create index access_device_of on access_device (home, person, bound);

create table access_code (
    home   home not null,
    person person not null,
    digest bytes not null,
    until  instant not null,
    primary key (home, person)
) without rowid;
create index access_code_named on access_code (digest);

create table access_session (
    home   home not null,
    digest bytes not null,
    person person not null,
    kind   int not null,
    office id not null,
    seen   instant not null,
    until  instant not null,
    proven instant,
    primary key (home, digest)
) without rowid;
create index access_session_named on access_session (digest);
create index access_session_of on access_session (home, person);
create index access_session_old on access_session (home, until);

-- grows
create table access_slip (
    home   home not null,
    digest bytes not null,
    about  case not null,
    until  instant not null,
    primary key (home, digest)
) without rowid;
create index access_slip_named on access_slip (digest);

-- Who looked at a sealed value: written before the value is opened, and never touched again.
-- grows
create table access_look (
    home      home not null,
    id        id not null,
    at        instant not null,
    who_home  home not null,
    who       person not null,
    office    text not null,
    field     text not null,
    row_id    id not null,
    why       text not null,
    primary key (home, id)
) without rowid;
create index access_look_at on access_look (home, field, row_id, id);
-- sqlite only
create trigger access_look_no_update before update on access_look
begin select raise(abort, 'access_look is kept as written'); end;
-- sqlite only
create trigger access_look_no_delete before delete on access_look
begin select raise(abort, 'access_look is kept as written'); end;

create table access_key (
    home   home not null,
    actor  text not null,
    name   text not null,
    body   bytes not null,
    status int not null,
    number text not null,
    at     instant not null,
    primary key (home, actor, name)
) without rowid;
create index access_key_old on access_key (home, at);

-- step 2 second_factor
-- The secret is sealed; a code is taken once: last_step is the newest one taken.
create table access_factor (
    home      home not null,
    person    person not null,
    secret    bytes not null,
    since     instant not null,
    last_step int not null,
    primary key (home, person)
) without rowid;

create table access_spare (
    home   home not null,
    person person not null,
    digest bytes not null,
    primary key (home, person, digest)
) without rowid;

alter table access_session add column factored instant;

-- step 3 where_one_is_signed_in
-- What kind of device and program it was, in two words of ours; never an address, never what the browser said.
alter table access_session add column since instant;
alter table access_session add column agent text;
-- The device whose PIN opened the session.
alter table access_session add column bound bytes;
alter table access_device add column agent text;
create index access_session_bound on access_session (home, bound);

-- == people and offices ==

-- one person_last (home home) -> AccessLast (id id)
select coalesce(max(id), 0) as id from access_person where home = :home;

-- exec person_insert (home home, id person, object text, name text)
insert into access_person (home, id, object, name) values (:home, :id, :object, :name);

-- one person_row (home home, id person) -> AccessPerson (object text, name text)
select object, name from access_person where home = :home and id = :id;

-- one office_last (home home) -> AccessLast
select coalesce(max(id), 0) as id from access_office where home = :home;

-- exec office_insert (home home, id id, object text, role text, place place, person_home home, person person,
--                     from_on date, to_on date?)
insert into access_office (home, id, object, role, place, person_home, person, from_on, to_on)
values (:home, :id, :object, :role, :place, :person_home, :person, :from_on, :to_on);

-- one office_row (home home, id id) -> AccessOffice (id id, object text, role text, place place, person_home home,
--                                                 person person, person_name text, from_on date, to_on date?)
select o.id, o.object, o.role, o.place, o.person_home, o.person, p.name as person_name, o.from_on, o.to_on
from access_office o join access_person p on p.home = o.person_home and p.id = o.person
where o.home = :home and o.id = :id;

-- exec office_end (home home, id id, to_on date)
update access_office set to_on = :to_on where home = :home and id = :id;

-- many offices_held (home home, person person, day date) -> AccessOffice
-- across: an officer of the county may hold an office in a town, one of a town in another
select o.id, o.object, o.role, o.place, o.person_home, o.person, p.name as person_name, o.from_on, o.to_on
from access_office o join access_person p on p.home = o.person_home and p.id = o.person
where o.person_home = :home and o.person = :person and o.from_on <= :day and (o.to_on is null or o.to_on >= :day)
order by o.id limit 51;

-- many offices_from (home home, person person, day date) -> AccessOffice
-- across: a person's offices, those to come too, wherever they are held
select o.id, o.object, o.role, o.place, o.person_home, o.person, p.name as person_name, o.from_on, o.to_on
from access_office o join access_person p on p.home = o.person_home and p.id = o.person
where o.person_home = :home and o.person = :person and (o.to_on is null or o.to_on >= :day)
order by o.id limit 51;

-- many offices_here (home home, place place, day date) -> AccessOffice
select o.id, o.object, o.role, o.place, o.person_home, o.person, p.name as person_name, o.from_on, o.to_on
from access_office o join access_person p on p.home = o.person_home and p.id = o.person
where o.home = :home and o.place = :place and o.from_on <= :day and (o.to_on is null or o.to_on >= :day)
order by o.id limit 1000;

-- The place, everything above it, and up to eight roles; first who holds the first role itself, then the nearest.
-- many offices_reaching (home home, county home, p1 place, p2 place, p3 place, p4 place, p5 place, p6 place, p7 place,
--                        p8 place, r1 text, r2 text, r3 text, r4 text, r5 text, r6 text, r7 text, r8 text, day date)
--                       -> AccessOffice
select o.id, o.object, o.role, o.place, o.person_home, o.person, p.name as person_name, o.from_on, o.to_on
from access_office o join access_person p on p.home = o.person_home and p.id = o.person
where o.home in (:home, :county) and o.place in (:p1, :p2, :p3, :p4, :p5, :p6, :p7, :p8)
  and o.role in (:r1, :r2, :r3, :r4, :r5, :r6, :r7, :r8)
  and o.from_on <= :day and (o.to_on is null or o.to_on >= :day)
order by case when o.role = :r1 then 0 else 1 end, o.place desc, o.from_on, o.id limit 1000;

-- == signing in ==

-- exec login_put (home home, person person, login text, password text)
insert into access_login (home, person, login, password) values (:home, :person, :login, :password)
on conflict (home, person) do update set login = excluded.login, password = excluded.password;

-- one login_named (login text) -> LoginFound (home home, person person, password text)
-- across: who signs in has not said where he belongs; login names are unique everywhere
select home, person, password from access_login where login = :login order by home limit 1;

-- one login_row (home home, person person) -> LoginName (login text)
select login from access_login where home = :home and person = :person;

-- one lock_row (home home, subject bytes) -> LockRow (failures int, until instant?, at instant)
select failures, until, at from access_lock where home = :home and subject = :subject;

-- one lock_count (home home) -> AccessCount (n int)
select count(*) as n from access_lock where home = :home;

-- exec lock_put (home home, subject bytes, failures int, until instant?, at instant)
insert into access_lock (home, subject, failures, until, at) values (:home, :subject, :failures, :until, :at)
on conflict (home, subject) do update set failures = excluded.failures, until = excluded.until, at = excluded.at;

-- exec lock_drop (home home, subject bytes)
delete from access_lock where home = :home and subject = :subject;

-- exec lock_drop_old (home home, before instant)
delete from access_lock where home = :home and at < :before;

-- exec lock_drop_oldest (home home)
delete from access_lock where home = :home and subject = (
    select subject from access_lock where home = :home order by at, subject limit 1);

-- exec device_insert (home home, digest bytes, person person, pin bytes?, bound instant, agent text)
insert into access_device (home, digest, person, pin, failures, bound, agent)
values (:home, :digest, :person, :pin, 0, :bound, :agent);

-- many devices_of (home home, person person) -> DeviceLine (digest bytes, bound instant, failures int, agent text)
select digest, bound, failures, coalesce(agent, '') as agent
from access_device where home = :home and person = :person and pin is not null order by bound desc, digest limit 50;

-- exec device_drop (home home, person person, digest bytes)
delete from access_device where home = :home and person = :person and digest = :digest;

-- exec device_pin (home home, digest bytes, pin bytes)
update access_device set pin = :pin, failures = 0 where home = :home and digest = :digest;

-- one device_named (digest bytes) -> DeviceRow (home home, person person, pin bytes?, failures int)
-- across: a device knows its own secret and nothing else
select home, person, pin, failures from access_device where digest = :digest order by home limit 1;

-- exec device_fail (home home, digest bytes, failures int)
update access_device set failures = :failures where home = :home and digest = :digest;

-- The newest stay.
-- exec device_drop_oldest (home home, person person, kept int)
delete from access_device where home = :home and person = :person and digest not in (
    select digest from access_device where home = :home and person = :person order by bound desc, digest limit :kept);

-- exec device_drop_of (home home, person person)
delete from access_device where home = :home and person = :person;

-- exec code_put (home home, person person, digest bytes, until instant)
insert into access_code (home, person, digest, until) values (:home, :person, :digest, :until)
on conflict (home, person) do update set digest = excluded.digest, until = excluded.until;

-- one code_named (digest bytes) -> CodeRow (home home, person person, until instant)
-- across: the printed code is all that its bearer has
select home, person, until from access_code where digest = :digest order by home limit 1;

-- exec code_drop (home home, person person)
delete from access_code where home = :home and person = :person;

-- == the second factor ==

-- each audit_factor (home home) -> FactorAudit (person person, secret bytes)
select person, secret from access_factor where home = :home order by person;

-- one factor_row (home home, person person) -> FactorRow (secret bytes, since instant, last_step int)
select secret, since, last_step from access_factor where home = :home and person = :person;

-- exec factor_insert (home home, person person, secret bytes, since instant, last_step int)
insert into access_factor (home, person, secret, since, last_step)
values (:home, :person, :secret, :since, :last_step);

-- exec factor_taken (home home, person person, last_step int)
update access_factor set last_step = :last_step where home = :home and person = :person;

-- exec factor_drop (home home, person person)
delete from access_factor where home = :home and person = :person;

-- one spare_count (home home, person person) -> AccessCount
select count(*) as n from access_spare where home = :home and person = :person;

-- exec spare_insert (home home, person person, digest bytes)
insert into access_spare (home, person, digest) values (:home, :person, :digest);

-- exec spare_drop (home home, person person, digest bytes)
delete from access_spare where home = :home and person = :person and digest = :digest;

-- exec spare_drop_of (home home, person person)
delete from access_spare where home = :home and person = :person;

-- == sessions ==

-- exec session_insert (home home, digest bytes, person person, kind int, seen instant, until instant, proven instant,
--                      factored instant?, agent text, bound bytes?)
insert into access_session (home, digest, person, kind, office, seen, until, proven, factored, since, agent, bound)
values (:home, :digest, :person, :kind, 0, :seen, :until, :proven, :factored, :seen, :agent, :bound);

-- one session_named (digest bytes) -> SessionRow (home home, person person, name text, kind int, office id,
--                                                 seen instant, until instant, proven instant?, factored instant?)
-- across: a token says nothing about where its bearer belongs
select s.home, s.person, p.name, s.kind, s.office, s.seen, s.until, s.proven, s.factored
from access_session s join access_person p on p.home = s.home and p.id = s.person
where s.digest = :digest order by s.home limit 1;

-- exec session_seen (home home, digest bytes, seen instant, proven instant?)
update access_session set seen = :seen, proven = :proven where home = :home and digest = :digest;

-- exec session_office (home home, digest bytes, office id)
update access_session set office = :office where home = :home and digest = :digest;

-- exec session_drop (home home, digest bytes)
delete from access_session where home = :home and digest = :digest;

-- exec session_drop_of (home home, person person)
delete from access_session where home = :home and person = :person;

-- many sessions_of (home home, person person, now instant) -> SessionLine (digest bytes, kind int, since instant?,
--                                                                        seen instant, agent text, bound bytes?)
select digest, kind, since, seen, coalesce(agent, '') as agent, bound
from access_session where home = :home and person = :person and until > :now order by seen desc, digest limit 200;

-- exec session_drop_one (home home, person person, digest bytes)
delete from access_session where home = :home and person = :person and digest = :digest;

-- exec session_drop_others (home home, person person, kept bytes)
delete from access_session where home = :home and person = :person and digest <> :kept;

-- exec session_drop_bound (home home, bound bytes)
delete from access_session where home = :home and bound = :bound;

-- The newest stay.
-- exec session_drop_oldest (home home, person person, kept int)
delete from access_session where home = :home and person = :person and digest not in (
    select digest from access_session where home = :home and person = :person order by seen desc, digest limit :kept);

-- exec session_drop_old (home home, before instant)
delete from access_session where home = :home and until < :before;

-- == slips ==

-- exec slip_insert (home home, digest bytes, about case, until instant)
insert into access_slip (home, digest, about, until) values (:home, :digest, :about, :until);

-- one slip_named (digest bytes) -> SlipRow (home home, about case, until instant)
-- across: eight digits on a piece of paper do not name the town; each number is given out once, wherever
select home, about, until from access_slip where digest = :digest order by home limit 1;

-- == who looked ==

-- one look_last (home home) -> AccessLast
select coalesce(max(id), 0) as id from access_look where home = :home;

-- exec look_insert (home home, id id, at instant, who_home home, who person, office text, field text, row_id id,
--                   why text)
insert into access_look (home, id, at, who_home, who, office, field, row_id, why)
values (:home, :id, :at, :who_home, :who, :office, :field, :row_id, :why);

-- many look_list (home home, before id, count int) -> LookRow (id id, at instant, who_home home, who person, name text,
--                                                              office text, field text, row_id id, why text)
select l.id, l.at, l.who_home, l.who, coalesce(p.name, '') as name, l.office, l.field, l.row_id, l.why
from access_look l left join access_person p on p.home = l.who_home and p.id = l.who
where l.home = :home and l.id < :before order by l.id desc limit :count;

-- Who looked at one value: the person concerned may ask.
-- many look_at (home home, field text, row_id id, count int) -> LookRow
select l.id, l.at, l.who_home, l.who, coalesce(p.name, '') as name, l.office, l.field, l.row_id, l.why
from access_look l left join access_person p on p.home = l.who_home and p.id = l.who
where l.home = :home and l.field = :field and l.row_id = :row_id order by l.id desc limit :count;

-- == idempotency ==

-- one key_row (home home, actor text, name text) -> KeyRow (body bytes, status int, number text, at instant)
select body, status, number, at from access_key where home = :home and actor = :actor and name = :name;

-- exec key_insert (home home, actor text, name text, body bytes, status int, number text, at instant)
insert into access_key (home, actor, name, body, status, number, at)
values (:home, :actor, :name, :body, :status, :number, :at);

-- exec key_drop_old (home home, before instant)
delete from access_key where home = :home and at < :before;

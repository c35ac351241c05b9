-- SPDX-License-Identifier: Apache-2.0
-- people: what a village knows of a person beside the name and the offices that access keeps. Numbers are sealed and found
-- by digest only.

-- step 1 person
-- grows
create table people_person (
    home       home not null,
    id         person not null,
    village    place not null,
    household  place not null,
    nickname   text not null,
    number     text not null,
    number_key text not null,
    phone      text not null,
    phone_tail text not null,
    primary key (home, id)
) without rowid;
create index people_person_number on people_person (home, number_key);
create index people_person_village on people_person (home, village, id);

-- exec person_put (home home, id person, village place, household place, nickname text, number text, number_key text, phone text, phone_tail text)
insert into people_person (home, id, village, household, nickname, number, number_key, phone, phone_tail)
values (:home, :id, :village, :household, :nickname, :number, :number_key, :phone, :phone_tail);

-- one person_with (home home, number_key text) -> PersonIdRow (id person)
select id from people_person where home = :home and number_key = :number_key;

-- many persons_of (home home, village place, after person, max int) -> PersonRow (id person, household place, nickname text, phone_tail text)
select id, household, nickname, phone_tail from people_person
where home = :home and village = :village and id > :after order by id limit :max;

-- each audit_numbers (home home) -> NumbersAudit (id person, number text, phone text)
-- scan: fsck tries every sealed number of the home
select id, number, phone from people_person where home = :home order by id;

-- step 1 entry
create table bad_entry (home home not null primary key, id int);

-- one as_wide_as_can_be (home home) -> AsWideAsCanBeRow (c00 int, c01 int, c02 int, c03 int, c04
--     int, c05 int, c06 int, c07 int, c08 int, c09 int, c10 int, c11 int, c12 int, c13 int, c14
--     int, c15 int, c16 int, c17 int, c18 int, c19 int, c20 int, c21 int, c22 int, c23 int, c24
--     int, c25 int, c26 int, c27 int, c28 int, c29 int, c30 int, c31 int, c32 int, c33 int, c34
--     int, c35 int, c36 int, c37 int, c38 int, c39 int, c40 int, c41 int, c42 int, c43 int, c44
--     int, c45 int, c46 int, c47 int)
select id as c00, id as c01, id as c02, id as c03, id as c04, id as c05, id as c06, id as c07, id as
    c08, id as c09, id as c10, id as c11, id as c12, id as c13, id as c14, id as c15, id as c16, id
    as c17, id as c18, id as c19, id as c20, id as c21, id as c22, id as c23, id as c24, id as c25,
    id as c26, id as c27, id as c28, id as c29, id as c30, id as c31, id as c32, id as c33, id as
    c34, id as c35, id as c36, id as c37, id as c38, id as c39, id as c40, id as c41, id as c42, id
    as c43, id as c44, id as c45, id as c46, id as c47 from bad_entry where home = :home;

-- one too_wide (home home) -> TooWideRow (c00 int, c01 int, c02 int, c03 int, c04 int, c05 int, c06
--     int, c07 int, c08 int, c09 int, c10 int, c11 int, c12 int, c13 int, c14 int, c15 int, c16
--     int, c17 int, c18 int, c19 int, c20 int, c21 int, c22 int, c23 int, c24 int, c25 int, c26
--     int, c27 int, c28 int, c29 int, c30 int, c31 int, c32 int, c33 int, c34 int, c35 int, c36
--     int, c37 int, c38 int, c39 int, c40 int, c41 int, c42 int, c43 int, c44 int, c45 int, c46
--     int, c47 int, c48 int)
select id as c00, id as c01, id as c02, id as c03, id as c04, id as c05, id as c06, id as c07, id as
    c08, id as c09, id as c10, id as c11, id as c12, id as c13, id as c14, id as c15, id as c16, id
    as c17, id as c18, id as c19, id as c20, id as c21, id as c22, id as c23, id as c24, id as c25,
    id as c26, id as c27, id as c28, id as c29, id as c30, id as c31, id as c32, id as c33, id as
    c34, id as c35, id as c36, id as c37, id as c38, id as c39, id as c40, id as c41, id as c42, id
    as c43, id as c44, id as c45, id as c46, id as c47, id as c48 from bad_entry where home = :home;

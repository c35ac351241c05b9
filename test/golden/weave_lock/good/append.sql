-- step 1 entry
create table good_entry (
    home home not null, -- this comment may change, and so may the blanks
    id   case not null
);
-- step 2 more
alter table good_entry add column memo text;

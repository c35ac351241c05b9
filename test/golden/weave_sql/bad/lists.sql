-- step 1 entry
create table bad_entry (home home not null, id case not null, memo text, primary key (home, id));

-- many words_listed (home home, memos text[]) -> WordsRow (id case)
select id from bad_entry where home = :home and memo in (:memos) limit 10;

-- many row_listed (home home) -> ListedRow (id case[])
select id from bad_entry where home = :home limit 10;

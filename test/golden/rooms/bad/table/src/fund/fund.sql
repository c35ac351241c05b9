-- SPDX-License-Identifier: Apache-2.0
-- step 1 a
create virtual table fund_find using fts5(x);
-- many x () -> (id id)
select e.id, 'entry' from desk_entry e
    join entry on 1 = 1;

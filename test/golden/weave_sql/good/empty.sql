-- SPDX-License-Identifier: Apache-2.0
-- A unit may have tables and no query at all.

-- step 1 kept
create table good_kept (home home not null primary key);

-- SPDX-License-Identifier: Apache-2.0
-- step 1 a
create table desk_entry (home home);
create table if not exists entry (home home);

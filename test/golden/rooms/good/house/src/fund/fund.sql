-- SPDX-License-Identifier: Apache-2.0
-- step 1 begin
create table fund_grant (
    home home not null -- not desk_entry
);

-- SPDX-License-Identifier: Apache-2.0

-- a leaf forged with everything that belongs to it; HASH stands for its leaf hash
update record_event set leaf = replace(leaf, 'branch_s', 'Branch_s'), office = 'Branch_secretary', leaf_hash = x'HASH'
 where idx = 298;

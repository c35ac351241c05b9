-- SPDX-License-Identifier: Apache-2.0
-- Nine leaves were signed, three came after; then somebody did this, and the signer says why it does not sign.

-- err.record.forked
update record_event set leaf_hash = randomblob(32) where idx = 4;

-- err.record.forked
update record_event set leaf_hash = randomblob(32) where idx = 11;

-- err.record.forked
update record_log set frontier = randomblob(length(frontier));

-- err.record.broken
update record_log set frontier = x'';

-- err.record.forked
update record_log set epoch = 1;

-- err.record.broken
delete from record_event where idx = 10;

-- err.record.older
delete from record_event; delete from record_log; delete from record_checkpoint;

-- lost: the checkpoint that the power cut kept from being stored
delete from record_checkpoint;

-- hash: of a leaf that was signed
update record_event set leaf_hash = randomblob(32) where idx = 0;

-- epoch: from another hand
insert into record_log select home, 1, 5, 1, zeroblob(32), last_at from record_log;
update record_event set epoch = 1 where idx = 4;

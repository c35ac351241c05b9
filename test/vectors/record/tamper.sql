-- SPDX-License-Identifier: Apache-2.0
-- Changes behind the record's back, each with the table and the row that fsck must name, and whether event 4 is still whole.

-- record_event | home=371603106 idx=4 | broken
update record_event set kind = 'dialogue.close' where idx = 4;

-- record_event | home=371603106 idx=4 | broken
update record_event set place = 371603106201000000 where idx = 4;

-- record_event | home=371603106 idx=4 | broken
update record_event set place = 371603900201000000 where idx = 4;

-- record_event | home=371603106 idx=4 | broken
update record_event set object = 'X' where idx = 4;

-- record_event | home=371603106 idx=4 | broken
update record_event set office = 'village_head' where idx = 4;

-- record_event | home=371603106 idx=4 | broken
update record_event set at = at + 60000 where idx = 4;

-- record_event | home=371603106 idx=4 | broken
update record_event set seq = 1000 where idx = 4;

-- record_event | home=371603106 idx=4 | broken
update record_event set sealed = 1, seq = 1000 where idx = 4;

-- record_event | home=371603106 idx=4 | broken
update record_event set data = '{"a":2}' where idx = 4;

-- record_event | home=371603106 idx=4 | broken
update record_event set data = null where idx = 4;

-- record_event | home=371603106 idx=4 | broken
update record_event set salt = randomblob(32) where idx = 4;

-- record_event | home=371603106 idx=4 | broken
update record_event set erased = 1 where idx = 4;

-- record_event | home=371603106 idx=4 | broken
update record_event set body = randomblob(32) where idx = 4;

-- record_event | home=371603106 idx=4 | broken
update record_event set prev = randomblob(32) where idx = 4;

-- record_event | home=371603106 idx=4 | broken
update record_event set leaf = replace(leaf, 'assi', 'assy') where idx = 4;

-- record_event | home=371603106 idx=4 | broken
update record_event set leaf_hash = randomblob(32) where idx = 4;

-- record_event | home=371603106 idx=4 | broken
update record_event set leaf_hash = x'00' where idx = 4;

-- record_event | home=371603106 idx=4 | broken
update record_event set epoch = 1 where idx = 4;

-- record_event | home=371603106 idx=4 | broken
delete from record_event where idx = 4;

-- record_event | home=371603106 idx=5 | whole
update record_event set kind = 'x.y' where idx = 5;

-- record_event | home=371603106 idx=5 | whole
update record_event set data = '{}' where idx = 5;

-- nothing | - | whole
update record_event set case_id = 8 where idx = 299;

-- record_tile | home=371603106 epoch=0 level=0 n=0 | broken
update record_tile set bytes = zeroblob(8192);

-- record_tile | home=371603106 epoch=0 level=0 n=0 | broken
update record_tile set bytes = zeroblob(10);

-- record_tile | home=371603106 epoch=0 level=0 n=0 | broken
update record_tile set bytes = cast(substr(bytes, 1, 128) || zeroblob(32) || substr(bytes, 161) as blob);

-- record_tile | home=371603106 epoch=0 level=0 n=0 | whole
update record_tile set root = zeroblob(32);

-- record_tile | home=371603106 epoch=0 level=0 n=0 | broken
delete from record_tile;

-- record_tile | home=371603106 epoch=0 level=0 | whole
insert into record_tile values (371603106, 0, 0, 1, zeroblob(8192), zeroblob(32));

-- record_checkpoint | home=371603106 epoch=0 size=300 | broken
update record_checkpoint set root = randomblob(32);

-- record_checkpoint | home=371603106 epoch=0 size=300 | whole
update record_checkpoint set note = replace(note, '300', '299');

-- record_checkpoint | home=371603106 epoch=0 size=310 | whole
update record_checkpoint set size = 310;

-- record_log | home=371603106 epoch=0 | whole
update record_log set frontier = zeroblob(length(frontier));

-- record_log | home=371603106 epoch=0 | broken
update record_log set frontier = x'';

-- record_log | home=371603106 epoch=0 | broken
update record_log set first = 1;

-- record_event | home=371603106 idx=300 | broken
update record_log set size = 301;

-- record_log | home=371603106 epoch=0 | broken
update record_log set size = 1000000000;

-- record_event | home=371603106 idx=299 | broken
update record_event set idx = 1000 where idx = 299;

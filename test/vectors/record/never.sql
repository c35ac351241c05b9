-- SPDX-License-Identifier: Apache-2.0
-- What the triggers of the record's tables refuse, and the one change that they allow.

-- refused
update record_event set kind = 'x' where idx = 0;

-- refused
update record_event set leaf = x'00' where idx = 0;

-- refused
update record_event set data = '{}' where idx = 0;

-- refused
update record_event set salt = null where idx = 0;

-- refused
update record_event set erased = 1, data = null where idx = 0;

-- refused
update record_event set at = 0;

-- refused
delete from record_event where idx = 299;

-- refused
update record_tile set root = x'00';

-- refused
delete from record_tile;

-- refused
update record_checkpoint set note = '';

-- refused
delete from record_checkpoint;

-- refused
update record_log set size = 299;

-- refused
update record_log set frontier = x'';

-- refused
update record_log set size = 301, first = 1;

-- refused
delete from record_log;

-- allowed
update record_event set erased = 1, data = null, salt = null where idx = 0;

-- SPDX-License-Identifier: Apache-2.0
-- Events and the leaves of the log are the same rows. Nothing here is edited but by erasure; the triggers hold whoever
-- forgets it.

-- step 1 record
-- One row for each home and epoch. `first` is the index of the epoch's first event within the home; `frontier` the
-- complete subtrees along the right edge of the tree, largest first.
create table record_log (
    home     home not null,
    epoch    int not null,
    first    int not null,
    size     int not null,
    frontier bytes not null,
    last_at  instant not null,
    primary key (home, epoch)
);

-- grows
create table record_event (
    home      home not null,
    idx       int not null,
    epoch     int not null,
    kind      text not null,
    place     place not null,
    case_id   case,
    object    text not null,
    sealed    flag not null,
    seq       int not null,
    office    text not null,
    person    person not null,
    at        instant not null,
    erased    flag not null,
    leaf_hash bytes not null,
    prev      bytes,
    body      bytes,
    salt      bytes,
    leaf      text not null,
    data      text,
    primary key (home, idx)
);
create unique index record_event_object on record_event (home, object, sealed, seq);
create index record_event_case on record_event (home, case_id, idx) where case_id is not null;

-- Full tiles only; partial ones are read from the rows below. `root` is the tile's hash: an entry of the tile above.
-- grows
create table record_tile (
    home  home not null,
    epoch int not null,
    level int not null,
    n     int not null,
    bytes bytes not null,
    root  bytes not null,
    primary key (home, epoch, level, n)
);

-- grows
create table record_checkpoint (
    home  home not null,
    epoch int not null,
    size  int not null,
    root  bytes not null,
    note  text not null,
    at    instant not null,
    primary key (home, epoch, size)
);

-- sqlite only
create trigger record_event_kept before update of home, idx, epoch, kind, place, case_id, object, sealed, seq, office,
    person, at, leaf_hash, prev, body, leaf on record_event
begin select raise(abort, 'an event is never edited'); end;
-- sqlite only
create trigger record_event_erased before update of erased, salt, data on record_event
when new.erased = 0 or new.salt is not null or new.data is not null
begin select raise(abort, 'an event can only be erased'); end;
-- sqlite only
create trigger record_event_stays before delete on record_event
begin select raise(abort, 'an event is never deleted'); end;
-- sqlite only
create trigger record_log_grows before update on record_log
when new.home <> old.home or new.epoch <> old.epoch or new.first <> old.first or new.size <= old.size
begin select raise(abort, 'a log only grows'); end;
-- sqlite only
create trigger record_log_stays before delete on record_log
begin select raise(abort, 'a log is never deleted'); end;
-- sqlite only
create trigger record_tile_kept before update on record_tile
begin select raise(abort, 'a tile is never edited'); end;
-- sqlite only
create trigger record_tile_stays before delete on record_tile
begin select raise(abort, 'a tile is never deleted'); end;
-- sqlite only
create trigger record_checkpoint_kept before update on record_checkpoint
begin select raise(abort, 'a checkpoint is never edited'); end;
-- sqlite only
create trigger record_checkpoint_stays before delete on record_checkpoint
begin select raise(abort, 'a checkpoint is never deleted'); end;

-- postgres only
create function record_never() returns trigger as $$
begin raise exception 'the record only grows'; end $$ language plpgsql;
-- postgres only
create trigger record_event_kept before update of home, idx, epoch, kind, place, case_id, object, sealed, seq, office,
    person, at, leaf_hash, prev, body, leaf on record_event for each row execute function record_never();
-- postgres only
create trigger record_event_erased before update of erased, salt, data on record_event for each row
when (new.erased = 0 or new.salt is not null or new.data is not null) execute function record_never();
-- postgres only
create trigger record_event_stays before delete on record_event for each row execute function record_never();
-- postgres only
create trigger record_log_grows before update on record_log for each row
when (new.home <> old.home or new.epoch <> old.epoch or new.first <> old.first or new.size <= old.size)
execute function record_never();
-- postgres only
create trigger record_log_stays before delete on record_log for each row execute function record_never();
-- postgres only
create trigger record_tile_kept before update or delete on record_tile for each row execute function record_never();
-- postgres only
create trigger record_checkpoint_kept before update or delete on record_checkpoint
for each row execute function record_never();

-- Logs.

-- one log_newest (home home) -> LogRow (epoch int, first int, size int, frontier bytes, last_at instant)
select epoch, first, size, frontier, last_at from record_log where home = :home order by epoch desc limit 1;

-- one log_of (home home, epoch int) -> LogRow
select epoch, first, size, frontier, last_at from record_log where home = :home and epoch = :epoch;

-- A log and the last checkpoint over it, none before the first.
-- one log_signed (home home, epoch int) -> SignedLogRow (epoch int, first int, size int, frontier bytes,
--     last_at instant, signed_size int?, signed_root bytes?)
select l.epoch as epoch, l.first as first, l.size as size, l.frontier as frontier, l.last_at as last_at,
       c.size as signed_size, c.root as signed_root
  from record_log as l
  left join record_checkpoint as c
    on c.home = l.home and c.epoch = l.epoch
   and c.size = (select max(s.size) from record_checkpoint as s where s.home = l.home and s.epoch = l.epoch)
 where l.home = :home and l.epoch = :epoch;

-- many log_all (home home) -> LogRow
select epoch, first, size, frontier, last_at from record_log where home = :home order by epoch limit 1000;

-- exec log_open (home home, epoch int, first int, frontier bytes, last_at instant)
insert into record_log (home, epoch, first, size, frontier, last_at)
values (:home, :epoch, :first, 0, :frontier, :last_at);

-- exec log_grow (home home, epoch int, was int, frontier bytes, last_at instant)
update record_log set size = size + 1, frontier = :frontier, last_at = :last_at
 where home = :home and epoch = :epoch and size = :was;

-- many log_homes (after home) -> HomeRow (home home)
-- across: the signer and fsck look after every home
select distinct home from record_log where home > :after order by home limit 1000;

-- many log_due () -> HomeRow
-- across: the signer looks after every home
select l.home from record_log as l
 where l.size > coalesce((select max(c.size) from record_checkpoint as c
                          where c.home = l.home and c.epoch = l.epoch), 0)
   and l.epoch = (select max(m.epoch) from record_log as m where m.home = l.home)
 order by l.home limit 1000;

-- Events.

-- exec event_put (home home, idx int, epoch int, kind text, place place, about case?, object text, sealed flag,
--     seq int, office text, person person, at instant, leaf_hash bytes, prev bytes?, body bytes?, salt bytes?,
--     leaf text, data text?)
insert into record_event (home, idx, epoch, kind, place, case_id, object, sealed, seq, office, person, at, erased,
                          leaf_hash, prev, body, salt, leaf, data)
values (:home, :idx, :epoch, :kind, :place, :about, :object, :sealed, :seq, :office, :person, :at, 0,
        :leaf_hash, :prev, :body, :salt, :leaf, :data);

-- exec event_erase (home home, idx int)
update record_event set erased = 1, salt = null, data = null where home = :home and idx = :idx and erased = 0;

-- one event_before (home home, object text, sealed flag) -> ChainRow (seq int, leaf_hash bytes)
select seq, leaf_hash from record_event where home = :home and object = :object and sealed = :sealed
 order by seq desc limit 1;

-- The events whose `prev` is not the leaf before them about the same object.
-- many event_unchained (home home, start int, many int) -> IndexRow (idx int)
select e.idx
  from record_event as e
  left join record_event as p
    on p.home = e.home and p.object = e.object and p.sealed = e.sealed and p.seq = e.seq - 1
 where e.home = :home and e.idx >= :start and e.idx < :start + :many
   and ((e.seq = 1 and e.prev is not null)
        or (e.seq <> 1 and (p.idx is null or p.idx > e.idx or e.prev is null or p.leaf_hash <> e.prev)))
 order by e.idx limit :many;

-- one event_at (home home, idx int) -> LeafRow (idx int, epoch int, kind text, place place, case_id case?, object text,
--     sealed flag, seq int, office text, person person, at instant, erased flag, leaf_hash bytes, prev bytes?,
--     body bytes?, salt bytes?, leaf text, data text?)
select idx, epoch, kind, place, case_id, object, sealed, seq, office, person, at, erased, leaf_hash, prev, body, salt,
       leaf, data
  from record_event where home = :home and idx = :idx;

-- many event_some (home home, idxs int[]) -> LeafRow
select idx, epoch, kind, place, case_id, object, sealed, seq, office, person, at, erased, leaf_hash, prev, body, salt,
       leaf, data
  from record_event where home = :home and idx in (:idxs) order by idx limit 1000;

-- many event_of_case (home home, about case) -> LeafRow
select idx, epoch, kind, place, case_id, object, sealed, seq, office, person, at, erased, leaf_hash, prev, body, salt,
       leaf, data
  from record_event where home = :home and case_id = :about order by idx limit 1000;

-- many event_range (home home, start int, many int) -> LeafRow
select idx, epoch, kind, place, case_id, object, sealed, seq, office, person, at, erased, leaf_hash, prev, body, salt,
       leaf, data
  from record_event where home = :home and idx >= :start and idx < :start + :many order by idx limit :many;

-- many event_hashes (home home, start int, many int) -> BytesRow (bytes bytes)
select leaf_hash as bytes from record_event where home = :home and idx >= :start and idx < :start + :many
 order by idx limit :many;

-- many event_leaves (home home, start int, many int) -> TextRow (leaf text)
select leaf from record_event where home = :home and idx >= :start and idx < :start + :many
 order by idx limit :many;

-- one event_count (home home) -> CountRow (count int)
-- scan: fsck reads everything
select count(*) from record_event where home = :home;

-- Tiles.

-- exec tile_put (home home, epoch int, level int, n int, bytes bytes, root bytes)
insert into record_tile (home, epoch, level, n, bytes, root) values (:home, :epoch, :level, :n, :bytes, :root);

-- one tile_at (home home, epoch int, level int, n int) -> TileRow (bytes bytes, root bytes)
select bytes, root from record_tile where home = :home and epoch = :epoch and level = :level and n = :n;

-- What leads up from some leaves: their full tiles whole; and hash by hash the tile of leaves at the edge, and the one above.
-- many tile_way (home home, epoch int, ns int[], edge int, first_event int, last_event int, above int, first int,
--     last int) -> WayRow (level int, n int, seq int, bytes bytes)
select level, n, 0 as seq, bytes from record_tile where home = :home and epoch = :epoch and level = 0 and n in (:ns)
union all
select 0, :edge, idx, leaf_hash from record_event where home = :home and idx >= :first_event and idx < :last_event
union all
select 1, :above, n, root from record_tile
 where home = :home and epoch = :epoch and level = 0 and n >= :first and n < :last
 order by 1, 2, 3 limit 1000;

-- many tile_roots (home home, epoch int, level int, start int, many int) -> BytesRow
select root as bytes from record_tile
 where home = :home and epoch = :epoch and level = :level and n >= :start and n < :start + :many
 order by n limit :many;

-- one tile_count (home home, epoch int, level int) -> CountRow
select count(*) from record_tile where home = :home and epoch = :epoch and level = :level;

-- Checkpoints.

-- exec checkpoint_put (home home, epoch int, size int, root bytes, note text, at instant)
insert into record_checkpoint (home, epoch, size, root, note, at) values (:home, :epoch, :size, :root, :note, :at);

-- one checkpoint_last (home home, epoch int) -> CheckpointRow (epoch int, size int, root bytes, note text, at instant)
select epoch, size, root, note, at from record_checkpoint where home = :home and epoch = :epoch
 order by size desc limit 1;

-- The first that covers a leaf: what a proof for ever is made of.
-- one checkpoint_first_over (home home, epoch int, size int) -> CheckpointRow
select epoch, size, root, note, at from record_checkpoint where home = :home and epoch = :epoch and size > :size
 order by size limit 1;

-- one checkpoint_newest (home home) -> CheckpointRow
select epoch, size, root, note, at from record_checkpoint where home = :home order by epoch desc, size desc limit 1;

-- many checkpoint_after (home home, epoch int, size int) -> CheckpointRow
select epoch, size, root, note, at from record_checkpoint where home = :home and epoch = :epoch and size > :size
 order by size limit 256;

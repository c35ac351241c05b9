// SPDX-License-Identifier: Apache-2.0
/*
 * What SQLite's planner is told about our keys, in the place of counting rows (docs/why/storage.md): home stands first in
 * nearly every key and tells little, what follows tells more. Without it SQLite takes any first column for a good one and
 * reads a whole home in the order it likes. The same figures for an empty database and a full one, here and in weave:
 * every query has one plan, and the build has looked at it.
 */
#pragma once

static const char plan_script[] =
    "pragma analysis_limit = 1; analyze; delete from sqlite_stat1;"
    "insert into sqlite_stat1 (tbl, idx, stat)"
    " select t.name, case when i.origin = 'pk' and t.sql like '%without rowid%' then t.name else i.name end,"
    "        (select case when i.partial then 10000 else 1000000 end || ' ' ||"
    "                group_concat(case when c.seqno = n.last and i.\"unique\" then 1"
    "                                  when c.seqno > 1 then 10"
    "                                  when c.seqno = 0 and c.name not like '%home' then 10"
    "                                  when i.partial then 1000 / (1 + 9 * c.seqno)"
    "                                  else 100000 / (1 + 99 * c.seqno) end, ' ')"
    "           from (select max(seqno) as last from pragma_index_info(i.name)) as n, pragma_index_info(i.name) as c)"
    "   from sqlite_schema as t, pragma_index_list(t.name) as i"
    "  where t.type = 'table' and t.name not like 'sqlite_%';"
    "analyze sqlite_schema;";

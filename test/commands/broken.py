# SPDX-License-Identifier: Apache-2.0
"""Somebody with sqlite3 at hand breaks one thing at a time. fsck names the town, the table and the row, and says what is
wrong in the reader's language: every one of these sentences is a sentence, not a word of the program."""
import os
import re
import shutil
import sys

import house
from fresh import DONE, HINDERED, NO, Spoken

CASE = "home = 371603106 and id = (select min(id) from process_document where home = 371603106)"
EVENT = "home = 371603106 and idx = 300"
MARK = ("home = 371603106 and metric = 'meetings_held' and event = (select min(event) from process_mark"
        " where home = 371603106 and metric = 'meetings_held')")
CLOSED = MARK.replace("meetings_held", "issues_closed")
BREAKS = [  # what, the script, the table, what the row says
    ("a step of the past", f"delete from process_step where {CASE} and version = 1", "process_step", "-"),
    ("closed, open", f"update process_case set final = 1 - final where {CASE}", "process_case", "-"),
    ("a title", f"update process_case set title = '别的' where {CASE}", "process_case", "-"),
    ("somebody else's", f"update process_case set owner = 371603106000000001 where {CASE}", "process_case", "-"),
    ("the facts of a case", f"delete from process_facts where {CASE}", "process_case", ""),
    ("a parent that is none", f"update process_case set parent = 999999 where {CASE}", "process_case", ""),
    ("what was published", f"update process_document set bytes = replace(bytes, ':', ';') where {CASE}", "process_document", "/1"),
    ("the hash of it", f"update process_document set hash = x'00' where {CASE}", "process_document", "/1"),
    ("a figure", "update process_figure set amount = amount + 1 where home = 371603106 and rowid_metric", "process_figure", "/"),
    ("a mark", "delete from process_mark where home = 371603106 and event = (select min(event) from process_mark"
               " where home = 371603106)", "process_figure", "/"),
    ("a mark moved to another step", f"update process_mark set event = (select max(idx) + 1 from record_event where home = 371603106)"
                                     f" where {MARK}", "process_mark", "meetings_held"),
    ("a mark and its figure", f"update process_figure set amount = amount - 1 where home = 371603106 and (place, month, metric) ="
                              f" (select place, month, metric from process_mark where {MARK}); delete from process_mark where {MARK}",
     "process_mark", "meetings_held"),
    ("a closed question counted twice", "update process_figure set amount = amount + 1 where home = 371603106 and (place, month, metric)"
                                        f" = (select place, month, metric from process_mark where {CLOSED});"
                                        f" update process_mark set amount = amount + 1 where {CLOSED}", "process_mark", "issues_closed"),
    ("a closed question not counted", "update process_figure set amount = amount - 1 where home = 371603106 and (place, month, metric)"
                                      f" = (select place, month, metric from process_mark where {CLOSED});"
                                      f" delete from process_mark where {CLOSED}", "process_mark", "issues_closed"),
    ("a mark and its figure made larger", f"update process_figure set amount = amount + 5 where home = 371603106 and (place, month, metric)"
                                          f" = (select place, month, metric from process_mark where {MARK});"
                                          f" update process_mark set amount = amount + 5 where {MARK}", "process_mark", "meetings_held"),
    ("a leaf", f"drop trigger record_event_kept; update record_event set leaf = replace(leaf, 't', 'T') where {EVENT}",
     "record_event", "idx=300"),
    ("an event", f"drop trigger record_event_never; delete from record_event where {EVENT}", "record_event", "idx=300"),
    ("a tile", "drop trigger record_tile_kept; update record_tile set bytes = zeroblob(8192) where home = 371603106"
               " and level = 0 and n = 0", "record_tile", "level=0 n=0"),
    ("the words of a question", "update dialogue_issue set words = '别的' where home = 371603106 and id ="
                                " (select min(id) from dialogue_issue where home = 371603106 and is_shown = 1)",
     "dialogue_issue", "words"),
    ("a question hidden", "update dialogue_issue set is_shown = 0 where home = 371603106 and id ="
                          " (select min(id) from dialogue_issue where home = 371603106 and is_shown = 1)",
     "dialogue_issue", "is_shown"),
    ("the day it hung up", "update disclosure_shelf set posted_on = posted_on - 9 where home = 371603106 and id ="
                           " (select min(id) from disclosure_shelf where home = 371603106 and posted_on is not null)",
     "disclosure_shelf", "posted_on"),
    ("a shelf without a case", "update disclosure_shelf set id = 999999 where home = 371603106 and id ="
                               " (select min(id) from disclosure_shelf where home = 371603106)", "disclosure_shelf", "-"),
    ("a phone moved to another cell", "update process_sealed set id = id + 1 where home = 371603106", "process_sealed", "contact"),
    ("a phone that was typed over", "update process_sealed set cipher = 'bm8=' where home = 371603106", "process_sealed", "contact"),
    ("a phone in the list of persons", "insert into people_person select home, id, 0, 0, '', '', '', 'x', '' from access_person"
                                       " where home = 371603106 limit 1", "people_person", "phone"),
    ("a second factor", "insert into access_factor select home, id, x'00', 0, 0 from access_person where home = 371603106 limit 1",
     "access_factor", ""),
    ("a checkpoint", "drop trigger record_checkpoint_kept; update record_checkpoint set root = zeroblob(32)"
                     " where home = 371603106 and size = (select max(size) from record_checkpoint where home = 371603106)",
     "record_checkpoint", "size="),
]


def broken(h, script):
    """The script on a copy of the database; triggers that forbid it are dropped first, whatever they are called."""
    triggers = h.sql("select group_concat('drop trigger ' || name, ';') from sqlite_schema where type = 'trigger'")
    script = re.sub(r"drop trigger \w+;", "", script)
    script = script.replace("and rowid_metric", "and (place, month, metric) = (select place, month, metric from process_figure"
                                                " where home = 371603106 limit 1)")
    house.need(h.sql(f"pragma trusted_schema = on; {triggers}; {script}; select changes()") == "1", "nothing was broken:", script)


def leave_a_phone(h):
    h.serve()
    answer = h.client("wenshu").open(house.VILLAGE, "issue", {"kind": "help", "detail": "房子漏雨", "contact": "13800138000"})
    house.need(answer.status == 201, "nobody could leave a phone:", answer.status, answer.text)
    h.stop()


def main():
    with Spoken("broken") as h:
        leave_a_phone(h)
        h.must(DONE, "fsck")
        whole, seen = os.path.join(h.work, "whole.db"), set()
        shutil.copy(os.path.join(h.folder, "main.db"), whole)
        for what, script, table, row in BREAKS:
            shutil.copy(whole, os.path.join(h.folder, "main.db"))
            broken(h, script)
            lines = [l for l in h.must(NO, "fsck").splitlines() if f" {table} " in l and row in l]
            house.need(lines, what, "changed; fsck does not name", table, row)
            said = lines[0].rsplit(": ", 1)[1]
            house.need(lines[0].startswith("371603106 ") and re.search("[一-鿿]", said), what, "changed; no sentence:", lines[0])
            seen.add(said)
            print(f"{what}: {lines[0]}")
        shutil.copy(whole, os.path.join(h.folder, "main.db"))
        with open(os.path.join(h.folder, "main.db"), "r+b") as f:
            f.seek(200 * 4096)
            f.write(os.urandom(3 * 4096))
        h.must(HINDERED, "fsck", says="损坏")
    print(f"broken: {len(BREAKS)} ways, each named by town, table and row, in {len(seen)} sentences; a damaged file too")


sys.exit(main())

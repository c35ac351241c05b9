# SPDX-License-Identifier: Apache-2.0
"""A folder of the first schema (test/vectors/store/first.tar.gz: a county, four people, two signed logs) in today's program:
looked at it is called old and left alone; served it is copied first, then carried over, and everything in it still agrees."""
import os
import sys
import tarfile

import house
from fresh import DONE, HINDERED, Fresh

FIRST_STEPS = 7


def main():
    with Fresh("old") as h:
        with tarfile.open(os.path.join(house.ROOT, "test/vectors/store/first.tar.gz")) as t:
            t.extractall(h.folder)
        steps = "select count(*) from store_step"
        house.need(h.sql(steps) == str(FIRST_STEPS), "the old folder is not old")
        people = h.sql("select group_concat(name) from access_person")
        h.must(HINDERED, "fsck", says="旧版本")
        house.need(h.sql(steps) == str(FIRST_STEPS), "looking at an old folder changed it")
        h.serve()
        for path in ("/", "/v/371603106200", "/log/371603106/checkpoint"):
            house.need(h.visitor().get(path).status == 200, "no page at", path)
        h.must(DONE, "user", "code", "wenshu1")
        h.stop()
        now = h.sql(steps)
        house.need(int(now) > FIRST_STEPS and h.sql("select group_concat(name) from access_person") == people, "not carried over")
        h.fsck()
        copy = os.path.join(h.folder, "backup", f"before-{FIRST_STEPS}-{now}.db")
        house.need(os.path.exists(copy), "no copy was made before", os.listdir(os.path.join(h.folder, "backup")))
        h.must(DONE, "restore", copy)  # and it is a backup like any other
        house.need(h.sql("select group_concat(name) from access_person") == people, "the copy brings something else back")
        h.fsck()
    print(f"old: {FIRST_STEPS} steps became {now}, copied first; nothing lost, logs agree, the copy can be restored")


sys.exit(main())

# SPDX-License-Identifier: Apache-2.0
"""Holidays are announced, or announced differently: the county's own file stands for the carried one, and at the next start
the clock works every open limit out again. A year that is not announced is marked on the page of a case."""
import os
import re
import sys

import house
from fresh import NO, Spoken

CARRIED = os.path.join(house.ROOT, "data/catalogue/holiday.yaml")
OPEN = ("select group_concat(id || ' ' || due || ' ' || provisional, '; ')"
        " from (select * from process_case where final = 0 order by home, id)")


def county_file(h, change):
    with open(CARRIED, encoding="utf-8") as f:
        text = change(f.read())
    with open(os.path.join(h.folder, "holiday.yaml"), "w", encoding="utf-8") as f:
        f.write(text)


def restarted(h):
    h.serve()
    h.stop()  # the first work of the clock is done before the first request
    return h.sql(OPEN)


def main():
    with Spoken("holidays") as h:
        before = restarted(h)
        house.need(restarted(h) == before, "the same calendar moved a limit")
        county_file(h, lambda text: re.sub(r"(20\d\d:\n    announced: )true", r"\1false", text))
        marked = restarted(h)
        house.need(marked != before and " 1" in marked, "years that are not announced are not marked")
        place, letter, year, seq = h.sql("select place, letter, year, seq from process_case"
                                         " where final = 0 and provisional = 1 and shown = 1 limit 1").split("|")
        h.serve()
        page = h.visitor().get(f"/c/{place[:12]}-{letter}-{year}-{seq}")
        house.need(page.status == 200 and "日子可能会变" in page.text, "a page does not say that its day may move", page.status)
        h.stop()
        os.remove(os.path.join(h.folder, "holiday.yaml"))
        house.need(restarted(h) == before, "announced again, and the limits are others than they were")
        months = "".join(f", 2026-{m:02d}-{d:02d}" for m in (11, 12) for d in range(1, 31))
        county_file(h, lambda text: text.replace("2026-10-07]", "2026-10-07" + months + "]"))
        house.need(restarted(h) != before, "two months of holidays moved nothing")
        h.fsck()
        county_file(h, lambda text: text.replace("2026-10-07]", "2026-13-07]"))
        h.must(NO, "serve", says="holiday.yaml:")
    print("holidays: marked while not announced, worked out again at the start, the same when nothing changed")


sys.exit(main())

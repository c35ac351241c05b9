# SPDX-License-Identifier: Apache-2.0
"""Whenever the demo is made, its year ends in a clean middle: a meeting to come, items one may object to, questions in hand,
something for each hand to do, nothing late; what goes wrong goes wrong in the fictional town. And twice the same day, twice
the same year."""
import datetime
import os
import shutil
import subprocess
import sys
import tempfile

import house

DAYS = ["2026-01-05", "2026-02-17", "2026-10-10"]  # early in the year, the first day of the lunar one, a limit of a quarter
WAITS = [("disclosure", "awaited"), ("disclosure", "committee_review"), ("disclosure", "joint_meeting"),
         ("disclosure", "published"), ("disclosure", "objection_open"), ("issue", "raised"), ("issue", "assigned"),
         ("issue", "done_claimed"), ("meeting", "announced")]
FAULTS = [("disclosure", "draft"), ("disclosure", "committee_review"), ("issue", "raised"), ("issue", "assigned"),
          ("objection", "answering"), ("meeting", "announced")]


def made_on(day, work):
    folder, clock = os.path.join(work, "data"), os.path.join(work, "clock")
    shutil.rmtree(folder, ignore_errors=True)
    with open(clock, "w", encoding="utf-8") as f:
        f.write(f"{day}T09:30:00+08:00\n")
    made = subprocess.run([house.PROGRAM, "demo", f"--data={folder}", f"--clock={clock}"], capture_output=True, text=True)
    house.need(made.returncode == 0, day, made.stderr[-2000:])
    return folder, clock


def year_of(h):
    """What happened, without the ids that chance gives."""
    return h.sql("select process, place, letter, year, seq, state, opened, entered, title from process_case "
                 "order by process, place, letter, year, seq;")


def look_public(h, day):
    visitor = h.visitor()
    for village in h.sql(f"select distinct village from process_case where home = {house.TOWN};").split():
        page = visitor.get(f"/v/{village[:12]}.json").json
        house.need(page["meeting"] and page["meeting"]["day"] > day, day, village, "no meeting to come", page["meeting"])
        house.need(page["meeting"]["lunar"] and page["meeting"]["topic"], day, page["meeting"])
    page = visitor.get(f"/v/{house.VILLAGE}.json").json
    house.need(len(page["windows"]) >= 2, day, "nothing to object to", page["windows"])
    house.need(all(day <= w["until"] for w in page["windows"]), day, page["windows"])
    house.need(page["asks_open"] >= 2, day, "no question in hand", page["asks_open"])
    house.need(page["centre"]["duty"] and page["centre"]["phone"] and page["host_body"], day, page["centre"])


def look_inside(h, day, now_ms):
    late = f"final = 0 and due < {now_ms} and state <> 'on_hold'"
    there = h.sql(f"select process, state from process_case where home = {house.TOWN} and {late};")
    house.need(not there, day, "late in the town that leads a clean life:", there)
    wrong = {tuple(line.split("|")) for line in h.sql(
        f"select distinct process, state from process_case where home = {house.TOWN_OF_FAULTS} and {late};").split("\n")}
    house.need(set(FAULTS) <= wrong, day, "faults that are missing:", sorted(set(FAULTS) - wrong))
    wenshu = h.client("wenshu")
    for process, state in WAITS:
        answer = wenshu.get(f"/api/v1/p/{house.VILLAGE}/cases?process={process}&state={state}")
        house.need(answer.status == 200 and answer.json["items"], day, "nothing waits as", process, state, answer.status)
    for login in ("wenshu", "shuji", "jianwei", "xianfeng"):
        page = h.browser(login).get("/todo")
        house.need(page.status == 200 and "/case/" in page.text, day, "nothing to do for", login, page.status)


def prove(day, twice):
    work = tempfile.mkdtemp(prefix="proof-alive-", dir=house.CHECK_DIR)
    folder, clock = made_on(day, work)
    moment = datetime.datetime.fromisoformat(f"{day}T09:30:00+08:00")
    with house.House("alive", of=folder) as h:
        year = year_of(h)
        h.serve(f"--clock={clock}")
        look_public(h, day)
        look_inside(h, day, int(moment.timestamp() * 1000))
    if twice:
        with house.House("alive", of=made_on(day, work)[0]) as h:
            house.need(year == year_of(h), day, "a second demo of the same day is another year")
    shutil.rmtree(work, ignore_errors=True)


def main():
    days = sys.argv[1:] or DAYS
    for i, day in enumerate(days):
        prove(day, i == 0)
    print(f"{len(days)} days: a meeting ahead in all 35 villages, work for each hand, nothing late but in the fictional town; "
          "the same day made twice is the same year")


main()

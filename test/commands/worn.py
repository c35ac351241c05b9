# SPDX-License-Identifier: Apache-2.0
"""A disk that wears out under a running server. Full: what is entered is refused with a sentence and stays in the form, reading
goes on, and when there is room again so does writing. A sync that fails: the program stops at once, and after the next start
everything that was acknowledged is there."""
import datetime
import os
import sys
import time

import house
from fresh import Spoken

MEETING = {"kind": "sincere_talk", "held_on": (datetime.date.today() + datetime.timedelta(days=9)).isoformat(),
           "held_at": "上午九点", "place_text": "村部"}


def say(path, word):
    with open(path + ".new", "w", encoding="ascii") as f:
        f.write(word)
    os.replace(path + ".new", path)


def open_one(h, topic):
    return h.client("wenshu").open(house.VILLAGE, "meeting", {**MEETING, "topic": topic})


def full(h, worn):
    kept = open_one(h, "修路").json["number"]
    say(worn, "full")
    for topic in ("修桥", "修渠"):
        answer = open_one(h, topic)
        house.need(answer.status == 503 and "硬盘满了" in answer.text and answer.headers.get("Retry-After"), "a full disk:",
                   answer.status, answer.headers, answer.text)
    b = h.visitor()
    house.need(b.get(f"/v/{house.VILLAGE}").status == 200 and h.client("wenshu").case(kept).status == 200, "reading stopped, too")
    code, said = h.run("user", "code", "wenshu")
    house.need(code == 3 and "硬盘满了" in said, "a command on a full disk:", code, said)
    say(worn, "")
    again = open_one(h, "修桥")
    house.need(again.status == 201, "there is room again, and still:", again.status, again.text)
    return kept, again.json["number"]


def failing(h, worn):
    say(worn, "sync")
    try:
        answer = open_one(h, "没有存上的")
        house.need(answer.status != 201, "acknowledged though the sync failed")
    except OSError:
        pass  # it stopped before it answered
    code = h.server.wait(30)
    house.need(code != 0, "the program went on after a failed sync")
    h.server.stdout.close()
    h.server = None
    say(worn, "")


def main():
    shim, = house.build("test/crash/shim.so")
    with Spoken("worn") as h:
        worn = os.path.join(h.work, "worn")
        say(worn, "")
        env = {"LD_PRELOAD": shim, "SHIM_FOLDER": h.folder, "SHIM_WORN": worn}
        h.serve(env=env)
        numbers = full(h, worn)
        time.sleep(2.5)
        failing(h, worn)
        h.serve(env=env)
        for number in numbers:
            house.need(h.client("wenshu").case(number).status == 200, number, "was acknowledged and is lost")
        house.need(open_one(h, "又能存了").status == 201, "it does not write any more")
        h.stop()
        h.fsck()
    print("worn: full is said, reading goes on, writing comes back; a failed sync stops the program, nothing acknowledged is lost")


sys.exit(main())

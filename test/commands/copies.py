# SPDX-License-Identifier: Apache-2.0
"""Copies: made while serving, without the keys unless they are asked for; brought back into the same folder and into an
empty one, where the record goes on in a new epoch; what is no backup, or is damaged, leaves everything as it was."""
import datetime
import os
import re
import shutil
import sqlite3
import sys
import time

import house
from fresh import DONE, HINDERED, NO, Fresh, Spoken

MEETING = {"kind": "sincere_talk", "topic": "修路", "held_on": (datetime.date.today() + datetime.timedelta(days=9)).isoformat(),
           "held_at": "上午九点", "place_text": "村部"}


def keys(path):
    with sqlite3.connect(path) as db:
        has = db.execute("select count(*) from sqlite_schema where name = 'store_file'").fetchone()[0]
        return {n for n, in db.execute("select name from store_file")} if has else set()


def epochs(h):
    return {int(e) for e in h.sql("select max(epoch) from record_log group by home").split()}


def make(h):
    plain, whole = os.path.join(h.work, "plain.db"), os.path.join(h.work, "whole.db")
    h.serve()
    h.must(DONE, "backup", plain)
    h.must(DONE, "backup", whole, "--keys")
    h.must(NO, "backup", plain, says="已经有了")
    h.must(HINDERED, "backup", os.path.join(h.work, "nowhere/x.db"))
    house.need(keys(plain) == {"house.conf"}, "a backup without --keys holds", keys(plain))
    house.need({"keys/log.key", "keys/columns.key"} < keys(whole), "a backup with --keys lacks them:", keys(whole))
    house.need(os.stat(whole).st_mode & 0o077 == 0, "others may read a backup")
    h.must(HINDERED, "restore", plain, says="正被另一个晒场程序")
    h.stop()
    return plain, whole


def no_backups(h, plain):
    """Refused before anything is touched."""
    before = h.sql("select count(*), max(id) from process_case")
    text, torn, other = h.file("text.db", "no database"), os.path.join(h.work, "torn.db"), os.path.join(h.work, "other.db")
    shutil.copy(plain, torn)
    with open(torn, "r+b") as f:
        f.seek(40 * 4096)
        f.write(os.urandom(200 * 4096))
    with sqlite3.connect(other) as db:
        db.execute("create table t (x)")
    for path in (text, torn, other, os.path.join(h.work, "nowhere.db"), "/dev/null"):
        code, said = h.run("restore", path)
        house.need(code in (NO, HINDERED), path, "was restored:", said)
        house.need(h.sql("select count(*), max(id) from process_case") == before, path, "was refused and changed something")
    left = [f for f in os.listdir(h.folder) if "restore" in f or f.endswith(".part")]
    house.need(not left, "refused backups left", left)
    h.fsck()


def lose_and_restore(h, plain):
    """A step is acknowledged and signed after the backup, and lost by the restore: the record says so."""
    h.serve()
    number = published(h)
    h.must(DONE, "verify", f"http://127.0.0.1:{h.port}/c/{number}")
    answer = h.client("wenshu").open(house.VILLAGE, "meeting", MEETING)
    house.need(answer.status == 201, "no step after the backup:", answer.status, answer.body[:300])
    wait_signed(h)
    h.stop()
    said = h.must(DONE, "restore", plain, says="另起一期")
    house.need(re.search(r"replaced-\d+\.db", said) and epochs(h) == {0, 1}, "no new epoch, or not only where steps were lost:",
               said, epochs(h))
    h.fsck()
    h.serve()
    h.tokens.clear()  # the session was lost, too
    house.need(h.client("wenshu").case(answer.json["number"]).status == 404, "the lost case is there")
    verify_after(h, number)
    h.stop()


def elsewhere(h, whole, plain):
    """Another machine, with nothing but the file; then without keys."""
    for name, backup, code in (("second", whole, DONE), ("third", plain, HINDERED)):
        with Fresh(name) as other:
            os.rmdir(other.folder)
            said = other.must(code, "restore", backup)
            if code == HINDERED:
                house.need("密钥" in said and not os.path.exists(os.path.join(other.folder, "house.conf")), "without keys:", said)
                os.makedirs(other.folder, exist_ok=True)
                shutil.copytree(os.path.join(h.folder, "keys"), os.path.join(other.folder, "keys"))
                other.must(DONE, "restore", backup)
            house.need(0 not in epochs(other), "a second machine goes on in the first one's epoch")
            house.need(other.sql("select count(*) from sqlite_schema where name = 'store_file'") == "0", "keys in the database")
            other.fsck()
            other.serve()
            verify_after(other, published(other))
            other.stop()
            other.fsck()


def published(h):
    months = h.visitor().get(f"/v/{house.VILLAGE}.json").body.decode()
    return re.search(rf"{house.VILLAGE}-[A-Z]-\d{{4}}-\d+", months).group(0)


def wait_signed(h):
    time.sleep(2.5)  # a checkpoint comes at most two seconds after the leaf


def verify_after(h, number):
    """A document of before the loss is proved by the old epoch's log; the new one signs, too."""
    wait_signed(h)
    h.must(DONE, "verify", f"http://127.0.0.1:{h.port}/c/{number}")
    answer = h.visitor().get(f"/log/{house.TOWN}/e{max(epochs(h))}/checkpoint")
    house.need(answer.status == 200 and f"/log/{house.TOWN}/e" in answer.text, "no checkpoint of the new epoch:", answer.status)


def main():
    with Spoken("copies") as h:
        plain, whole = make(h)
        no_backups(h, plain)
        elsewhere(h, whole, plain)
        lose_and_restore(h, plain)
    print("copies: made while serving, keys only when asked for; restored here and elsewhere, new epochs, fsck and verify agree")


sys.exit(main())

# SPDX-License-Identifier: Apache-2.0
"""A hundred power cuts. A server's writes are recorded under load, the disk is rebuilt as each cut leaves it, and what was
acknowledged before the cut must be on it. The same with synchronous=NORMAL must lose something: a test of the test."""
import concurrent.futures
import os
import random
import shutil
import sqlite3
import subprocess
import sys

import house
from disk import Disk, read_trace
from ledger import FAR, Ledger

CUTS, CUTS_NORMAL, STARTS = 100, 20, 5
CLIENTS, SECONDS = 8, 3
SEED = int(os.environ.get("SEED", "1"))


def record(h, name, load, shim, *options):
    """Serves under load with every write noted; returns the trace and the folder as it was before."""
    trace, base = os.path.join(h.work, name + ".trace"), os.path.join(h.work, name + ".base")
    shutil.copytree(h.folder, base, ignore=shutil.ignore_patterns("sock", "*-shm"))
    h.serve(*options, env={"LD_PRELOAD": shim, "SHIM_TRACE": trace, "SHIM_FOLDER": h.folder})
    env = {**os.environ, "TOKEN": h.client("wenshu").token, "PLACE": house.VILLAGE}
    done = subprocess.run([load, str(h.port), str(CLIENTS), str(SECONDS), trace], env=env, stdout=subprocess.DEVNULL,
                          stderr=subprocess.PIPE, text=True)
    house.need("refused=0 broken=0" in done.stderr, done.stderr[-1500:])
    h.kill()
    return read_trace(trace), base


def state_of(db, number):
    place, letter, year, seq = number.split("-")
    row = db.execute("select state from process_case where home = ? and place = ? and letter = ? and year = ? and seq = ?",
                     (int(place[:9]), int(place.ljust(18, "0")), letter, int(year), int(seq))).fetchone()
    return row and row[0]


def look(h, cut, told):
    """What is wrong with a disk after its cut; nothing, or a sentence."""
    folder = os.path.join(h.work, f"cut{cut}")
    code, said = fsck_of(h, folder)
    try:
        db = sqlite3.connect(f"file:{folder}/main.db?mode=ro", uri=True)
        lost = [n for n, state in told.items() if FAR.get(state_of(db, n), -1) < FAR[state]]
        db.close()
    except sqlite3.Error as e:
        lost = [str(e)]
    shutil.rmtree(folder)
    return (f"cut {cut}: lost {len(lost)} of {len(told)}, such as {lost[:3]}" if lost else
            f"cut {cut}: {said[-300:]}" if code else None)


def fsck_of(h, folder):
    done = subprocess.run([h.program, "fsck"], capture_output=True, text=True, env={**h.environment(), "DATA": folder})
    return done.returncode, done.stdout + done.stderr


def starts_again(h, folder):
    """A real start on what the cut left: it serves, and signs on."""
    with house.House("start", of=folder) as again:
        again.serve()
        answer = again.visitor().get(f"/log/{house.TOWN}/checkpoint")
        house.need(answer.status == 200, "no checkpoint after a cut:", answer.status)
        again.stop()
        said = open(again.log, errors="replace").read()
        house.need("<3>" not in said, "complaints after a cut:", said[-1500:])


def replay(h, notes, base, cuts, starts):
    """Cuts the power at so many random notes; returns the complaints."""
    chance = random.Random(SEED)
    places = sorted(chance.randrange(1, len(notes) + 1) for _ in range(cuts))
    disk, told, done, found = Disk(h.folder, base), Ledger(), 0, []
    with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
        for n, place in enumerate(places):
            for note in notes[done:place]:
                if note[0] == "A":
                    told.take(note[3].decode())
                else:
                    disk.apply(note)
            done = place
            folder = os.path.join(h.work, f"cut{n}")
            disk.cut(chance, folder)
            if n < starts:
                starts_again(h, folder)
            found.append(pool.submit(look, h, n, dict(told.told)))
    return [f.result() for f in found if f.result()], told.count


def main():
    load, shim = house.build("test/durable/load", "test/crash/shim.so")
    with house.House("power") as h:
        notes, base = record(h, "full", load, shim)
        faults, told = replay(h, notes, base, CUTS, STARTS)
        house.need(not faults, f"seed {SEED}:", *faults[:5])
        house.need(told > 100, "only", told, "acknowledged: too little to lose")
        notes_normal, base_normal = record(h, "normal", load, shim, "--synchronous=NORMAL")
        caught, _ = replay(h, notes_normal, base_normal, CUTS_NORMAL, 0)
        house.need(caught, "synchronous=NORMAL lost nothing: these cuts prove nothing")
        print(f"power: {CUTS} cuts over {len(notes)} writes and syncs, {told} acknowledged, 0 lost, fsck clean on each; "
              f"with synchronous=NORMAL {len(caught)} of {CUTS_NORMAL} cuts lose something")


sys.exit(main())

# SPDX-License-Identifier: Apache-2.0
"""Thirty kill -9 under load. What a client was told is there after the restart, nothing is half done, and the log extends
every checkpoint that anybody saw."""
import glob
import os
import random
import subprocess
import sys
import threading
import time

import house
from ledger import Ledger, TWICE_FACTS, log_tools

KILLS, CLIENTS, ROUNDS_OF_FSCK = 30, 16, 10
SEED = int(os.environ.get("SEED", "1"))


def watch_checkpoints(h, kept, stop):
    """Keeps each checkpoint as it is served, until the server is gone."""
    seen, last = h.visitor(), None
    while not stop.is_set():
        try:
            answer = seen.get(f"/log/{house.TOWN}/checkpoint")
        except OSError:
            return
        if answer.status == 200 and answer.body != last:
            last = answer.body
            with open(os.path.join(kept, f"{len(os.listdir(kept)):05d}"), "wb") as f:
                f.write(last)
        time.sleep(0.02)


def kill_under_load(h, load, ledger, kept, seconds):
    stop = threading.Event()
    watcher = threading.Thread(target=watch_checkpoints, args=(h, kept, stop))
    env = {**os.environ, "TOKEN": h.tokens["wenshu"], "PLACE": house.VILLAGE}
    clients = subprocess.Popen([load, str(h.port), str(CLIENTS), "60"], env=env, stdout=subprocess.PIPE,
                               stderr=subprocess.PIPE)
    watcher.start()
    timer = threading.Timer(seconds, h.server.kill)
    timer.start()
    told, said = clients.communicate()
    timer.join()
    stop.set()
    watcher.join()
    h.kill()
    house.need(b"refused=0" in said, "the load was refused:", said.decode()[-1500:])
    return ledger.take(told.decode())


def same_key_again(h, clerk, n):
    """A client that never got its answer asks again after the restart: it is done once."""
    key = f"crash-{n}"
    numbers = {clerk.open(house.VILLAGE, "issue", TWICE_FACTS, key=key).json["number"] for _ in range(2)}
    house.need(len(numbers) == 1, "one key, two cases:", numbers)


def main():
    chance = random.Random(SEED)
    load, = house.build("test/durable/load")
    grew = log_tools()
    ledger, slowest = Ledger(), 0
    with house.House("crash") as h:
        kept = os.path.join(h.work, "checkpoints")
        os.mkdir(kept)
        h.serve()
        clerk = h.client("wenshu")
        for n in range(KILLS):
            kill_under_load(h, load, ledger, kept, chance.uniform(0.15, 1.2))
            slowest = max(slowest, h.serve())
            clerk = h.client("wenshu")
            lost = ledger.lost(clerk, since_last=True)
            house.need(not lost, f"kill {n}, seed {SEED}: acknowledged and lost:", lost[:5])
            same_key_again(h, clerk, n)
            seen = sorted(glob.glob(kept + "/*"))
            if seen:
                subprocess.run([grew, f"http://127.0.0.1:{h.port}/log/{house.TOWN}", "-", *seen], check=True,
                               stdout=subprocess.DEVNULL)
            if n % ROUNDS_OF_FSCK == ROUNDS_OF_FSCK - 1:
                h.fsck()
        lost = ledger.lost(clerk)
        house.need(not lost, "acknowledged and lost in the end:", lost[:5])
        h.stop()
        h.fsck()
        house.need(len(ledger.told) > KILLS * 10 and len(os.listdir(kept)) > KILLS / 3,
                   "too little happened:", len(ledger.told), len(os.listdir(kept)))
        print(f"crash: {KILLS} x kill -9, {ledger.count} acknowledged, 0 lost, 0 half done; the log extends all "
              f"{len(os.listdir(kept))} checkpoints seen; slowest start {slowest:.2f} s")


sys.exit(main())

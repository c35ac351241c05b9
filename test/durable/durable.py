# SPDX-License-Identifier: Apache-2.0
"""How many acknowledged steps share one sync, and what that is worth on a slow disk.

DELAY_MS says how much slower each sync is made (5). A program that is slow itself, as under ThreadSanitizer, asks for more:
what limits must be the disk."""
import os
import re
import struct
import subprocess
import sys
import time

import house

CLIENTS, SECONDS = 64, 6
DELAY_MS = int(os.environ.get("DELAY_MS", "5"))
PAIRS, PAIR_SECONDS = 3, max(3, DELAY_MS * 30 / 1000)  # one client has to take some steps, too
LEAST_PER_SYNC, LEAST_GAIN = 8, 10


def syncs(counts):
    with open(counts, "rb") as f:
        return sum(struct.unpack("<2Q", f.read(16)))


def run(h, load, clients, seconds):
    """Steps and lives per second."""
    env = {**os.environ, "TOKEN": h.tokens["wenshu"], "PLACE": house.VILLAGE}
    began = time.monotonic()
    done = subprocess.run([load, str(h.port), str(clients), str(seconds)], env=env, stdout=subprocess.DEVNULL,
                          stderr=subprocess.PIPE, text=True)
    took = time.monotonic() - began
    said = dict(re.findall(r"(\w+)=(\d+)", done.stderr.splitlines()[-1]))
    house.need(said["refused"] == "0" and said["broken"] == "0", done.stderr[-1500:])
    return int(said["actions"]), int(said["lives"]), took


def main():
    load, shim = house.build("test/durable/load", "test/crash/shim.so")
    with house.House("durable") as h:
        counts = os.path.join(h.work, "counts")
        h.serve(env={"LD_PRELOAD": shim, "SHIM_COUNT": counts})
        h.client("wenshu")
        run(h, load, CLIENTS, 1)
        before = syncs(counts)
        steps, lives, took = run(h, load, CLIENTS, SECONDS)
        made = syncs(counts) - before
        house.need(made > 0, "the shim saw no sync: it measures nothing")
        h.stop()
        h.serve(env={"LD_PRELOAD": shim, "SHIM_COUNT": counts, "SHIM_DELAY_US": str(DELAY_MS * 1000)})
        h.client("wenshu")
        gains, slow = [], []
        for _ in range(PAIRS):
            one, _, one_took = run(h, load, 1, PAIR_SECONDS)
            many, many_lives, many_took = run(h, load, CLIENTS, PAIR_SECONDS)
            gains.append((many / many_took) / (one / one_took))
            slow.append(many_lives / many_took)
        h.stop()
        h.fsck()
    per_sync = steps / made
    gain, low, high = house.middle(gains)
    print(f"durable: {per_sync:.1f} acknowledged steps per sync with {CLIENTS} clients (at least {LEAST_PER_SYNC}), "
          f"{steps / took:.0f} steps/s, {lives / took:.0f} lives/s; each sync {DELAY_MS} ms slower: "
          f"{gain:.1f} x one client ({low:.1f}..{high:.1f}, at least {LEAST_GAIN}), {house.middle(slow)[0]:.0f} lives/s")
    return per_sync < LEAST_PER_SYNC or gain < LEAST_GAIN


sys.exit(main())

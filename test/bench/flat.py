# SPDX-License-Identifier: Apache-2.0
"""What a hundred thousand cases more (CASES=1000000 in the night) cost: steps of cases and pages made anew, on the demo
folder as it is and on one that holds them, in turn. The rates are of a second of the server's processor, so that what
else the machine does is not counted."""
import os
import re
import subprocess
import sys

import house
from wrk import CLIENT_CPU, SERVER_CPU, pairs, processor_seconds, say_rate, wrk

CASES = int(os.environ.get("CASES", "100000"))
CLIENTS, SECONDS, PAIRS, LEAST = 16, 2, 5, 0.9
PAGES = [f"/v/{house.VILLAGE}", f"/t/{house.TOWN}"]


def steps(h, load):
    env = {**os.environ, "TOKEN": h.tokens["wenshu"], "PLACE": house.VILLAGE}
    done = subprocess.run(["taskset", "-c", str(CLIENT_CPU), load, str(h.port), str(CLIENTS), str(SECONDS)], env=env,
                          stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
    said = re.search(r"actions=(\d+) refused=0 broken=0", done.stderr)
    house.need(said, done.stderr[-1500:])
    return int(said.group(1)) / SECONDS


def worked(h, measure, seconds):
    """How much was done in a second of the server's processor."""
    before = processor_seconds(h.server.pid)
    rate = measure(h)
    return rate * seconds / (processor_seconds(h.server.pid) - before)


def compare(few, many, measure, seconds):
    a, b = pairs(PAIRS, lambda: worked(few, measure, seconds), lambda: worked(many, measure, seconds))
    return house.middle([y / x for x, y in zip(a, b)]), say_rate(a), say_rate(b)


def main():
    load, bulk = house.build("test/durable/load", "test/bench/bulk")
    with house.House("few") as few, house.House("many") as many:
        filled = subprocess.run([bulk, many.folder, str(CASES)], capture_output=True, text=True)
        house.need(filled.returncode == 0, filled.stderr)
        many.fsck()
        for h in (few, many):
            h.serve("--workers=1", "--no-cache", cpu=SERVER_CPU)
            h.client("wenshu")
            steps(h, load)
        found = {"steps": compare(few, many, lambda h: steps(h, load), SECONDS)}
        for page in PAGES:
            found[page] = compare(few, many, lambda h, p=page: wrk(h.port, p, 4, 1), 1)
        for h in (few, many):
            h.stop()
    for what, (ratio, a, b) in found.items():
        print(f"{what}: {ratio[0]:.2f} ({ratio[1]:.2f}..{ratio[2]:.2f}): {a} with none, {b} with {CASES} cases more")
    worst = min(ratio[0] for ratio, _, _ in found.values())
    print(f"flat cost: with {CASES} cases more, steps {found['steps'][0][0]:.2f} x, pages "
          f"{min(found[p][0][0] for p in PAGES):.2f} x as fast (at least {LEAST}); {found['steps'][2]} steps of a processor; fsck clean")
    return worst < LEAST


sys.exit(main())

# SPDX-License-Identifier: Apache-2.0
"""What clients were told, and whether the house still knows it."""
import os
import subprocess

import house

# How far a life has come; a case may be further than its client was told.
FAR = {"announced": 0, "held": 1, "raised": 0, "closed": 2}
TWICE_FACTS = {"kind": "question", "source": "visit", "detail": "井台边的路灯什么时候修好"}


class Ledger:
    def __init__(self):
        self.told, self.fresh, self.count = {}, set(), 0

    def take(self, lines):
        """Lines "number state"; the last may be torn where its writer was stopped."""
        for line in lines.split("\n")[:-1]:
            number, state = line.split(" ")
            self.told[number] = state
            self.fresh.add(number)
            self.count += 1

    def lost(self, client, since_last=False):
        asked = sorted(self.fresh) if since_last else sorted(self.told)
        self.fresh = set()
        found = []
        for number in asked:
            answer = client.case(number)
            is_there = answer.status == 200 and FAR[answer.json["state"]] >= FAR[self.told[number]]
            if not is_there:
                found.append((number, self.told[number], answer.body[:200]))
        return found


def log_tools():
    """Builds the reader of logs that others wrote: test/interop/grew.go."""
    into, source = os.path.join(house.CHECK_DIR, "grew"), os.path.join(house.ROOT, "test/interop")
    env = {**os.environ, "GO111MODULE": "off", "GOPATH": "/usr/share/gocode",
           "GOCACHE": os.path.join(house.CHECK_DIR, "gocache")}
    subprocess.run(["go", "build", "-o", into, source + "/log.go", source + "/grew.go"], check=True, env=env)
    return into

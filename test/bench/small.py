# SPDX-License-Identifier: Apache-2.0
"""How small: memory that is the program's own after a thousand page views, a login and a poster; how soon after its start
the first page is there; how many bytes the program is."""
import glob
import os
import re
import subprocess
import sys
import tempfile
import time

import house

VIEWS, STARTS, MOST_MB, MOST_MS = 1000, 5, 60, 300


def own_memory(pid):
    """Anonymous memory of a process and its helpers, in MB."""
    kb = 0
    for p in [pid, *children(pid)]:
        try:
            with open(f"/proc/{p}/smaps_rollup") as f:
                kb += int(re.search(r"^Anonymous:\s+(\d+) kB", f.read(), re.M).group(1))
        except ProcessLookupError:
            house.need(p != pid, "the server is gone")  # a child that has drawn its paper
    return kb / 1024


def children(pid):
    found = []
    for path in glob.glob(f"/proc/{pid}/task/*/children"):
        with open(path) as f:
            found += [int(c) for c in f.read().split()]
    return found + [g for c in found for g in children(c)]


def first_page(h):
    """Milliseconds from the start of the process to the whole page of a village."""
    began = time.monotonic()
    h.serve()
    house.need(h.visitor().get(f"/v/{house.VILLAGE}").status == 200, "no first page")
    return (time.monotonic() - began) * 1000


def view(h):
    visitor = h.visitor()
    pages = ["/", f"/v/{house.VILLAGE}", f"/t/{house.TOWN}"]
    pages += [l for p in pages for l in house.links(visitor.get(p).text) if re.match(r"/[vct]/[\w\-/]+$", l)]
    for n in range(VIEWS):
        house.need(visitor.get(pages[n % len(pages)]).status == 200, pages[n % len(pages)])
    return len(set(pages))


def main():
    with house.House("small") as h:
        starts = []
        for _ in range(STARTS):
            starts.append(first_page(h))
            h.stop()
        h.serve()
        pages = view(h)
        h.browser("zhen").get("/todo")
        poster = h.visitor().get(f"/v/{house.VILLAGE}/poster.pdf")
        house.need(poster.status == 200 and poster.body.startswith(b"%PDF"), "no poster")
        mb = own_memory(h.server.pid)
        h.stop()
    start, low, high = house.middle(starts)
    size = os.path.getsize(house.PROGRAM)
    print(f"small: {mb:.0f} MB of its own after {VIEWS} views of {pages} pages, a login and a poster (at most {MOST_MB}); "
          f"first page {start:.0f} ms after the start ({low:.0f}..{high:.0f}, at most {MOST_MS}); "
          f"{size / 1e6:.1f} MB of program, {stripped(h) / 1e6:.1f} MB without symbols")
    return mb > MOST_MB or start > MOST_MS


def stripped(h):
    with tempfile.NamedTemporaryFile(dir=house.CHECK_DIR) as f:
        subprocess.run(["strip", "-o", f.name, h.program], check=True)
        return os.path.getsize(f.name)


sys.exit(main())

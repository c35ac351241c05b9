# SPDX-License-Identifier: Apache-2.0
"""A page made anew for each request (--no-cache), on one core: how many queries, how long, and how much faster than the
ticket report of Fossil, which is also C, SQLite and one file."""
import os
import re
import socket
import subprocess
import sys
import time

import house
from wrk import SERVER_CPU, pairs, say_rate, wrk

PAIRS, SECONDS, CONNECTIONS = 5, 2, 4
MOST_QUERIES, LEAST_GAIN, TICKETS = 8, 5, 25
PAGE = f"/v/{house.VILLAGE}"


def public_pages(h):
    """One of each kind of public page."""
    visitor = h.visitor()
    home = house.links(visitor.get(PAGE).text)
    period = next(l for l in home if re.fullmatch(rf"/v/{house.VILLAGE}/[\d\-Q]+", l))
    item = next(l for l in house.links(visitor.get(period).text) if l.startswith(period[:18]) and l.count("/") == 4)
    case = next(l for l in house.links(visitor.get(item).text) if l.startswith("/c/"))
    year = f"{PAGE}/{re.search('[0-9]{4}', period.split('/')[3]).group(0)}/C2"  # every month's lines
    return ["/", PAGE, period, item, year, f"/v/{house.VILLAGE}/texts", f"/t/{house.TOWN}", case]


def count_queries(h, page):
    def counters():
        said = h.visitor().get("/metrics").text
        return [int(re.search(rf"^shaichang_{name} (\d+)", said, re.M).group(1))
                for name in ("queries_total", r'served_total\{by="worker"\}')]
    house.need(h.visitor().get(page).status == 200, page)  # a worker prepares its statements once
    before, rounds = counters(), 10
    for _ in range(rounds):
        house.need(h.visitor().get(page).status == 200, page)
    after = counters()
    house.need(after[1] - before[1] == rounds, page, "is not made anew:", before, after)
    return (after[0] - before[0]) / rounds


def start_fossil(work):
    repo = os.path.join(work, "tickets.fossil")
    env = {**os.environ, "HOME": work, "USER": "clerk"}
    subprocess.run(["fossil", "init", repo], check=True, env=env, stdout=subprocess.DEVNULL)
    for n in range(TICKETS):
        subprocess.run(["fossil", "ticket", "add", "title", f"路灯坏了 {n}", "status", "Open", "type", "Incident", "-R", repo],
                       check=True, env=env, stdout=subprocess.DEVNULL)
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        port = s.getsockname()[1]
    server = subprocess.Popen(["taskset", "-c", str(SERVER_CPU), "fossil", "server", "--localhost", "--port", str(port),
                               repo], env=env, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    for _ in range(100):
        try:
            page = house.Client(port).get("/rptview?rn=1")
            break
        except OSError:
            time.sleep(0.05)
    else:
        house.fail("fossil did not start")
    house.need(page.status == 200 and page.text.count("路灯坏了") >= TICKETS, "no ticket report:", page.status)
    return server, port


def main():
    with house.House("uncached") as h:
        h.serve("--workers=1", "--no-cache", cpu=SERVER_CPU)
        queries = {page: count_queries(h, page) for page in public_pages(h)}
        fossil, port = start_fossil(h.work)
        try:
            ours, theirs = pairs(PAIRS, lambda: wrk(h.port, PAGE, CONNECTIONS, SECONDS),
                                 lambda: wrk(port, "/rptview?rn=1", CONNECTIONS, SECONDS))
        finally:
            fossil.terminate()
            fossil.wait()
        h.stop()
    for page, count in queries.items():
        print(f"{count:4.1f} queries  {page}")
    most = max(queries.values())
    gain, low, high = house.middle([a / b for a, b in zip(ours, theirs)])
    print(f"uncached page: {most:.0f} queries at most (limit {MOST_QUERIES}); {gain:.1f} x Fossil's ticket report "
          f"({low:.1f}..{high:.1f}, at least {LEAST_GAIN}): {say_rate(ours)} against {say_rate(theirs)}; "
          f"{1e6 / house.middle(ours)[0]:.0f} us a page")
    return most > MOST_QUERIES or gain < LEAST_GAIN


sys.exit(main())

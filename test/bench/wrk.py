# SPDX-License-Identifier: Apache-2.0
"""wrk, pinned to the second core; what is measured is pinned to the first."""
import os
import re
import subprocess

import house

SERVER_CPU, CLIENT_CPU = 0, 1


def wrk(port, path, connections, seconds, **headers):
    """Answers per second."""
    words = ["taskset", "-c", str(CLIENT_CPU), "wrk", "-t1", f"-c{connections}", f"-d{seconds}s"]
    for name, value in headers.items():
        words += ["-H", f"{name.replace('_', '-')}: {value}"]
    done = subprocess.run([*words, f"http://127.0.0.1:{port}{path}"], capture_output=True, text=True)
    rate = re.search(r"Requests/sec:\s+([\d.]+)", done.stdout)
    house.need(rate and "Non-2xx" not in done.stdout and "Socket errors" not in done.stdout, done.stdout, done.stderr)
    return float(rate.group(1))


def processor_seconds(pid):
    """What a process and its threads have spent so far."""
    with open(f"/proc/{pid}/stat") as f:
        fields = f.read().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def pairs(count, ours, theirs):
    """Both sides in turn, `count` times, the first in each pair changing; the rates of each."""
    rates = ([], [])
    for n in range(count):
        for side in ((0, 1), (1, 0))[n % 2]:
            rates[side].append((ours, theirs)[side]())
    return rates


def say_rate(rates):
    middle, low, high = house.middle(rates)
    return f"{middle:.0f}/s ({low:.0f}..{high:.0f})"

# SPDX-License-Identifier: Apache-2.0
"""Something stands in the way: a folder that may not be written, a newer version's, one without its database, a full disk,
somebody's Ctrl-C in the middle. What is said, how it ends, and that nothing half done is taken for a house."""
import os
import resource
import shutil
import signal
import subprocess
import sys
import tempfile
import time

import house
from fresh import DONE, HINDERED, NO, PEOPLE, PLACES, Fresh

NOBODY = 65534


def interrupted(h, words, seconds):
    """Starts a command and sends SIGINT after a while; True when it was still running."""
    running = subprocess.Popen([h.program, *words], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=h.environment())
    time.sleep(seconds)
    alive = running.poll() is None
    running.send_signal(signal.SIGINT)
    running.wait(60)
    return alive


def broken_off(h):
    house.need(interrupted(h, ["demo"], 2), "the demo was made in two seconds")
    house.need(os.path.exists(os.path.join(h.folder, "main.db")), "the demo had not begun")
    for words in (["serve"], ["fsck"], ["people", "import", "/dev/null"], ["explain", "demo"]):
        code, said = h.run(*words)
        house.need(code in (NO, HINDERED) and "shaichang demo" in said, "half a county was taken for one by", words, said)
    h.found()  # begins anew in the same folder
    house.need(h.sql("select (select count(*) from access_person), (select count(*) from process_case)") == "1|0",
               "the half county is still there")
    h.fsck()


def import_broken_off(h):
    """The national list goes in by jobs: whole rows stay, and the same import again adds what is missing."""
    rows = "".join(f"3716031062{n:02d}{g:02d},第{g}网格\n" for n in range(10, 99) for g in range(1, 99)) * 1
    table = h.file("many.csv", "code,name\n" + rows * 8)
    interrupted(h, ["place", "import", table], 0.15)
    h.fsck()
    h.must(DONE, "place", "import", table)
    house.need(h.sql("select count(*) from place_place where code > 371603106200000000 and code % 1000000 > 0") == "8722",
               "grids are missing")


def another_version(h):
    h.sql("insert into store_step values ('panorama', 999, 'x', 0)")
    for words in (["serve"], ["fsck"], ["backup", os.path.join(h.work, "x.db")], ["user", "code", "guan"]):
        h.must(HINDERED, *words, says="数据比程序新")
    h.sql("delete from store_step where number = 999")
    h.fsck()


def without_its_database(h):
    shutil.copytree(h.folder, h.folder + ".kept")
    os.rename(os.path.join(h.folder, "main.db"), os.path.join(h.work, "main.db"))
    for words in (["serve"], ["user", "code", "guan"], ["fsck"]):
        h.must(HINDERED, *words, says="没有数据")
    house.need(not os.path.exists(os.path.join(h.folder, "main.db")), "an empty database was made in the lost one's place")
    os.rename(os.path.join(h.work, "main.db"), os.path.join(h.folder, "main.db"))
    conf = os.path.join(h.folder, "house.conf")
    with open(conf, "w", encoding="utf-8") as f:
        f.write("kind=real\ncounty=3716x3\n")
    h.must(HINDERED, "serve", says="house.conf")
    shutil.copy(os.path.join(h.folder + ".kept", "house.conf"), conf)


def as_nobody():
    os.setgroups([])
    os.setgid(NOBODY)
    os.setuid(NOBODY)


def not_to_be_written(h):
    """Read by somebody who may not write: root may everything, so this is tried as another user."""
    if os.geteuid() != 0:
        return
    with tempfile.TemporaryDirectory(dir="/tmp") as reachable: # by nobody, wherever the project lies
        os.chmod(reachable, 0o755)
        program = shutil.copy(h.program, reachable)
        people = shutil.copy(h.file("p.csv", PEOPLE), reachable)
        folder = shutil.copytree(h.folder, os.path.join(reachable, "house"), ignore=shutil.ignore_patterns("sock"))
        for at, _, files in os.walk(folder):
            for path, mode in [(at, 0o500)] + [(os.path.join(at, f), 0o400) for f in files]:
                os.chown(path, NOBODY, NOBODY)
                os.chmod(path, mode)
        os.chmod(people, 0o644)
        said = {"preexec_fn": as_nobody, "capture_output": True, "text": True, "timeout": 60,
                "env": {**h.environment(), "DATA": folder}}
        for words in (["serve", "--port=0"], ["user", "code", "guan"], ["people", "import", people]):
            done = subprocess.run([program, *words], **said)
            house.need(done.returncode == HINDERED and "权限" in done.stdout + done.stderr, "read-only:", words, done)
        done = subprocess.run([program, "fsck"], **said)
        house.need(done.returncode == DONE, "a folder that can be read cannot be checked:", done)


def small_files():
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (200 * 1024, 200 * 1024))


def full_disk(h):
    """A write that the disk refuses: said, nothing under the name that was asked for, and the house is whole."""
    copy = os.path.join(h.work, "copy.db")
    done = subprocess.run([h.program, "backup", copy], preexec_fn=small_files, capture_output=True, text=True, env=h.environment())
    house.need(done.returncode == HINDERED and not os.path.exists(copy) and not os.path.exists(copy + ".part"),
               "a backup that did not fit:", done, os.listdir(h.work))
    poster = os.path.join(h.work, "poster.pdf")
    done = subprocess.run([h.program, "print", "poster", "371603106", f"--out={poster}"], preexec_fn=small_files,
                          capture_output=True, text=True, env=h.environment())
    house.need(done.returncode == HINDERED and not os.path.exists(poster), "a file that did not fit:", done)
    with open("/dev/full", "w", encoding="utf-8") as full:
        done = subprocess.run([h.program, "fsck"], stdout=full, stderr=subprocess.PIPE, text=True, env=h.environment())
    house.need(done.returncode == HINDERED and "没有写完整" in done.stderr, "an answer that did not fit:", done)
    h.fsck()


def main():
    with Fresh("hindered") as h:
        broken_off(h)
        import_broken_off(h)
        another_version(h)
        without_its_database(h)
        full_disk(h)
        not_to_be_written(h)
    print("hindered: broken off, newer, without a database, full, read-only: a sentence each, exit 3, nothing half done")


sys.exit(main())

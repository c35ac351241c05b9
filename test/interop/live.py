# SPDX-License-Identifier: Apache-2.0
"""A live log over HTTP: Go's sumdb code reads all of it, before and after it grew, and again in the epoch after a restore;
every address and header is as C2SP tlog-tiles says; a checkpoint covers what was written soon after; the command line needs
nothing but the key."""
import datetime
import hashlib
import os
import re
import statistics
import subprocess
import sys
import time

import house

WAITS, SOON_S, LATE_S = 12, 2.0, 5.0 # the promise is 2 s; a busy machine may not fail the proof, so that gates at 5
FOREVER = "public, max-age=31536000, immutable"
LOG = f"/log/{house.TOWN}"


def go_reads(h, kept):
    """run.sh: each leaf of each epoch is included, and the log extends what was seen before."""
    done = subprocess.run([os.path.join(house.ROOT, "test/interop/run.sh"), f"http://127.0.0.1:{h.port}", str(house.TOWN), kept],
                          capture_output=True, text=True)
    return done.returncode, done.stdout + done.stderr


def must_read(h, kept, *wanted):
    code, said = go_reads(h, kept)
    house.need(code == 0 and all(re.search(w, said) for w in wanted), "Go says:", said)
    return said.strip().splitlines()


def stranger(h, number, kept, holds=True):
    """The same by somebody who read docs/formats/record.md: stranger.py."""
    done = subprocess.run([sys.executable, os.path.join(house.ROOT, "test/interop/stranger.py"), f"http://127.0.0.1:{h.port}", number, "-",
                           os.path.join(kept, number)], capture_output=True, text=True)
    house.need((done.returncode == 0) == holds, "the stranger says of", number, done.stdout + done.stderr)
    return done.stdout + done.stderr


def meeting(h, n):
    """Something public that has just happened: its number."""
    day = datetime.date.today() + datetime.timedelta(days=20 + n)
    facts = {"kind": "sincere_talk", "topic": f"说说井台 {n}", "held_on": str(day), "held_at": "上午九点", "place_text": "村委会"}
    answer = h.client("wenshu").open(house.VILLAGE, "meeting", facts)
    house.need(answer.status == 201, "no meeting:", answer.status, answer.body[:500])
    return answer.json["number"]


def wait_for_proof(h, number):
    """Seconds from the answer to the first proof that a checkpoint covers it."""
    began, visitor = time.monotonic(), h.visitor()
    while visitor.get(f"/c/{number}/proof").status != 200:
        house.need(time.monotonic() - began < LATE_S, "no checkpoint for", number, "after", LATE_S, "s")
        time.sleep(0.02)
    return time.monotonic() - began


# -- addresses and headers --------------------------------------------------------------------------------------------------
def checkpoint(h, log=LOG):
    answer = h.visitor().get(log + "/checkpoint")
    origin, size, root = answer.text.split("\n")[:3]
    return answer, origin, int(size), root


def tile_path(n):
    path = f"{n % 1000:03d}"
    while n >= 1000:
        n //= 1000
        path = f"x{n % 1000:03d}/{path}"
    return path


def widths_of(size):
    """(level, n, width) of every last tile, full or not."""
    level = 0
    while size >> 8 * level:
        hashes = size >> 8 * level
        if hashes >= 256:
            yield level, hashes // 256 - 1, 256
        if hashes % 256:
            yield level, hashes // 256, hashes % 256
        level += 1


def cut(bundle):
    leaves = []
    while bundle:
        end = 2 + int.from_bytes(bundle[:2], "big")
        house.need(len(bundle) >= end, "a bundle ends inside a leaf")
        leaves.append(bundle[2:end])
        bundle = bundle[end:]
    return leaves


def has(answer, name, value):
    house.need(answer.headers.get(name) == value, name, "is", answer.headers.get(name), "and not", value)


def look_at_files(h):
    answer, origin, size, _ = checkpoint(h)
    house.need(origin == f"demo.shaichang.example{LOG}", "origin", origin)
    has(answer, "Content-Type", "text/plain; charset=utf-8")
    has(answer, "Cache-Control", "public, max-age=2")
    visitor, looked = h.visitor(), 0
    for level, n, width in widths_of(size):
        for w in {width, 1, max(1, width - 1)}: # partial tiles stay for ever
            tail = "" if w == 256 else f".p/{w}"
            tile = visitor.get(f"{LOG}/tile/{level}/{tile_path(n)}{tail}")
            house.need(tile.status == 200 and len(tile.body) == 32 * w, "tile", level, n, w, tile.status, len(tile.body))
            has(tile, "Content-Type", "application/octet-stream")
            has(tile, "Cache-Control", FOREVER)
            looked += 1
            if level:
                continue
            leaves = cut(visitor.get(f"{LOG}/tile/entries/{tile_path(n)}{tail}").body)
            hashes = b"".join(hashlib.sha256(b"\0" + leaf).digest() for leaf in leaves)
            house.need(hashes == tile.body, "the entries of", n, w, "are not those of the tile")
        beyond = f"{tile_path(n)}.p/{width + 1}" if width < 255 else tile_path(n + 1)
        for path in (f"{level}/{beyond}", f"{level}/{tile_path(n)}.p/0", f"{level}/{tile_path(n)}.p/256", f"{level}/{n}",
                     f"0{level}/{tile_path(n)}", f"{level}/x000/{tile_path(n)}", f"{level}/{tile_path(n)}.p/01"):
            house.need(visitor.get(f"{LOG}/tile/{path}").status == 404 or path == f"{level}/{tile_path(n)}", path, "is served")
    return size, looked


def look_at_proofs(h, number):
    visitor = h.visitor()
    doc, proof = visitor.get(f"/c/{number}/doc?version=1"), visitor.get(f"/c/{number}/proof?version=1")
    for answer in (doc, proof):
        has(answer, "Cache-Control", "private, max-age=31536000, immutable")
    has(doc, "Content-Type", "application/json; charset=utf-8")
    has(proof, "Content-Disposition", f'inline; filename="{number}.tlog-proof"')
    for path in (f"/c/{number}/doc", f"/c/{number}/proof"):
        answer = visitor.get(path)
        has(answer, "Cache-Control", "no-cache")
        again = visitor.get(path, **{"If-None-Match": answer.headers["ETag"]})
        house.need(again.status == 304, path, "is sent again", again.status)
    return doc.body, proof.body


# -- the command line ---------------------------------------------------------------------------------------------------------
def command_line(h, number, kept):
    doc, proof = look_at_proofs(h, number)
    key = h.visitor().get(LOG + "/vkey").text.strip()
    named = lambda name, bytes_: open(os.path.join(kept, name), "wb").write(bytes_) and os.path.join(kept, name)
    file, text = named("kept.tlog-proof", proof), named("kept.json", doc)
    bent = named("bent.json", doc.replace(b'"rows"', b'"rOws"'))
    other = key.replace(str(house.TOWN), "371603900")
    index = re.search(rb"^index (\d+)$", proof, re.M).group(1).decode()
    for code, words, *asked in [
            (0, index, f"http://127.0.0.1:{h.port}/c/{number}"), (0, index, f"http://127.0.0.1:{h.port}/c/{number}/proof", f"--vkey={key}"),
            (0, index, file, f"--vkey={key}", f"--doc={text}"), (0, index, file, f"--vkey={key}"),
            (1, index, file, f"--vkey={key}", f"--doc={bent}"), (1, "", file, f"--vkey={other}"), (2, "--vkey", file),
            (1, "", text, f"--vkey={key}"), (1, "", f"http://127.0.0.1:{h.port}/c/{house.VILLAGE}-G-1999-1"), (2, "verify"),
            (3, "", f"http://127.0.0.1:1/c/{number}"), ]:
        got, said = h.run("verify", *asked)
        house.need(got == code and words in said, "verify", asked, "ends with", got, said)


def restored(h, kept):
    """What was signed is lost, and said so: epoch 1. Both logs are whole, and the old one is where the backup left it."""
    backup = os.path.join(h.work, "backup.db")
    code, said = h.run("backup", backup)
    house.need(code == 0, "backup:", said)
    size = checkpoint(h)[2]
    wait_for_proof(h, meeting(h, 90))
    last = checkpoint(h)[0].text
    h.stop()
    code, said = h.run("restore", backup)
    house.need(code == 0, "restore:", said)
    h.serve()
    number = meeting(h, 91)
    wait_for_proof(h, number)
    house.need(checkpoint(h)[2] == size, "the old log was written to")
    first = cut(h.visitor().get(f"{LOG}/e1/tile/entries/000.p/1").body)[0].decode()
    house.need('"kind":"record.epoch"' in first and last.split("\n")[2] in first, "epoch 1 does not quote the last checkpoint:", first)
    code, said = h.run("verify", f"http://127.0.0.1:{h.port}/c/{number}")
    house.need(code == 0 and "/e1" in said, "verify in epoch 1:", said)
    for name in os.listdir(kept): # the lost checkpoint is not extended by the log that was restored: Go must not be told it is
        if name.endswith(".checkpoint"):
            os.rename(os.path.join(kept, name), os.path.join(kept, name + ".lost"))
    must_read(h, kept, rf"{LOG}: {size} leaves", rf"{LOG}/e1: \d+ leaves")
    stranger(h, number, kept)


def bent_is_seen(h, kept, shown):
    """A reader that is content with everything reads nothing."""
    h.stop()
    h.sql(f"pragma trusted_schema = on; update process_document set bytes = replace(bytes, '7', '8') where home = {house.TOWN};")
    h.sql(f"pragma trusted_schema = on; drop trigger record_event_kept; update record_event set leaf = replace(leaf, '\"t\":1', '\"t\":2')"
          f" where home = {house.TOWN} and idx = 7;")
    h.serve()
    code, said = go_reads(h, kept)
    house.need(code != 0 and "leaf 7" in said, "a changed leaf, and Go says:", said)
    os.remove(os.path.join(kept, shown)) # kept of epoch 0 before the restore: that it shrank would be said first
    house.need("the text of leaf" in stranger(h, shown, kept, holds=False), "the stranger does not see a changed text")


def main():
    with house.House("interop") as h:
        kept = os.path.join(h.work, "kept")
        h.serve()
        number = meeting(h, 0)
        wait_for_proof(h, number)
        must_read(h, kept, "no earlier checkpoint")
        waits = [wait_for_proof(h, meeting(h, n)) for n in range(1, WAITS)]
        must_read(h, kept, r"extends the \d+ leaves")
        size, looked = look_at_files(h)
        shown = h.visitor().get(f"/v/{house.VILLAGE}.json").json["proof"]["href"].rsplit("/", 1)[1]
        command_line(h, shown, kept)
        stranger(h, shown, kept)
        wait_for_proof(h, meeting(h, WAITS))
        stranger(h, shown, kept)
        restored(h, kept)
        bent_is_seen(h, kept, shown)
    soon = sum(w <= SOON_S for w in waits)
    print(f"interop: Go and a stranger read {size} leaves, growth and an epoch after a restore; {looked} tiles as C2SP has them; a checkpoint after"
          f" {statistics.median(waits):.2f} s, at most {max(waits):.2f} s ({soon} of {len(waits)} within {SOON_S:.0f} s)")


sys.exit(main())

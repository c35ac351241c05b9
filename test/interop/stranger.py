# SPDX-License-Identifier: Apache-2.0
"""docs/formats/record.md, "Checking, step by step", by somebody who read nothing else: Python's own library, and openssl for
the signature. stranger.py SITE NUMBER KEY|- [KEPT]: KEPT keeps the checkpoint for the next time. Ends with 1 when
something does not hold."""
import base64
import hashlib
import json
import os
import re
import subprocess
import sys
import tempfile
import urllib.error
import urllib.request


def need(holds, *words):
    if not holds:
        sys.exit("does not hold: " + " ".join(map(str, words)))


def get(url):
    try:
        with urllib.request.urlopen(url) as answer:
            return answer.read()
    except urllib.error.HTTPError as e:
        need(e.code == 404, url, e.code)
        return None


def sha256(*parts):
    return hashlib.sha256(b"".join(parts)).digest()


def leaf_hash(leaf):
    return sha256(b"\0", leaf)


def node_hash(left, right):
    return sha256(b"\1", left, right)


# -- keys and notes -------------------------------------------------------------------------------------------------------
def read_key(vkey):
    name, key_id, key = vkey.split("+", 2)
    key = base64.b64decode(key, validate=True)
    need(key[0] == 1 and len(key) == 33 and sha256(name.encode() + b"\n", key)[:4].hex() == key_id, "the key", vkey)
    return name, bytes.fromhex(key_id), key[1:]


def is_signed(public, text, signature):
    with tempfile.TemporaryDirectory() as d:
        files = {"key": bytes.fromhex("302a300506032b6570032100") + public, "text": text, "signature": signature}
        for name, content in files.items():
            with open(os.path.join(d, name), "wb") as f:
                f.write(content)
        asked = ["openssl", "pkeyutl", "-verify", "-pubin", "-keyform", "DER", "-inkey", "key", "-rawin", "-in", "text", "-sigfile", "signature"]
        return subprocess.run(asked, cwd=d, capture_output=True).returncode == 0


def open_checkpoint(note, key):
    name, key_id, public = key
    end = note.rindex("\n\n") + 1
    text, lines = note[:end], note[end + 1:].splitlines()
    own = [base64.b64decode(s) for who, s in (line[2:].split(" ", 1) for line in lines) if who == name]
    own = [s[4:] for s in own if s[:4] == key_id]
    need(own and all(is_signed(public, text.encode(), s) for s in own), "the signature of", name)
    origin, size, root = text.split("\n")[:3]
    need(origin == name, "the key is of another log:", origin)
    return int(size), base64.b64decode(root)


# -- proofs (RFC 9162 section 2.1) --------------------------------------------------------------------------------------------
def root_from_leaf(index, size, leaf, path):
    fn, sn, hash_ = index, size - 1, leaf
    for p in path:
        need(sn > 0, "the proof is too long")
        if fn & 1 or fn == sn:
            hash_ = node_hash(p, hash_)
            while not fn & 1 and fn:
                fn, sn = fn >> 1, sn >> 1
        else:
            hash_ = node_hash(hash_, p)
        fn, sn = fn >> 1, sn >> 1
    need(sn == 0, "the proof is too short")
    return hash_


def tile_path(n):
    path = f"{n % 1000:03d}"
    while n >= 1000:
        n //= 1000
        path = f"x{n % 1000:03d}/{path}"
    return path


class Log:
    """Hashes of ranges of leaves, from tiles of the newest size."""

    def __init__(self, address, size):
        self.address, self.size, self.tiles = address, size, {}

    def tile(self, level, n):
        width = min(256, (self.size >> 8 * level) - 256 * n)
        path = f"{self.address}/tile/{level}/{tile_path(n)}" + (f".p/{width}" if width < 256 else "")
        if path not in self.tiles:
            self.tiles[path] = get(path)
            need(self.tiles[path] and len(self.tiles[path]) == 32 * width, "the tile", path)
        return self.tiles[path]

    def range_hash(self, start, end):
        count = end - start
        if count & (count - 1): # not a complete subtree: split as RFC 9162 does
            k = 1 << (count - 1).bit_length() - 1
            return node_hash(self.range_hash(start, start + k), self.range_hash(start + k, end))
        level = (count.bit_length() - 1) // 8
        first, last = start >> 8 * level, end >> 8 * level
        if last - first > 1:
            return node_hash(self.range_hash(start, start + count // 2), self.range_hash(start + count // 2, end))
        at = first % 256 * 32
        return self.tile(level, first // 256)[at:at + 32]


def must_grow(log, old, now):
    """Both roots come out of the same hashes: the old log is the beginning of the new one."""
    need(old[0] <= now[0], "the log shrank from", old[0], "to", now[0])
    need(log.range_hash(0, old[0]) == old[1], "the first", old[0], "leaves are not those of then")
    need(log.range_hash(0, now[0]) == now[1], "the tiles are not those of the root")


def main():
    site, number, vkey = sys.argv[1:4]
    proof = get(f"{site}/c/{number}/proof").decode()                                        # 1
    head, note = proof.split("\n\n", 1)
    lines = head.split("\n")
    need(lines[0] == "c2sp.org/tlog-proof@v1" and lines[1].startswith("extra ") and lines[2].startswith("index "), "the form")
    origin = note.split("\n")[0]
    path = re.search(r"/log/(\d{9})(/e[1-9]\d*)?$", origin)
    need(path and path.group(1) == number.split("-")[0][:9].ljust(9, "0"), "another town's log:", origin)
    address = site + path.group(0)
    key = read_key(get(address + "/vkey").decode().strip() if vkey == "-" else vkey)          # 2
    leaf, index = base64.b64decode(lines[1][6:]), int(lines[2][6:])                             # 3
    then = open_checkpoint(note, key)
    hashes = [base64.b64decode(h) for h in lines[3:]]
    need(index < then[0] and root_from_leaf(index, then[0], leaf_hash(leaf), hashes) == then[1], "leaf", index, "is not in the log")
    doc, said = get(f"{site}/c/{number}/doc"), json.loads(leaf)                                  # 4
    if doc:
        need(hashlib.sha256(doc).hexdigest() == said.get("body") and json.loads(doc)["number"] == number, "the text of leaf", index)
    checkpoint = get(address + "/checkpoint").decode()                                         # 5
    now = open_checkpoint(checkpoint, key)
    log = Log(address, now[0])
    must_grow(log, then, now)
    kept = sys.argv[4] if len(sys.argv) > 4 else os.devnull
    if os.path.isfile(kept):
        with open(kept, encoding="utf-8") as f:
            must_grow(log, open_checkpoint(f.read(), key), now)
    with open(kept, "w", encoding="utf-8") as f:                                            # 7; 6 is for who kept an older epoch's
        f.write(checkpoint)
    print(f"stranger: {number} is leaf {index} of {now[0]}, {'its text as recorded' if doc else 'without a text'}")


main()

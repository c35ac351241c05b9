# SPDX-License-Identifier: Apache-2.0
"""A disk that lost its power, rebuilt from a trace (trace.h) and the folder as it was before.

What is on it: everything synced, and of the rest whatever chance kept. Bytes of a file last once that file was synced; of
those that were not, each sector of 512 lasts or not by itself. A new file's name lasts with its own sync, as on ext4; other
names once their folder was synced, until then a beginning of the list of changes lasts. A trace is a list of notes."""
import os
import shutil
import struct

SECTOR = 512


def read_trace(path):
    notes, at = [], 0
    with open(path, "rb") as f:
        data = f.read()
    while at < len(data):
        kind, name_len, bytes_len, place = struct.unpack_from("<cIQQ", data, at)
        at += 21
        name, at = data[at:at + name_len].decode(), at + name_len
        notes.append((kind.decode(), name, place, data[at:at + bytes_len]))
        at += bytes_len
    return notes


def put(content, place, piece):
    if len(content) < place + len(piece):
        content.extend(bytes(place + len(piece) - len(content)))
    content[place:place + len(piece)] = piece


def cut_to(content, size):
    del content[size:]
    content.extend(bytes(size - len(content)))


class Disk:
    def __init__(self, folder, base):
        """`base` holds the files of `folder` as they were when the trace began, all of them safe."""
        self.folder, self.base = folder, base
        self.now, self.safe = {}, {}     # name -> file, as programs see it; as a power cut leaves it
        self.content, self.waiting = {}, {}  # file -> its safe bytes (None: those of the base), and what is not safe
        self.names, self.count = [], 0   # changes of names that no sync has made safe
        for at, _, files in os.walk(base):
            for file in files:
                name = os.path.join(folder, os.path.relpath(os.path.join(at, file), base))
                self.now[name] = self.safe[name] = self.new_file(None)

    def new_file(self, content):
        self.count += 1
        self.content[self.count], self.waiting[self.count] = content, []
        return self.count

    def bytes_of(self, file, name=None):
        """The safe bytes; a file of the base is read when it is first needed."""
        if self.content[file] is None:
            name = name or next(n for n, f in self.now.items() if f == file)
            with open(os.path.join(self.base, os.path.relpath(name, self.folder)), "rb") as f:
                self.content[file] = bytearray(f.read())
        return self.content[file]

    def apply(self, note):
        kind, name, place, piece = note
        if kind in "WT":
            if name not in self.now:
                self.now[name] = self.new_file(bytearray())
                self.names.append(("made", name, self.now[name]))
            self.waiting[self.now[name]].append((kind, place, piece))
        elif kind == "S":
            self.sync(name)
        elif kind == "U" and name in self.now:
            self.names.append(("removed", name, self.now.pop(name)))
        elif kind == "R" and name in self.now:
            file, to = self.now.pop(name), piece.decode()
            self.now[to] = file
            self.names.append(("renamed", name, file, to))

    def sync(self, name):
        file = self.now.get(name)
        if file is None:  # a folder: the names in it
            for change in self.names:
                self.keep_name(change)
            self.names = []
            return
        content = self.bytes_of(file, name)
        for kind, place, piece in self.waiting[file]:
            put(content, place, piece) if kind == "W" else cut_to(content, place)
        self.waiting[file] = []
        for change in [c for c in self.names if c[0] == "made" and c[2] == file]:
            self.keep_name(change)
            self.names.remove(change)

    def keep_name(self, change):
        if change[0] == "made":
            self.safe[change[1]] = change[2]
        else:
            self.safe.pop(change[1], None)
        if change[0] == "renamed":
            self.safe[change[3]] = change[2]

    def cut(self, chance, into):
        """Writes what a power cut leaves here and now. The disk itself goes on."""
        keeps, safe = chance.choice([0, 0.1, 0.5, 0.9, 1]), dict(self.safe)
        for change in self.names[:chance.randrange(len(self.names) + 1)]:
            self.keep_name(change)
        found, self.safe = self.safe, safe
        shutil.rmtree(into, ignore_errors=True)
        for name, file in found.items():
            path = os.path.join(into, os.path.relpath(name, self.folder))
            os.makedirs(os.path.dirname(path), mode=0o700, exist_ok=True)
            if self.content[file] is None and not self.waiting[file]:
                shutil.copyfile(os.path.join(self.base, os.path.relpath(name, self.folder)), path)
            else:
                self.write_out(path, self.remains(file, name, chance, keeps))
            os.chmod(path, 0o600)

    @staticmethod
    def write_out(path, content):
        with open(path, "wb") as f:
            f.write(content)

    def remains(self, file, name, chance, keeps):
        content = bytearray(self.bytes_of(file, name))
        for kind, place, piece in self.waiting[file]:
            if kind == "T":
                if chance.random() < keeps:
                    cut_to(content, place)
                continue
            at = 0
            while at < len(piece):
                end = min(len(piece), at + SECTOR - (place + at) % SECTOR)
                if chance.random() < keeps:
                    put(content, place + at, piece[at:end])
                at = end
        return content

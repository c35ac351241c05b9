# SPDX-License-Identifier: Apache-2.0
"""A folder of our own, and what the commands say about it."""
import os
import tempfile

import house

DONE, NO, WRONG, HINDERED = 0, 1, 2, 3
PEOPLE = "name,place,role,login\n"
PLACES = os.path.join(house.ROOT, "data/place")


class Spoken(house.House):
    """A house whose commands are held to what they say."""

    def file(self, name, text):
        path = os.path.join(self.work, name)
        with open(path, "w", encoding="utf-8") as f:
            f.write(text)
        return path

    def must(self, code, *words, says=None):
        """Runs a command that must end with this code and say this; returns all it said."""
        got, said = self.run(*words)
        house.need(got == code, " ".join(words), "ended with", got, "and not with", code, said[:1500])
        house.need(says is None or says in said, " ".join(words), "does not say", says, "but:", said[:1500])
        return said


class Fresh(Spoken):
    """A house that is not there yet."""

    def __init__(self, name):
        with tempfile.TemporaryDirectory() as nothing:
            super().__init__(name, of=nothing)

    def found(self):
        """A county with its real places and its first administrator; returns her password."""
        said = self.must(DONE, "init", "--county=371603", "--name=沾化区", "--host=sun.example", "--admin=guan",
                         "--admin-name=关县")
        self.must(DONE, "place", "import", PLACES)
        return said.split("密码 ")[1].split(" ")[0]

# SPDX-License-Identifier: Apache-2.0
"""Somebody with sqlite3 at hand changes one published row, one leaf, one tile of a stopped house. After the restart the
page of the item says so in red, `verify` names the leaf, `fsck` the table and the row; before, all three are content."""
import datetime
import re
import sys

import house

ITEM = "C2"
ALARM = re.compile(r'class="[^"]*\balarm\b')


def two_months_ago():
    day = datetime.date.today().replace(day=1)
    for _ in range(2):
        day = (day - datetime.timedelta(days=1)).replace(day=1)
    return f"{day.year}-{day.month:02d}"


class Published:
    """The item that is tampered with: its page, its number, its rows."""

    def __init__(self, h):
        self.page = f"/v/{house.VILLAGE}/{two_months_ago()}/{ITEM}"
        entry = h.visitor().get(self.page + ".json").json["entries"][0]
        self.number = entry["number"]
        place, letter, year, seq = self.number.split("-")
        self.id, self.version, self.event = h.sql(
            "select c.id, d.version, d.event from process_case as c join process_document as d using (home, id)"
            f" where c.home = {house.TOWN} and c.place = {place.ljust(18, '0')} and c.letter = '{letter}'"
            f" and c.year = {year} and c.seq = {seq} order by d.version desc limit 1").split("|")


def look(h, item):
    """Is the page red; what verify and fsck say, and how they end."""
    page = h.visitor().get(item.page)
    house.need(page.status == 200, item.page, page.status)
    verified = h.run("verify", f"http://127.0.0.1:{h.port}/c/{item.number}")
    h.stop()
    return bool(ALARM.search(page.text)), verified, h.run("fsck")


def tampers(item):
    where = f"home = {house.TOWN} and id = {item.id} and version = {item.version}"
    event = f"home = {house.TOWN} and idx = {item.event}"
    tile, place = divmod(int(item.event), 256)
    return [
        ("one published row", "process_document", (house.TOWN, item.id, item.version), True,
         f"update process_document set bytes = replace(bytes, '7', '8') where {where};"),
        ("one leaf", "record_event", (f"idx={item.event}",), True,
         "drop trigger record_event_kept;"
         f"update record_event set leaf = replace(leaf, '\"t\":1', '\"t\":2') where {event};"),
        ("one tile", "record_tile", ("level=0", f"n={tile}"), True, tile_without(tile, place ^ 1)),
        # The proof of a leaf does not need the leaf's own place: it stays good, and the page is red all the same.
        ("the leaf's own place in a tile", "record_tile", ("level=0", f"n={tile}"), False, tile_without(tile, place)),
    ]


def tile_without(tile, place):
    at = place * 32
    return ("drop trigger record_tile_kept;"
            f"update record_tile set bytes = cast(substr(bytes, 1, {at}) || zeroblob(32) || substr(bytes, {at + 33}) as blob)"
            f" where home = {house.TOWN} and level = 0 and n = {tile};")


def prove(what, table, row, is_refuted, script):
    with house.House("tamper") as h:
        script = f"pragma trusted_schema = on; {script} select changes();"
        house.need(h.sql(script) == "1", what, "was not changed")
        h.serve()
        item = Published(h)
        red, (verify_code, verify_said), (fsck_code, fsck_said) = look(h, item)
    house.need(red, what, "changed, and the page is not red")
    house.need(not is_refuted or verify_code == 1 and re.search(rf"\b{item.event}\b", verify_said), what,
               "changed, and verify says:", verify_said)
    line = [l for l in fsck_said.splitlines() if table in l and all(str(r) in l for r in row)]
    house.need(fsck_code == 1 and line, what, "changed, and fsck says:", fsck_said[:1500])
    print(f"{what}: page red; verify: {verify_said.splitlines()[0]}; fsck: {line[0]}")


def main():
    with house.House("tamper") as h:
        h.serve()
        item = Published(h)
        red, (verify_code, said), (fsck_code, _) = look(h, item)
        house.need(not red and verify_code == 0 and fsck_code == 0, "untouched, and yet:", red, said)
    for tamper in tampers(item):
        prove(*tamper)
    print("tamper: one published row, one leaf, one tile: page red, verify names the leaf, fsck names table and row")


sys.exit(main())

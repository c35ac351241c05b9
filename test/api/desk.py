# SPDX-License-Identifier: Apache-2.0
"""What staff and programs rely on: every number of a town desk opens exactly its rows; a list says the same as a page, as
JSON and as CSV, and its pages go both ways; nothing is offered for what is at rest; the API keeps what it describes."""
import csv
import io
import re
import sys
import urllib.parse

from house import TOWN, TOWN_OF_FAULTS, VILLAGE, House, links, need

COUNTY = TOWN[:6]
VILLAGE_OF_FAULTS = TOWN_OF_FAULTS + "201"


def json_of(path):
    at = path.split("?", 1)
    return at[0] + ".json" + ("?" + at[1] if len(at) > 1 else "")


def rows_of(desk, path):
    """All rows of a list, as JSON."""
    rows, path = [], json_of(path)
    while path:
        answer = desk.get(path)
        need(answer.status == 200, path, answer.status, answer.text[:300])
        rows += answer.json["rows"]
        path = answer.json["next"]
    return rows


# -- the desks of towns and county -----------------------------------------------------------------------------------------
def sheet_of(desk, path):
    return list(csv.reader(io.StringIO(desk.get(path).body.decode("utf-8-sig"))))[1:]


def every_number(desk, page):
    """Opens the rows of every number of a matrix."""
    cells = 0
    for href, number in re.findall(r'<a href="(/p/\d+/\w+\?[^"]+)">(\d+)</a>', page):
        cells += 1
        rows = rows_of(desk, href.replace("&amp;", "&"))
        need(len(rows) == int(number), f"{href} says {number} and opens {len(rows)}")
    return cells


def town_desk(house, login, town):
    desk = house.browser(login)
    page = desk.get(f"/town/{town}").text
    cells = every_number(desk, page)
    need(cells >= 30, "the matrix has", cells, "cells")
    late = sheet_of(desk, f"/town/{town}/stuck.csv")
    said = int(re.search(r"<h1>[^<]*?(\d+)", page).group(1))
    need(len(late) == said, "the heading says", said, "and the sheet has", len(late))
    need(all(row[4] or row[6] for row in late), "somebody is stuck with nobody")
    return cells


def county_desk(house):
    """A town's row is the sum of its villages'; a town does not see the county's desk."""
    desk = house.browser("qu")
    page = desk.get(f"/county/{COUNTY}").text
    towns = sheet_of(desk, f"/county/{COUNTY}/towns.csv")
    for town in (TOWN, TOWN_OF_FAULTS):
        villages = sheet_of(desk, f"/town/{town}/villages.csv")
        sums = [sum(int(v[i]) for v in villages) for i in range(2, 8)]
        row = next(r for r in towns if r[0] == town)
        need([int(n) for n in row[2:]] == sums, f"{row} is not the sum of its villages, {sums}")
        need(f'href="/town/{town}"' in page, "no way from the county to", town)
    need(house.browser("zhen").get(f"/county/{COUNTY}").status == 403, "a town sees the county's desk")
    need(f"/county/{COUNTY}" in desk.get("/todo").text, "no way to the county's desk")
    return every_number(desk, page)


# -- lists -----------------------------------------------------------------------------------------------------------------
def numbers_on(page):
    return re.findall(r'<a href="/case/([0-9A-Z-]+)"><span class="n">', page)


def walk(desk, path, words):
    """From page to page by the link with these words."""
    pages = [desk.get(path).text]
    while True:
        found = re.search(r'<a class="row" href="([^"]+)">' + words, pages[-1])
        if not found:
            return pages
        pages.append(desk.get(found.group(1).replace("&amp;", "&")).text)
        need(len(pages) < 200, "the pages of", path, "have no end")


def lists(house):
    desk = house.browser("zhen")
    path = f"/p/{TOWN}/disclosure"
    forth = walk(desk, path, "下一页")
    shown = [n for page in forth for n in numbers_on(page)]
    need(len(forth) > 3 and len(shown) == len(set(shown)), len(forth), "pages,", len(shown), "rows, doubled")
    last = re.search(r'<a class="row" href="([^"]+)">上一页', forth[-1]).group(1).replace("&amp;", "&")
    back = walk(desk, last, "上一页")
    need([numbers_on(p) for p in reversed(back)] == [numbers_on(p) for p in forth[:-1]], "back is not the way forth")
    rows = rows_of(desk, path)
    need([r["number"] for r in rows] == shown, "JSON has other rows than the pages")
    sheet = desk.get(f"{path}.csv")
    need(sheet.body.startswith(b"\xef\xbb\xbf") and b"\r\n" in sheet.body, "WPS wants a BOM and CRLF")
    cells = list(csv.reader(io.StringIO(sheet.body.decode("utf-8-sig"))))
    first = desk.get(json_of(path)).json["rows"]
    for row, line in zip(first, cells[1:]):
        own = [row[k] for k in ("number", "place", "title", "state", "opened", "due", "days_late")]
        need(line[:7] == own and sorted(line[7:]) == sorted(row["fields"].values()), "CSV and JSON differ:", line, row)
    need(len(cells) - 1 - len(first) <= 1, "CSV has more rows than JSON")
    return len(shown)


def at_rest(house):
    for login in ("wenshu", "jianwei", "shuji"):
        page = house.browser(login).get(f"/p/{VILLAGE}/disclosure?state=archived").text
        need(numbers_on(page) and 'type="checkbox" name="case"' not in page and 'name="action"' not in page,
             "steps are offered for what is archived, to", login)
    page = house.browser("zhen").get(f"/p/{VILLAGE}/issue?f.kind=nothing").text
    need("一件也没有" in page and f'href="/p/{VILLAGE}/issue"' in page, "an empty list does not say what to do")


def no_formula(house):
    clerk = house.client("wenshu")
    made = clerk.open(VILLAGE, "issue", {"kind": "question", "detail": "=HYPERLINK(\"http://x\",\"点\")"})
    need(made.status == 201, made.text)
    sheet = house.browser("zhen").get(f"/p/{VILLAGE}/issue.csv").body.decode("utf-8-sig")
    cells = [c for row in csv.reader(io.StringIO(sheet)) for c in row]
    need(any(c.startswith("'=HYPERLINK") for c in cells) and not any(c.startswith("=") for c in cells), "a formula runs")


# -- the API ---------------------------------------------------------------------------------------------------------------
def is_problem(answer, status, field=""):
    need(answer.status == status, "wanted", status, "got", answer.status, answer.text[:300])
    need(answer.headers["Content-Type"].startswith("application/problem+json"), answer.headers["Content-Type"])
    p = answer.json
    need(p["status"] == status and p["reason"] and p["hint"] and p["title"] and p["type"].startswith("urn:"), p)
    need(p["field"] == field, "the fault is of", repr(p["field"]), "not", repr(field))
    return p


def send(who, path, body, **headers):
    return who.ask("POST", path, body, {"Content-Type": "application/json", **headers})


def refusals(house, clerk):
    at, body = f"/api/v1/p/{VILLAGE}/cases/issue", {"facts": {"kind": "question", "detail": "路灯不亮"}}
    is_problem(house.visitor().get("/api/v1/processes"), 401)
    is_problem(house.visitor().post_json("/api/v1/session", {"login": "wenshu", "secret": "x"}), 401)
    need(re.search("[一-龥]", is_problem(send(clerk, at, b'{"facts":{}}'), 422, "kind")["reason"]), "no Chinese")
    for tongue in ("en", "en-GB,en;q=0.9,zh;q=0.1", "fr, en;q=0.5"):
        said = is_problem(send(clerk, at, b'{"facts":{}}', **{"Accept-Language": tongue}), 422, "kind")
        need(not re.search("[一-龥]", said["title"] + said["reason"] + said["hint"]), tongue, said)
    for tongue in ("zh-CN,en;q=0.8", "fr", "*", ""):
        said = is_problem(send(clerk, at, b'{"facts":{}}', **{"Accept-Language": tongue}), 422, "kind")
        need(re.search("[一-龥]", said["reason"]), tongue, said)
    for wrong, field in ((b'{"facts":{"kind":"question","detail":"a","zzz":1}}', "zzz"),
                         (b'{"facts":{"kind":"question","detail":"a"},"zzz":1}', "zzz"),
                         (b'{"facts":{"kind":"question","detail":"a","detail":"b"}}', ""),
                         (b'{"facts":{"kind":"nothing","detail":"a"}}', "kind"),
                         (b'{"facts":"x"}', ""), (b'[1]', ""), (b'{"facts":', ""), (b'', "")):
        is_problem(send(clerk, at, wrong), 422, field)
    offered = is_problem(send(clerk, at, b'{"facts":{"kind":"nothing","detail":"a"}}'), 422, "kind")["options"]
    need("question" in offered and len(offered) > 1, "no way out of a wrong choice:", offered)
    need(clerk.open(VILLAGE, "issue", {"kind": offered[-1], "detail": "照选项填的"}).status == 201, "what is offered is refused")
    for tongue, script in (("zh-CN", True), ("en", False)):
        says = {"Accept-Language": tongue}
        too_much = is_problem(send(clerk, at, b'{"facts":{"detail":"' + b"x" * (10 << 20) + b'"}}', **says), 413, "Content-Length")
        clerk.line = None  # the server closed it
        text = is_problem(clerk.ask("POST", at, b"a=1", {"Content-Type": "text/plain", **says}), 415, "Content-Type")
        clerk.line = None
        for p in (too_much, text):
            need(bool(re.search("[一-龥]", p["reason"] + p["hint"])) == script, tongue, p)
    form = is_problem(clerk.ask("POST", at, b"a=1", {"Content-Type": "application/x-www-form-urlencoded"}), 415, "Content-Type")
    need("application/json" in form["hint"], form)
    is_problem(clerk.open(VILLAGE_OF_FAULTS, "issue", body["facts"]), 404)
    is_problem(clerk.get(f"/api/v1/p/{VILLAGE_OF_FAULTS}/cases"), 404)
    for asked, field in (("process=nothing", "process"), ("state=nothing", "state"), ("after=x", "after")):
        is_problem(clerk.get(f"/api/v1/p/{VILLAGE}/cases?{asked}"), 422, field)
    is_problem(clerk.get(f"/api/v1/cases/{VILLAGE}-W-1999-1"), 404)


def once(clerk):
    body = {"kind": "question", "detail": "一次还是两次"}
    first = clerk.open(VILLAGE, "issue", body, key="desk-1")
    need(first.status == 201, first.text)
    again = clerk.open(VILLAGE, "issue", body, key="desk-1")
    need(again.status == 201 and again.json["number"] == first.json["number"], "a second case", again.text)
    other = clerk.open(VILLAGE, "issue", {**body, "detail": "别的"}, key="desk-1")
    need(other.status in (409, 422) and other.json["reason"], "the key served for another body", other.text)
    number, version = first.json["number"], first.json["version"]
    is_problem(clerk.act(number, "assign", {}), 403)
    is_problem(clerk.act(number, "nothing", {}), 404)
    is_problem(clerk.act(number, "write_public", {"public_text": "路灯不亮"}, version=version + 7), 409)
    is_problem(clerk.act(number, "write_public", {"public_text": "路灯不亮"}, zzz=1), 422, "zzz")
    done = clerk.act(number, "write_public", {"public_text": "路灯不亮"}, version=version)
    need(done.status == 200 and done.json["version"] == version + 1 and "actions" in done.json, done.text)
    body = clerk.case(number).json
    need({"number", "process", "state", "due", "actions", "facts"} <= set(body), body)
    need(body["facts"]["public_text"] == "路灯不亮", body)


def pages(clerk):
    seen, after = [], ""
    while after is not None:
        page = clerk.get(f"/api/v1/p/{VILLAGE}/cases?process=disclosure&state=archived&after={after}").json
        seen += [c["number"] for c in page["items"]]
        need(all(c["state"] == "archived" and c["process"] == "disclosure" for c in page["items"]), "another state")
        after = page["next"]
    need(len(seen) > 50 and len(seen) == len(set(seen)), len(seen), "cases, doubled")
    return len(seen)


def described(house, clerk):
    api = clerk.get("/api/openapi.json").json
    need(api["openapi"].startswith("3.1"), api["openapi"])
    for path, methods in api["paths"].items():
        for method, operation in methods.items():
            need(operation["summary"] and "4XX" in operation["responses"], method, path, "is not described")
            wanted = set(re.findall(r"\{(\w+)\}", path))
            have = {p["name"] for p in operation["parameters"] if p["in"] == "path"}
            need(wanted == have, path, "has the parameters", have)
    need({"/api/v1/session", "/api/v1/processes", "/api/v1/p/{code}/cases", "/api/v1/p/{code}/cases/{process}",
          "/api/v1/cases/{number}", "/api/v1/cases/{number}/actions/{action}"} <= set(api["paths"]), "paths are missing")
    processes = {p["name"]: p for p in clerk.get("/api/v1/processes").json["items"]}
    for name, process in processes.items():
        for action in process["actions"]:
            schema = api["components"]["schemas"][name if action["name"] == "open" else f"{name}.{action['name']}"]
            need(sorted(schema.get("required", [])) == sorted(action["needs"]), name, action["name"])
    return len(api["paths"])


def main():
    with House("desk") as house:
        house.serve()
        cells = town_desk(house, "zhen", TOWN) + town_desk(house, "zaohua", TOWN_OF_FAULTS) + county_desk(house)
        rows = lists(house)
        at_rest(house)
        no_formula(house)
        clerk = house.client("wenshu")
        refusals(house, clerk)
        once(clerk)
        cases = pages(clerk)
        paths = described(house, clerk)
        print(f"{cells} numbers of two town desks and the county's open exactly their rows; {rows} rows the same as page, JSON and CSV, both "
              f"ways; {cases} cases through the API, {paths} paths described, refusals with field, reason and way out")


if __name__ == "__main__":
    sys.exit(main())

# SPDX-License-Identifier: Apache-2.0
"""The shelf as villagers and staff meet it: what a tenth of the villagers asked for is there at once and can be opened by
hand; what was withdrawn for privacy says so (410) wherever somebody had its address, its proofs hold, and it comes back
as a new version; every other number that is not public answers like one that does not exist."""
import csv
import datetime
import io
import os
import re
import sys

from house import TOWN, VILLAGE, House, forms, need

PHONE = "13800138000"


def cases_of(client, **wanted):
    """Cases of the village's shelf with these facts."""
    found, after = [], ""
    while after is not None:
        page = client.get(f"/api/v1/p/{VILLAGE}/cases?process=disclosure&after={after}").json
        for row in page["items"]:
            facts = row.get("facts") or client.case(row["number"]).json["facts"]
            if all(facts.get(k) == v for k, v in wanted.items()):
                found.append(row["number"])
        after = page["next"]
    return found


# -- what villagers add --------------------------------------------------------------------------------------------------
def added(house):
    clerk, watcher = house.client("wenshu"), house.client("jianwei2")
    asked = {"what": "村里的车谁在用", "every": "year", "asked_by": "villagers", "signers": "62", "entitled": "612",
             "filed_where": "村务档案柜"}
    opened = clerk.open(VILLAGE, "added_item", asked)
    need(opened.status == 201, opened.text)
    page = house.browser("wenshu")
    need("村里的车谁在用" not in page.get(f"/p/{VILLAGE}/disclosure/new").text, "offered before it is on the list")
    done = watcher.act(opened.json["number"], "confirm", {})
    need(done.status == 200 and done.json["state"] == "added", done.text)
    today = datetime.datetime.now(datetime.timezone(datetime.timedelta(hours=8))).date()
    first = cases_of(clerk, item="V1", period=str(today.year - 1))
    need(len(first) == 1, "not opened on the day it was added:", first)
    case = clerk.case(first[0]).json
    need(case["state"] == "awaited", case)
    need(str(case["due"]).startswith(str(today + datetime.timedelta(days=6))) or
         str(case["due"]).startswith(str(today + datetime.timedelta(days=5))), case["due"], today)
    village = house.visitor().get(f"/v/{VILLAGE}").text
    need(f'<a href="/v/{VILLAGE}/{today.year - 1}/V1"><span class="n">村里的车谁在用<i>V1 {today.year - 1}年</i>' in village,
         "the village's page does not name it")
    return by_hand(page, clerk, today)


def by_hand(page, clerk, today):
    path = f"/p/{VILLAGE}/disclosure/new"
    form = page.get(path).text
    need(re.search(r'<option value="V1">V1 村里的车谁在用</option>', form), "the form does not offer V1")
    need(len(re.findall(r'<option value="\w+"', form)) == 25, form.count("<option"), "items in the form")
    which = [("item" in f["names"]) for f in forms(form)].index(True)

    def fill(period, item="V1"):
        return page.fill(path, {"item": item, "period": period}, which)

    wrong = fill(f"{today.year}Q1")
    need(wrong.status == 422 and 'value="V1" selected' in wrong.text and f'value="{today.year}Q1"' in wrong.text and
         "所属期不对" in wrong.text, "a wrong period:", wrong.status)
    ahead = fill(str(today.year + 1))
    need(ahead.status == 422 and "这一期还没到" in ahead.text, "a year ahead:", ahead.status)
    unchosen = fill(str(today.year), "")
    need(unchosen.status == 422 and "没选公开哪一项" in unchosen.text and 'href="#f-item"' in unchosen.text,
         "no item chosen:", unchosen.status)
    missing = fill(str(today.year), "V2")
    need(missing.status == 422 and "目录里没有这一项" in missing.text, "an item that is not there:", missing.status)
    good = fill(f" {today.year} ")
    need(good.status == 303, good.status, good.text[-1500:])
    need("村里的车谁在用" in page.follow(good).text, "the case does not say what it is")
    need(len(cases_of(clerk, item="V1", period=str(today.year))) == 1, "not opened by hand")
    return 5


# -- what is taken away --------------------------------------------------------------------------------------------------
def gone(answer, where, reason):
    need(answer.status == 410, where, "answers", answer.status)
    need(reason in answer.text, where, "does not say why")
    need(re.search(r"\d+月\d+日|202\d-\d\d-\d\d|\d+ [A-Z][a-z]+|[A-Z][a-z]+ \d+", answer.text), where, "does not say when")


def published(house):
    """A D2 of the committee's book that hangs, with its text."""
    visitor = house.visitor()
    for number in sorted(cases_of(house.client("wenshu"), item="D2", book="committee"), reverse=True):
        doc = visitor.get(f"/c/{number}/doc")
        if doc.status == 200 and doc.json["rows"]:
            return number, doc.json
    need(False, "no D2 is published")


def withdrawn(house):
    visitor, secretary = house.visitor(), house.client("shuji")
    number, text = published(house)
    need(secretary.session("shuji", house.accounts()["shuji"]).status in (200, 201), "no fresh session")
    said = secretary.act(number, "withdraw_privacy", {"reason": f"第三行写了电话 {PHONE}"})
    need(said.status == 422 and said.json["field"] == "reason" and PHONE not in said.text, said.status, said.text[:300])
    need(visitor.get(f"/c/{number}").status == 200, "a refused withdrawal took it away")
    reason = "第三行写了私人的电话"
    done = secretary.act(number, "withdraw_privacy", {"reason": reason})
    need(done.status == 200, done.text)
    words = max((str(v) for v in text["rows"][0].values()), key=len)
    reader = house.visitor()
    reader.get(f"/v/{VILLAGE}?lang=en")
    for who in (visitor, reader):
        for tail in ("", ".json", "/doc", "/doc?version=1"):
            answer = who.get(f"/c/{number}{tail}")
            gone(answer, tail, reason)
            need(words not in answer.text, tail, "still says", words)
    need("This was withdrawn" in reader.get(f"/c/{number}").text, "not in English")
    body = visitor.get(f"/c/{number}.json").json
    need(body["number"] == number and body["reason"] == reason and body["versions"][0]["withdrawn"] == reason, body)
    need("title" not in body, "the title is told")
    need(visitor.get(f"/c/{number}/doc", Accept="application/json").status == 410, "doc")
    proof = visitor.get(f"/c/{number}/proof")
    need(proof.status == 200 and words not in proof.text, "the proof is gone, too:", proof.status)
    need(visitor.get(f"/c/{number}/proof?version=1").status == 200, "the proof of version 1 is gone")
    code, told = house.run("verify", f"http://127.0.0.1:{house.port}/c/{number}")
    need(code == 0 and "撤下" in told, "verify:", code, told)
    return number, reason


def step(page, number, action, typed=None):
    """Takes a step by its page, in whichever office may: what the case offers under another office is one press away."""
    case = page.get(f"/case/{number}").text
    switch = re.search(rf'(<form class="offices"[^>]*>(?:(?!</form>).)*value="/case/{number}/{action}">)<button name="office" value="(\w+)"', case)
    if switch:
        page.post_form("/office", {**forms(switch.group(1))[0]["fields"], "office": switch.group(2)})
    path = f"/case/{number}/{action}"
    which = [("step" in f["names"]) for f in forms(page.get(path).text)].index(True)
    answer = page.fill(path, {**(typed or {}), "step": "send"}, which)
    need(answer.status == 303, action, answer.status, re.sub("<[^>]+>", " ", answer.text)[-900:])


def comes_back(house, number, reason):
    visitor = house.visitor()
    step(house.browser("wenshu"), number, "declare_no_change")
    for login in ("jianwei", "jianwei2"):
        done = house.client(login).act(number, "pass", {})
        need(done.status == 200, login, done.status, done.text[:600])
    step(house.browser("caiwu"), number, "fix", {"f.meeting_no": "联席会"})
    need(visitor.get(f"/c/{number}").status == 200 and visitor.get(f"/c/{number}/doc").status == 200, "did not come back")
    gone(visitor.get(f"/c/{number}/doc?version=1"), "version 1", reason)
    need(visitor.get(f"/c/{number}/proof?version=1").status == 200, "the proof of version 1 is gone")


def others(house):
    """Numbers that are not public, and numbers that do not exist, answer alike."""
    visitor, clerk = house.visitor(), house.client("wenshu")
    hidden = [n for n in cases_of(clerk) if clerk.case(n).json["state"] == "awaited"][:3]
    need(hidden, "nothing waits")
    shapes = set()
    for number in hidden + [f"{VILLAGE}-G-1999-1"]:
        for tail in ("", ".json", "/doc", "/doc?version=1", "/proof", "/proof?version=1"):
            answer = visitor.get(f"/c/{number}{tail}")
            need(answer.status == 404, number, tail, answer.status)
            shapes.add((tail, re.sub(r'"request":"\w+"|\d', "", answer.text.replace(number, ""))))
    need(len(shapes) == 6, "they do not answer alike:", len(shapes))
    return len(hidden)


# -- the catalogue -------------------------------------------------------------------------------------------------------
def changed_list(house, name, change):
    """The catalogue as it is served, with some rows changed, as a file."""
    text = house.visitor().get("/catalogue.csv").body.decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text)))
    need(len(rows) == 25 and rows[0]["code"] == "A1", "the list:", len(rows))
    for row in rows:
        change(row)
    path = os.path.join(house.work, name)
    with open(path, "w", encoding="utf-8", newline="") as f:
        writer = csv.DictWriter(f, rows[0].keys())
        writer.writeheader()
        writer.writerows(rows)
    return path


def wrong_rows(house, year):
    """One complaint per bad row, with its line, and nothing is kept."""
    faults = {"A2": ("prepare_role", "emperor", "没有“emperor”"), "B1": ("item_zh", "", "“item_zh”空着"),
              "C2": ("no_change_allowed", "1", "C2 不能报"), "C3": ("period", "monthly", "期限不一样"),
              "D2": ("plain_zh", "长" * 201, "最多 200"), "E1": ("plain_zh", "一行\n两行", "换行")}

    def change(row):
        if row["code"] in faults:
            column, value, _ = faults[row["code"]]
            row[column] = value
    code, said = house.run("catalogue", "import", changed_list(house, "bad.csv", change), f"--from={year}-01-01")
    lines = [line for line in said.splitlines() if re.match(r"\d+: ", line)]
    need(code == 1 and len(lines) == len(faults), code, said)
    for line, (_, _, words) in zip(lines, faults.values()):
        need(words in line, line, "does not say", words)
    return len(lines)


def catalogue(house):
    year, visitor = datetime.date.today().year + 1, house.visitor()
    need(visitor.get("/catalogue.json").json["days"] == [], "changed before anybody changed it")
    need(visitor.get("/catalogue?on=soon").status == 422, "?on=soon")

    def change(row):
        if row["code"] == "C3":
            row.update(plain_zh="村里欠谁的钱", approve_role="joint_meeting_party_and_committee")
    path = changed_list(house, "new.csv", change)
    for day in ("2020-01-01", str(datetime.date.today())):
        code, said = house.run("catalogue", "import", path, f"--from={day}")
        need(code == 1 and "不在今天以后" in said, code, said)
    bad = wrong_rows(house, year)
    code, said = house.run("catalogue", "import", path, f"--from={year}-01-01", "--dry-run")
    need(code == 0 and "会改 1 项，24 项不变" in said, code, said)
    need(visitor.get("/catalogue.json").json["days"] == [], "a dry run, or a bad list, changed it")
    leaves = int(house.sql("select count(*) from record_event where kind = 'disclosure.catalogue'"))
    code, said = house.run("catalogue", "import", path, f"--from={year}-01-01")
    need(code == 0 and "改了 1 项" in said, code, said)
    need(int(house.sql("select count(*) from record_event where kind = 'disclosure.catalogue'")) == leaves + 1,
         "not on the record")
    for _ in ("running", "started again"):
        visitor = house.visitor()
        page = visitor.get("/catalogue").text
        need("谁欠村里" in page and page.count("村里欠谁的钱") == 1 and "还没到" in page, "today's page")
        day = visitor.get("/catalogue.json").json["days"][0]
        need(day["to_come"] and [c["code"] for c in day["changes"]] == ["C3", "C3"], day)
        then = visitor.get(f"/catalogue.json?on={year}-01-01").json
        item = [i for g in then["groups"] for i in g["items"] if i["code"] == "C3"][0]
        need(item["plain"] == "村里欠谁的钱" and item["since"] == f"{year}-01-01", item)
        need("村里欠谁的钱" not in visitor.get(f"/v/{VILLAGE}").text, "said before its day")
        house.stop()
        house.serve()
    house.stop()
    code, said = house.run("catalogue", "import", path.replace("new.csv", "bad.csv"), f"--from={year}-01-01")
    need(code == 1 and "已经定了另一版" in said, code, said)
    tampered(house)
    return bad


def tampered(house):
    """Whoever changes a list with sqlite3 is told of by fsck."""
    need(house.run("fsck")[0] == 0, "fsck before")
    house.sql("update disclosure_catalogue set list = list || ' '")
    code, said = house.run("fsck")
    need(code == 1 and f"{TOWN[:6]}000 disclosure_catalogue 1" in said, code, said)
    house.sql("update disclosure_catalogue set list = rtrim(list, ' ')")
    need(house.run("fsck")[0] == 0, "fsck after")


# -- books ---------------------------------------------------------------------------------------------------------------
def books(house):
    """The town says that a village keeps a book besides the committee's; from then on money is opened for it, too."""
    path, town, clerk, page = f"/p/{VILLAGE}/books", house.browser("zhen"), house.client("wenshu"), house.browser("wenshu")
    today = datetime.datetime.now(datetime.timezone(datetime.timedelta(hours=8))).date()
    month = str((today.replace(day=1) - datetime.timedelta(days=40)))[:7]
    need(page.get(path).status == 403 and house.browser("zaohua").get(path).status == 404, "who may not, may")
    need('name="book"' not in page.get(f"/p/{VILLAGE}/disclosure/new").text, "one book is no choice")
    need(path in town.get(f"/p/{VILLAGE}").text, "no way to the books")
    form = forms(town.get(path).text)
    offers = [f for f in form if f["action"] == path]
    need(len(offers) == 2, "offered:", form)
    wrong = town.post_form(path, {**offers[0]["fields"], "book": "committee"})
    need(wrong.status == 422 and "没有这样的账套" in wrong.text, wrong.status)
    for _ in range(2):
        need(town.post_form(path, {**offers[0]["fields"], "book": "cooperative"}).status == 303, "not kept")
    need(house.sql("select count(*) from record_event where kind = 'disclosure.book'") == "1", "not once on the record")
    need(len([f for f in forms(town.get(path).text) if f["action"] == path]) == 1, "still offered")
    which = [("item" in f["names"]) for f in forms(page.get(f"/p/{VILLAGE}/disclosure/new").text)].index(True)
    for book, item, status in (("former", "C2", 422), ("cooperative", "C2", 303), ("former", "A1", 303)):
        sent = page.fill(f"/p/{VILLAGE}/disclosure/new", {"item": item, "period": month if item == "C2" else str(today.year), "book": book}, which)
        need(sent.status == status, book, item, sent.status, sent.text[-900:])
    need(len(cases_of(clerk, item="C2", period=month, book="cooperative")) == 1, "not opened for the cooperative")


def main():
    with House("shelf") as house:
        house.serve()
        tries = added(house)
        number, reason = withdrawn(house)
        comes_back(house, number, reason)
        hidden = others(house)
        books(house)
        bad = catalogue(house)
        house.fsck()
        print(f"an added item opened at once and by hand, {tries} forms; a withdrawn one answers 410 with reason and day as "
              f"page, JSON and text, its proofs hold, it comes back; {hidden} hidden numbers answer like missing ones; a second book opens, too; "
              f"the catalogue changes from a day to come, {bad} bad rows named")


if __name__ == "__main__":
    sys.exit(main())

# SPDX-License-Identifier: Apache-2.0
"""Private words typed by askers and staff into every free field that is not for the public, then looked for in all that the
public, the log and the operator can see: none may be there. What is for the public refuses numbers of persons."""
import base64
import datetime
import os
import re
import subprocess
import sys
import tempfile

import house
from canary import Canaries

PLANTED = "晒麦场边听会"  # stands in a public field: whoever does not find it does not look
ASK = f"/v/{house.VILLAGE}/ask"
TODAY = datetime.datetime.now(datetime.timezone(datetime.timedelta(hours=8))).date()


def day(n):
    return str(TODAY + datetime.timedelta(days=n))


class Story:
    """Everybody's part in it. `slips` are held by askers, `numbers` name the cases."""

    def __init__(self, h):
        self.h, self.canaries, self.numbers, self.slips, self.refusals = h, Canaries(), {}, {}, 0
        self.staff = {login: h.client(login) for login in ("wenshu", "shuji", "caiwu", "jianwei", "zhen", "daili")}
        self.owner = int(h.sql("select person from access_login where login = 'caiwu'"))

    def do(self, case, who, action, **facts):
        answer = self.staff[who].act(self.numbers[case], action, facts)
        house.need(answer.status == 200, case, action, "by", who, answer.status, answer.text[:600])

    def refused(self, case, who, action, **facts):
        """What would be published with numbers of persons in it is not."""
        answer = self.staff[who].act(self.numbers[case], action, facts)
        house.need(answer.status == 422, case, action, "by", who, "was not refused:", answer.status, answer.text[:300])
        self.refusals += 1

    def open(self, case, who, process, on_behalf=None, **facts):
        answer = self.staff[who].open(house.VILLAGE, process, facts, on_behalf)
        house.need(answer.status == 201, case, answer.status, answer.text[:600])
        self.numbers[case] = answer.json["number"]

    def refused_to_open(self, who, process, **facts):
        answer = self.staff[who].open(house.VILLAGE, process, facts)
        house.need(answer.status == 422, process, "was opened:", answer.status, answer.text[:300])
        self.refusals += 1

    # -- without an account
    def ask(self, case, path, **fields):
        """Write, check, send; the number and the slip come back."""
        visitor = self.h.visitor()
        checked = visitor.fill(path, {**{"f." + n: v for n, v in fields.items() if n != "about_officer"},
                                      **({"about_officer": "1"} if "about_officer" in fields else {}), "step": "check"})
        house.need(checked.status == 200, case, checked.status)
        form = house.forms(checked.text)[0]
        sent = visitor.post_form(form["action"] or path, {**form["fields"], "step": "send"})
        words = re.sub(r"<[^>]+>", " ", sent.text)
        number, slip = re.search(r"\d{12}-[A-Z]-\d{4}-\d+", words), re.search(r"\b\d{4}\s\d{4}\b", words)
        house.need(number and slip, case, sent.status, words[-600:])
        self.numbers[case], self.slips[case] = number.group(0), slip.group(0)

    def with_slip(self, case, action, **fields):
        visitor = self.h.visitor()
        opened = visitor.fill("/slip", {"slip": self.slips[case]})
        page = visitor.follow(opened) if opened.status == 303 else opened
        form = next((f for f in house.forms(page.text) if (f["action"] or "").endswith("/" + action)), None)
        house.need(form, case, "the slip's page offers no", action, page.status)
        done = visitor.post_form(form["action"], {**form["fields"], **{"f." + n: v for n, v in fields.items()}})
        house.need(done.status in (200, 303), case, action, "with the slip:", done.status, done.text[-800:])


def ask_on_the_page(s):
    """A question through all its turns, shown to the public in other words."""
    c, case = s.canaries, "asked on the page"
    s.ask(case, ASK, kind="question", detail=c.text("issue.detail"), may_publish="1", contact=c.number("issue.contact"))
    s.do(case, "shuji", "assign", owner=s.owner, **{"class": "government"}, limit_on=day(1))
    s.do(case, "shuji", "extend", limit_on=day(2), reason=c.text("issue.extend.reason"))
    s.do(case, "shuji", "hold", hold_reason="weather", next_on=day(20), reason=c.text("issue.hold.reason"))
    s.do(case, "shuji", "resume")
    s.do(case, "caiwu", "claim", answer=c.numbers("issue.answer"), evidence=c.text("issue.evidence"),
         public_text="村东的路灯什么时候修")
    s.refused(case, "jianwei", "verify", check_note=c.text("issue.verify.check_note refused"))
    s.do(case, "jianwei", "not_done", check_note=c.text("issue.not_done.check_note"))
    s.do(case, "caiwu", "claim", answer="路灯修好了。", evidence=c.text("issue.evidence again"),
         public_text=c.numbers("issue.public_text"))
    s.refused(case, "jianwei", "verify")
    s.do(case, "wenshu", "write_public", public_text="村东的路灯什么时候修")
    s.do(case, "jianwei", "verify", check_note=c.text("issue.verify.check_note"))
    s.with_slip(case, "redo", reason=c.text("issue.redo.reason"))


def joined_with_it(s):
    """Another asks the same: joined, followed by the slip, and not satisfied either."""
    c, case = s.canaries, "joined with it"
    s.ask(case, ASK, kind="question", detail=c.text("issue.detail joined"), contact=c.number("issue.contact joined"))
    s.do(case, "wenshu", "merge", merged_into=s.numbers["asked on the page"])
    s.with_slip(case, "hand_up", reason=c.text("issue.hand_up.reason joined"))


def asked_for_somebody(s):
    c, case = s.canaries, "entered for somebody"
    s.open(case, "wenshu", "issue", on_behalf=c.text("issue.on_behalf"), kind="help", source="visit",
           detail=c.text("issue.detail by staff"))
    s.do(case, "shuji", "refuse", where_to="镇民政办 0543-0000001", reason=c.text("issue.refuse.reason"))


def ask_about_an_officer(s):
    c, case = s.canaries, "about an officer"
    s.ask(case, ASK, about_officer=True, kind="complaint", detail=c.text("officer_issue.detail"),
          contact=c.number("officer_issue.contact"))
    s.do(case, "zhen", "reply", answer=c.text("officer_issue.answer"))
    s.with_slip(case, "again", reason=c.text("officer_issue.again.reason"))
    s.do(case, "zhen", "pass_on", where_to=c.text("officer_issue.where_to"), reason=c.text("officer_issue.pass_on.reason"))


def published_item(s):
    """The newest posted item that the secretary prepares and the supervision committee reviews: its form, its number."""
    visitor = s.h.visitor()
    for back in range(4):
        quarter = TODAY.year * 4 + (TODAY.month - 1) // 3 - back
        page = f"/v/{house.VILLAGE}/{quarter // 4}Q{quarter % 4 + 1}/A4"
        for entry in visitor.get(page + ".json").json["entries"]:
            if entry["object_href"]:
                return entry["object_href"], entry["number"]
    house.fail("no item to object to")


def object_to_an_item(s):
    c, case = s.canaries, "objection"
    page, s.numbers["item"] = published_item(s)
    s.ask(case, page, detail=c.text("objection.detail"), may_publish="1", contact=c.number("objection.contact"))
    s.do(case, "wenshu", "answer", answer=c.numbers("objection.answer"), public_text="保洁费是几个人的")
    s.refused(case, "jianwei", "release")
    s.do(case, "jianwei", "revise", reason=c.text("objection.revise.reason"))
    s.do(case, "wenshu", "answer", answer="四个人，每人七百元。", public_text="保洁费是几个人的")
    s.do(case, "jianwei", "release")
    s.with_slip(case, "escalate", reason=c.text("objection.escalate.reason"))
    s.do(case, "zhen", "town_reply", town_answer=c.numbers("objection.town_answer"))
    s.refused(case, "daili", "town_release")
    s.do(case, "daili", "town_revise", reason=c.text("objection.town_revise.reason"))
    s.do(case, "zhen", "town_reply", town_answer="镇里看过凭证，属实。")
    s.do(case, "daili", "town_release")


def call_a_meeting(s):
    c, case = s.canaries, "meeting"
    said = {"kind": "sunshine_meeting", "topic": PLANTED, "held_on": day(0), "held_at": "晚7点", "place_text": "村部大院"}
    s.open(case, "wenshu", "meeting", **said)
    for field in ("topic", "place_text"):
        s.refused_to_open("wenshu", "meeting", **{**said, field: c.numbers("meeting." + field)[:18]})
    s.do(case, "wenshu", "move", held_on=day(0), held_at="晚8点", reason=c.text("meeting.move.reason"))
    s.do(case, "wenshu", "record_meeting", head_count=30)
    s.refused(case, "wenshu", "post_minutes", minutes=c.numbers("meeting.minutes"))
    s.do(case, "wenshu", "post_minutes", minutes="逐项说账。")


def correct_the_item(s):
    c, case = s.canaries, "item"
    s.do(case, "shuji", "correct", reason=c.text("disclosure.correct.reason"))
    s.refused(case, "shuji", "submit", note=c.numbers("disclosure.note"))
    s.do(case, "shuji", "submit", note="重新对过。")
    s.do(case, "jianwei", "return", reason=c.text("disclosure.return.reason"))
    s.do(case, "shuji", "submit", note="又对过一遍。")


# -- looking ----------------------------------------------------------------------------------------------------------------

def is_public(path):
    """Followed: everything of the village and its town that needs no signing in; other villages' first pages."""
    of_village = rf"/v/{house.VILLAGE}(/|$|\.json)|/c/{house.VILLAGE}-"
    others = r"/v/\d{12}(\.json)?$|/t/|/help|/slip$|/login|/a/|/$|/index"
    return re.match(f"{of_village}|{others}", path) and not re.search(r"[?&](lang|type)=", path)


def pages(h, english):
    """Every public page that links lead to, with its twin in JSON; what stands in them, by address."""
    visitor, seen, found = h.visitor(), {"/", "/help"}, {}
    if english:
        visitor.get("/?lang=en")
    waiting = sorted(seen)
    while waiting:
        path = waiting.pop()
        answer = visitor.get(path)
        house.need(answer.status < 500, path, answer.status)
        kind = answer.headers.get("Content-Type", "")
        found[path] = text_of(answer, kind)
        twin = ("/index" if path == "/" else path.split("?")[0]) + ".json"
        more = [twin] if "html" in kind and answer.status == 200 else []
        if "html" in kind:
            more += [l.split("#")[0] for l in house.links(answer.text)]
        for link in more:
            year = re.search(r"/(\d{4})([Q\-]|/|$)", link)
            recent = not year or TODAY.year - 1 <= int(year.group(1)) <= TODAY.year
            if link not in seen and is_public(link) and recent:
                seen.add(link)
                waiting.append(link)
    return found


def text_of(answer, kind):
    if "pdf" not in kind:
        return answer.body.decode(errors="replace")
    with tempfile.NamedTemporaryFile(dir=house.CHECK_DIR, suffix=".pdf") as f:
        f.write(answer.body)
        f.flush()
        return subprocess.run(["pdftotext", f.name, "-"], capture_output=True, text=True, check=True).stdout


def papers(h):
    visitor, found = h.visitor(), {}
    period = f"{TODAY.year}Q{(TODAY.month - 1) // 3 + 1}"
    for path in (f"/v/{house.VILLAGE}/poster.pdf", f"/v/{house.VILLAGE}/sheet.pdf?period={period}",
                 f"/v/{house.VILLAGE}/board.pdf?period={period}", f"/t/{house.TOWN}/boards.pdf?period={period}",
                 f"/t/{house.TOWN}/sheets.pdf?period={period}", f"/t/{house.TOWN}/posters.pdf"):
        answer = visitor.get(path)
        house.need(answer.status == 200, path, answer.status)
        found[path] = text_of(answer, "pdf")
    return found


def cases(s):
    """What the number alone opens: of public cases and of others."""
    visitor, found = s.h.visitor(), {}
    for number in s.numbers.values():
        for tail in ("", ".json", "/doc", "/proof"):
            answer = visitor.get(f"/c/{number}{tail}")
            house.need(answer.status in (200, 404, 503), number, tail, answer.status)
            text = answer.body.decode(errors="replace")
            for line in re.findall(r"^extra (\S+)$", text, re.M):
                text += base64.b64decode(line).decode()
            found[f"/c/{number}{tail}"] = text
    return found


def log(h):
    """Every leaf, as the log gives it away."""
    visitor, found = h.visitor(), {}
    checkpoint = visitor.get(f"/log/{house.TOWN}/checkpoint").text
    size = int(checkpoint.splitlines()[1])
    for n in range((size + 255) // 256):
        width = min(256, size - 256 * n)
        path = f"/log/{house.TOWN}/tile/entries/{n:03d}" if n < 1000 else f"/log/{house.TOWN}/tile/entries/x{n // 1000:03d}/{n % 1000:03d}"
        answer = visitor.get(path + (f".p/{width}" if width < 256 else ""))
        house.need(answer.status == 200, path, answer.status)
        found[path] = answer.body.decode(errors="replace")
    return {**found, "checkpoint": checkpoint}


def whole(h, s):
    found = {**{"en " + p: t for p, t in pages(h, True).items()}, **pages(h, False), **papers(h), **cases(s), **log(h)}
    for path in ("/metrics", "/healthz", "/api/openapi.json"):
        found[path] = h.visitor().get(path).text
    with open(h.log, errors="replace") as f:
        found["the server's log"] = f.read()
    return found


def looked_at_by_staff(s):
    """Whose business it is sees the words, with numbers covered; whose it is not sees nothing."""
    c, h = s.canaries, s.h
    page = h.browser("shuji").get(f"/case/{s.numbers['asked on the page']}")
    house.need(page.status == 200 and c.found(page.text, "issue.detail"), "the words were not kept at all")
    house.need(not c.found(page.text, "contact"), "a sealed number stands open:", c.found(page.text, "contact"))
    for login in ("shuji", "wenshu", "jianwei", "zaohua"):
        b = h.browser(login)
        number = s.numbers["about an officer"]
        house.need(b.get(f"/case/{number}").status == 404, login, "sees", number)
        for path in ("/todo", f"/p/{house.VILLAGE}", f"/p/{house.VILLAGE}/officer_issue", f"/p/{house.VILLAGE}/issue"):
            seen = c.found(b.get(path).text, "officer_issue")
            house.need(not seen, login, "sees on", path, seen)


def main():
    with house.House("privacy") as h:
        h.serve()
        s = Story(h)
        for part in (call_a_meeting, ask_on_the_page, joined_with_it, asked_for_somebody, ask_about_an_officer, object_to_an_item,
                     correct_the_item):
            part(s)
        subprocess.run(["sleep", "3"], check=True)  # a checkpoint covers what was done
        found = whole(h, s)
        looked_at_by_staff(s)
        h.stop()
    leaks = [(path, s.canaries.found(text)) for path, text in found.items() if s.canaries.found(text)]
    for path, what in leaks:
        print("LEAK", path, *what)
    seen = sum(PLANTED in text for text in found.values())
    house.need(seen > 1, "a word planted for everybody was not found: nobody looked")
    print(f"privacy: {len(s.canaries.typed)} names and numbers typed into "
          f"{len(set(s.canaries.typed.values()))} fields; {len(leaks)} leaks in {len(found)} pages, papers, leaves, logs and "
          f"metrics; {s.refusals} publications with numbers of persons refused")
    return bool(leaks)


sys.exit(main())

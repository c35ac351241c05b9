# SPDX-License-Identifier: Apache-2.0
"""What an asker relies on: the slip shows what he wrote to nobody but him; a question that was joined with another is followed
there, over several joinings, and he still says whether he is satisfied; the public page of the one points to the other. A
village that has ended takes no questions and names the one that does."""
import datetime
import re
import sys

from house import TOWN, VILLAGE, House, forms, links, need


def text_of(page):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page))


def day(n):
    at = datetime.datetime.now(datetime.timezone(datetime.timedelta(hours=8))).date() + datetime.timedelta(days=n)
    return str(at)


def quarter_before():
    at = datetime.date.fromisoformat(day(0))
    n = at.year * 4 + (at.month - 1) // 3 - 1
    return f"{n // 4}Q{n % 4 + 1}"


QUARTER = quarter_before()


class Asker:
    """Asks on the page of the village and keeps the slip."""

    def __init__(self, house, detail, **more):
        self.house = house
        visitor = house.visitor()
        path = f"/v/{VILLAGE}/ask"
        checked = visitor.fill(path, {"f.kind": "question", "f.detail": detail, "step": "check",
                                      **{"f." + k: v for k, v in more.items()}})
        form = forms(checked.text)[0]
        sent = visitor.post_form(path, {**form["fields"], "step": "send"})
        words = text_of(sent.text)
        self.number = re.search(r"\d{12}-[A-Z]-\d{4}-\d+", words).group(0)
        self.slip = re.search(r"\b\d{4}\s\d{4}\b", words).group(0)

    def open(self, english=False):
        """The page of his slip."""
        visitor = self.house.visitor()
        if english:
            visitor.get("/?lang=en")
        opened = visitor.fill("/slip", {"slip": self.slip})
        need(opened.status == 303, "the slip does not open:", opened.status, opened.text[-300:])
        page = visitor.follow(opened)
        need(page.status == 200 and "no-store" in page.headers["Cache-Control"], page.status, page.headers)
        return visitor, page.text

    def say(self, action, **facts):
        visitor, page = self.open()
        form = next((f for f in forms(page) if f["action"].endswith("/" + action)), None)
        need(form, self.number, "is not offered", action)
        return visitor.post_form(form["action"], {**form["fields"], **{"f." + k: v for k, v in facts.items()}})

    def may(self):
        return {f["action"].rsplit("/", 1)[1] for f in forms(self.open()[1]) if "/slip/" in (f["action"] or "")}


class Village:
    def __init__(self, house):
        self.hands = {login: house.client(login) for login in ("wenshu", "shuji", "caiwu", "jianwei")}
        self.owner = int(house.sql("select person from access_login where login = 'caiwu'"))

    def do(self, who, asker, action, **facts):
        done = self.hands[who].act(asker.number, action, facts)
        need(done.status == 200, who, action, done.status, done.text)

    def refused(self, who, asker, action, reason, **facts):
        done = self.hands[who].act(asker.number, action, facts)
        need(done.status == 422 and reason in done.text, who, action, "was not refused:", done.status, done.text)

    def assign(self, asker):
        self.do("shuji", asker, "assign", owner=self.owner, limit_on=day(1), **{"class": "government"})


def own_words(house):
    """On his slip's page alone: every other door that knows the number stays shut or says nothing of them."""
    words = "俺家门口那盏灯\n三天没亮了"
    asker = Asker(house, words)
    for english in (False, True):
        page = asker.open(english)[1]
        need("俺家门口那盏灯" in page and "三天没亮了" in page, "he does not read his own words")
    need("What you wrote" in page and "您当时" not in page, "not in English")
    other = Asker(house, "别人问的")
    need("那盏灯" not in other.open()[1], "somebody else's slip shows them")
    visitor = house.visitor()
    for path in (f"/c/{asker.number}", f"/c/{asker.number}.json", f"/v/{VILLAGE}", f"/v/{VILLAGE}.json", "/slip", "/slip/case"):
        need("那盏灯" not in visitor.get(path).text, path, "shows them")
    need("那盏灯" not in open(house.log, errors="replace").read(), "the log has them")


def joined(house, village):
    """Three that ask the same: the first is joined with the second, that one with the third."""
    one = Asker(house, "甲说下水堵了", may_publish="1")
    two = Asker(house, "乙说下水又堵了")
    three = Asker(house, "丙说下水还堵着", may_publish="1")
    village.do("wenshu", one, "write_public", public_text="村东的下水什么时候通？")
    village.do("jianwei", one, "show")
    village.do("shuji", one, "merge", merged_into=two.number)
    village.refused("shuji", two, "merge", "号", merged_into=one.number)      # there and back
    village.refused("shuji", two, "merge", "号", merged_into=two.number)      # with itself
    public = house.visitor().get(f"/c/{one.number}")
    need(public.status == 200 and "一起办" in public.text and f"/c/{two.number}" not in links(public.text),
         "a page that nobody may see is linked to")
    village.do("shuji", two, "merge", merged_into=three.number)
    village.refused("shuji", three, "merge", "号", merged_into=one.number)    # round in three
    staff = house.browser("shuji").get(f"/case/{three.number}")
    need(f"/case/{two.number}" in links(staff.text), "who handles it does not see that somebody else waits for it")
    village.assign(three)
    for asker, own, others in ((one, "甲说", "乙丙"), (two, "乙说", "甲丙"), (three, "丙说", "甲乙")):
        page = asker.open()[1]
        need(own in page and not any(o + "说" in page for o in others), own, "reads the words of others, or not his own")
        need("正在办" in page and "有下一步" in page, own, "does not see how far it is:", text_of(page)[-900:])
    # Nobody has looked at these words yet: they are for whoever asked, and for nobody who came to it.
    village.do("caiwu", three, "claim", answer="丙家的电话13800138000打过了", evidence="照片", public_text="丙家门前的下水怎么还堵？")
    need("13800138000" in three.open()[1], "his own answer is kept from him")
    for asker in (one, two):
        page = asker.open()[1]
        need("13800138000" not in page and "丙家" not in page, "unchecked words went to another asker")
    village.do("wenshu", three, "write_public", public_text="村东的下水通了吗？")
    village.hands["jianwei"].act(three.number, "not_done", {"check_note": "再看"})
    village.do("caiwu", three, "claim", answer="通了，换了三节管子。", evidence="照片两张")
    village.do("jianwei", three, "verify", check_note="看过")
    public = house.visitor().get(f"/c/{one.number}")
    need(f"/c/{three.number}" in links(public.text), "the page of the first does not lead to the one that carries it")
    english = house.visitor()
    english.get("/?lang=en")
    said = english.get(f"/c/{one.number}").text
    need("handled together" in said and "Joined with another" in said, "not in English")
    need(house.visitor().get(f"/c/{one.number}.json").json["carrier_href"] == f"/c/{three.number}", "not as JSON")
    for asker in (one, two, three):
        page = asker.open()[1]
        need("通了，换了三节管子。" in page and {"satisfied", "redo"} <= asker.may(), asker.number, "is not asked")
        need("handled together" in asker.open(True)[1] or asker is three, "not told in English")
    need(two.say("redo", reason="乙家还是不通").status == 303, "who came to it has no say")
    need("乙家" not in one.open()[1] + three.open()[1], "his reason is read by others")
    village.do("caiwu", three, "claim", answer="乙家门前也通了。", evidence="照片")
    village.do("jianwei", three, "verify")
    offered = re.findall(r'name="f.grade" value="(\w+)"', one.open()[1])
    need(offered == ["satisfied", "basically"], "who is satisfied is offered", offered)
    refused = one.say("satisfied")
    need(refused.status == 422 and "甲说" in refused.text, "a grade that is missing is taken", refused.status)
    need(one.say("satisfied", grade="satisfied").status == 303, "the first has no say")
    for asker in (one, two, three):
        page = asker.open()[1]
        need("办完了" in page and "reopen" in asker.may(), asker.number, "does not hear that it is done, or cannot come back")
    need(house.client("wenshu").case(three.number).json["state"] == "closed", "it was not closed")


def alike(house):
    """Asked already? What is posted of it stands on the page before sending, for villagers and for the clerk."""
    posted = next(r for r in house.visitor().get(f"/v/{VILLAGE}.json").json["asks"] if len(r["text"]) > 6)
    for path, who in ((f"/v/{VILLAGE}/ask", house.visitor()), (f"/p/{VILLAGE}/issue/new", house.browser("wenshu"))):
        which = next(i for i, f in enumerate(forms(who.get(path).text)) if "f.detail" in f["names"])
        near = who.fill(path, {"f.kind": "question", "f.detail": posted["text"], "step": "check"}, which)
        need(near.status == 200 and f"/c/{posted['number']}" in links(near.text) and "差不多" in near.text, path, near.text[-900:])
        need("send" in near.text and len(set(l for l in links(near.text) if l.startswith("/c/"))) <= 3, "it cannot be sent")
        far = who.fill(path, {"f.kind": "question", "f.detail": "鸡飞狗跳谁家", "step": "check"}, which)
        need(far.status == 200 and "差不多" not in far.text, path, "finds what is not alike")
    officer = house.visitor().fill(f"/v/{VILLAGE}/ask", {"f.kind": "question", "f.detail": posted["text"], "step": "check",
                                                        "about_officer": "1"})
    need("差不多" not in officer.text, "what goes to the town is held against what the village was asked")
    english = house.visitor()
    english.get("/?lang=en")
    near = english.fill(f"/v/{VILLAGE}/ask", {"f.kind": "question", "f.detail": posted["text"], "step": "check"})
    need("Something like this was asked before" in near.text, "not in English")


def ended(house):
    """A village that was merged into another: readable, and no door leads into it any more."""
    gone, into = TOWN + "201", TOWN + "202"
    yesterday = (datetime.date.fromisoformat(day(-1)) - datetime.date(1970, 1, 1)).days
    visitor = house.visitor()
    page = visitor.get(f"/v/{gone}").text
    name, successor = (re.search("<h1>([^<]+)", visitor.get(f"/v/{v}").text).group(1).strip() for v in (gone, into))
    item = next(l for l in links(visitor.get(f"/v/{gone}/{QUARTER}/A4").text) if "/object?" in l)
    typed = {"f.kind": "help", "f.detail": "路不好走\n扶一扶", "f.contact": "13800138000", "step": "check"}
    before = {path: forms(visitor.get(path).text)[0]["fields"] for path in (f"/v/{gone}/ask", item)}
    house.sql(f"update place_place set until = {yesterday}, succeeded_by = {into}000000 where code = {gone}000000")
    after = visitor.get(f"/v/{gone}.json").json
    need(after["ended"]["into"] == successor and visitor.get(f"/v/{gone}/{QUARTER}/A4").status == 200, "it is not readable", after)
    for path in (f"/v/{gone}/ask", item):
        page = visitor.get(path)
        need(page.status == 410 and successor in page.text and f"/v/{into}/ask" in links(page.text), path, page.status)
        sent = visitor.post_form(path, {**before[path], **typed})
        need(sent.status == 410 and "路不好走" in sent.text and successor in sent.text, path, "lost what was typed", sent.status)
        form = forms(sent.text)[0]
        need(form["action"] == f"/v/{into}/ask", form)
        there = visitor.post_form(form["action"], {**form["fields"], "step": "back"})
        kept = forms(there.text)[0]["fields"]
        need(there.status == 200 and kept["f.detail"].split() == ["路不好走", "扶一扶"] and kept["f.contact"] == "13800138000", kept)
    english = house.visitor()
    english.get("/?lang=en")
    need("is now part of" in english.get(f"/v/{gone}/ask").text, "not in English")
    refused = house.client("zhen").open(gone, "issue", {"kind": "question", "detail": "问一句"}, on_behalf="一位大爷")
    need(refused.status == 422 and successor in refused.json["reason"], "the API opens one:", refused.status, refused.text)
    house.sql(f"update place_place set succeeded_by = null where code = {gone}000000")
    page = house.visitor().get(f"/v/{gone}/ask")
    need(page.status == 410 and f"/t/{TOWN}" in links(page.text), "without a successor nobody is named")
    house.sql(f"update place_place set until = until + 1 where code = {gone}000000")
    need(house.visitor().get(f"/v/{gone}/ask").status == 200, "its last day is not over")


def send_twice(house, path, typed, action=None):
    """A double tap: one matter, whichever page is read. Other words are no second matter unseen."""
    visitor = house.visitor()
    checked = visitor.fill(path, {**typed, "step": "check"})
    need(checked.status == 200, path, checked.status, checked.text[-600:])
    sent = {**forms(checked.text)[0]["fields"], "step": "send"}
    numbers, slips = set(), []
    for _ in range(2):
        words = text_of(visitor.post_form(action or path, sent).text)
        numbers.add(re.search(r"\d{12}-[A-Z]-\d{4}-\d+", words).group(0))
        slips.append(re.search(r"\b\d{4}\s\d{4}\b", words).group(0))
    need(len(numbers) == 1, "two taps made", numbers)
    for slip in slips:
        need(house.visitor().fill("/slip", {"slip": slip}).status == 303, "a slip does not open")
    other = visitor.post_form(action or path, {**sent, "f.detail": "另外一件事"})
    need(other.status == 422 and "另外一件事" in other.text and "交过一次" in other.text, other.status, other.text[:300])
    again = visitor.post_form(action or path, {**forms(other.text)[0]["fields"], **typed, "f.detail": "另外一件事", "step": "send"})
    need(again.status == 200 and not numbers & set(re.findall(r"\d{12}-[A-Z]-\d{4}-\d+", again.text)), "the other matter is not sent")


def twice(house):
    typed = {"f.kind": "question", "f.detail": "水渠什么时候清淤"}
    send_twice(house, f"/v/{VILLAGE}/ask", typed)
    item = next(h for h in links(house.visitor().get(f"/v/{VILLAGE}").text) if re.fullmatch(r"/v/\d+/[^/]+/[A-Z]\d+", h))
    form = next(h for h in links(house.visitor().get(item).text) if "/object?" in h).replace("&amp;", "&")
    send_twice(house, form, {"f.detail": "第二笔跟单子对不上"})


def main():
    with House("dialogue") as house:
        house.serve()
        village = Village(house)
        own_words(house)
        joined(house, village)
        alike(house)
        ended(house)
        house.stop()
        house.serve() # with no rate used up
        twice(house)
        house.stop()
        house.fsck()
    print("dialogue: an asker's words on his slip alone; a double tap asks once; three questions joined, each slip follows to the last, asked and answered; what was "
          "asked already is shown before sending; a "
          "village that has ended sends on whoever asks, with what he wrote")


if __name__ == "__main__":
    sys.exit(main())

# SPDX-License-Identifier: Apache-2.0
"""What an asker relies on: the slip shows what he wrote to nobody but him; a question that was joined with another is followed
there, over several joinings, and he still says whether he is satisfied; the public page of the one points to the other."""
import datetime
import re
import sys

from house import VILLAGE, House, forms, links, need


def text_of(page):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page))


def day(n):
    at = datetime.datetime.now(datetime.timezone(datetime.timedelta(hours=8))).date() + datetime.timedelta(days=n)
    return str(at)


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
    need("handled together" in english.get(f"/c/{one.number}").text, "not in English")
    need(house.visitor().get(f"/c/{one.number}.json").json["carrier_href"] == f"/c/{three.number}", "not as JSON")
    for asker in (one, two, three):
        page = asker.open()[1]
        need("通了，换了三节管子。" in page and {"satisfied", "redo"} <= asker.may(), asker.number, "is not asked")
        need("handled together" in asker.open(True)[1] or asker is three, "not told in English")
    need(two.say("redo", reason="乙家还是不通").status == 303, "who came to it has no say")
    need("乙家" not in one.open()[1] + three.open()[1], "his reason is read by others")
    village.do("caiwu", three, "claim", answer="乙家门前也通了。", evidence="照片")
    village.do("jianwei", three, "verify")
    refused = one.say("satisfied")
    need(refused.status == 422 and "甲说" in refused.text, "a grade that is missing is taken", refused.status)
    need(one.say("satisfied", grade="satisfied").status == 303, "the first has no say")
    for asker in (one, two, three):
        page = asker.open()[1]
        need("办完了" in page and "reopen" in asker.may(), asker.number, "does not hear that it is done, or cannot come back")
    need(house.client("wenshu").case(three.number).json["state"] == "closed", "it was not closed")


def main():
    with House("dialogue") as house:
        house.serve()
        village = Village(house)
        own_words(house)
        joined(house, village)
        house.stop()
        house.fsck()
    print("dialogue: an asker's words on his slip alone; three questions joined, each slip follows to the last, asked and answered")


if __name__ == "__main__":
    sys.exit(main())

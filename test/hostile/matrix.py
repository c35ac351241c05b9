# SPDX-License-Identifier: Apache-2.0
"""Every route x every role x own, foreign and no place: never 5xx, never another place's staff data, always a sentence.

Routes come from /api/openapi.json, roles from the demo's accounts. Words that only a village's own people may read are
planted in a village of the same town and in one of another town; whoever is not of that place must never see them, and
nothing he sends may move a case there. Then every field of every form, wrong in every way.
"""
import os
import re
import time
import urllib.parse

from house import House, TOWN, TOWN_OF_FAULTS, VILLAGE, forms, need

FOREIGN = {"neighbour": "371603106214", "other town": "371603900201"}
OUTSIDERS = {  # who has no business at which of the planted places
    "neighbour": ["wenshu", "shuji", "caiwu", "jianwei", "jianwei2", "jianwei3", "xianfeng", "zaohua", "qu", None],
    "other town": ["wenshu", "shuji", "caiwu", "jianwei", "jianwei2", "jianwei3", "xianfeng", "zhen", "daili",
                   "yijiantiao", "qu", None],
}
CANARY = "稻草人七号"  # nobody is called so
ROLES = [None, "wenshu", "shuji", "caiwu", "jianwei", "jianwei2", "jianwei3", "xianfeng", "yijiantiao", "zhen", "daili",
         "zaohua", "qu"]
WAYS_OUT = ("/logout", "/office", "/login", "/login/code", "/api/v1/session")  # spoilt on their own below

faults = []
readers = set()  # who read planted words where: those whose business it is must, or the eye is blind


def fault(*words):
    faults.append(" ".join(str(w) for w in words))


# -- what an answer must be --------------------------------------------------------------------------------------------
def words_of(answer):
    """The sentences of a page or of a problem, without tags."""
    kind = answer.headers.get("Content-Type", "")
    if "json" in kind:
        value = answer.json
        keys = ("title", "field", "reason", "hint")
        return " ".join(str(value.get(k, "")) for k in keys) if isinstance(value, dict) else ""
    body = re.sub(r"(?s)<head>.*?</head>|<script.*?</script>", "", answer.body.decode(errors="replace"))
    found = re.search(r"(?s)<main.*?</main>", body)
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", found.group(0) if found else body)).strip()


def check(who, what, answer):
    if answer.status >= 500:
        fault(who, what, answer.status, words_of(answer)[:120])
    elif answer.status >= 400 and len(re.findall(r"[\u4e00-\u9fff]", words_of(answer))) < 6:
        fault(who, what, answer.status, "has no sentence:", words_of(answer)[:80])


# -- routes ------------------------------------------------------------------------------------------------------------
def routes(house):
    paths = house.visitor().get("/api/openapi.json").json["paths"]
    return [(path, method.upper()) for path, methods in sorted(paths.items()) for method in methods]


def fillings(path, place, numbers):
    """The path with everything that may stand in its braces; several when it names a case."""
    town = place[:9]
    values = {"place": place, "code": place, "code12": place, "code9": town, "code6": place[:6], "period": "2026Q3", "item": "C2",
              "metric": "items_published", "epoch": "e1", "path": "0/000", "process": "issue", "version": "1"}
    some = []
    for number in numbers if "{number}" in path else [""]:
        for action in ("submit", "assign", "look-up") if "{action}" in path else [""]:
            named = {"number": number, "action": action, **values}
            some.append(re.sub(r"\{(\w+)(\.\.\.)?\}", lambda m: named[m.group(1)], path))
    return some


# -- in the folder: codes are filled up to eighteen digits there -------------------------------------------------------
NUMBER = "(place / 1000000) || '-' || letter || '-' || year || '-' || seq"


def at(place):
    return f"village = {place}000000"


# -- planted words -----------------------------------------------------------------------------------------------------
def plant(house):
    """A question, an objection and a matter about an officer in each foreign village, none of them public."""
    for where, place in FOREIGN.items():
        b = house.visitor()
        for number, officer in (("1", {}), ("2", {"about_officer": "1"})):
            form = forms(b.get(f"/v/{place}/ask").text)[0]
            fields = {**form["fields"], "f.kind": "question", "f.detail": f"{CANARY}{where}{number}", "step": "send",
                      "f.contact": "13800000000", **officer}
            answer = b.post_form(f"/v/{place}/ask", fields)
            need(answer.status == 200, "the question was not taken:", answer.status, words_of(answer)[:300])


def numbers_at(house, place, shown):
    """Some case numbers of a village, newest first."""
    rows = house.sql(f"select {NUMBER} from process_case where {at(place)} and shown = {shown} "
                     "group by process having id = max(id);")
    return [r for r in rows.split("\n") if r][:5]


def footprint(house, place):
    return house.sql(f"select count(*), sum(version), group_concat(state) from process_case where {at(place)};")


sessions = {}


def signed_in(house, login):
    """His browser and his program; signing in is slowed down, so once is enough."""
    if login not in sessions:
        sessions[login] = (house.browser(login), house.client(login)) if login else (house.visitor(), house.visitor())
    return sessions[login]


# -- every route, every role, every place ------------------------------------------------------------------------------
def walk(house, login, where, place):
    """Everything read, then everything posted with an empty body and a good token."""
    b, api = signed_in(house, login)
    numbers = numbers_at(house, place, 1)[:2] + numbers_at(house, place, 0)[:3]
    asked = 0
    for path, method in routes(house):
        if path in WAYS_OUT or ".pdf" in path or ".png" in path:
            continue
        for filled in fillings(path, place, numbers):
            answer = ask_once(b, api, method, filled)
            asked += 1
            check(f"{login} at {where}:", f"{method} {filled}", answer)
            if CANARY not in answer.body.decode(errors="replace"):
                continue
            readers.add((where, login))
            if login in OUTSIDERS.get(where, []):
                fault(f"{login} reads what is said at {where}: {method} {filled}")
    return asked


def ask_once(b, api, method, path):
    if path.startswith("/api/v1"):
        return api.get(path) if method == "GET" else api.post_json(path, {"facts": {}})
    if method == "GET":
        return b.get(path)
    page = b.get("/acting") if b.cookies.get("s") else None
    token = forms(page.text)[0]["fields"].get("csrf", "") if page and page.status == 200 and forms(page.text) else ""
    return b.post_form(path, {"csrf": token, "step": "send"})


def check_paper(house):
    """Paper is drawn by a child: once for everybody, once for nobody."""
    for path in (f"/v/{VILLAGE}/poster.pdf", f"/v/{VILLAGE}/poster.png", f"/v/{VILLAGE}/sheet.pdf?period=2026Q3",
                 f"/v/{VILLAGE}/board.png?period=2026Q3", f"/v/{VILLAGE}/sheet.pdf?period=1", "/v/371603999999/poster.pdf",
                 f"/t/{TOWN_OF_FAULTS}/boards.pdf", f"/t/{TOWN_OF_FAULTS}/sheets.pdf", f"/t/{TOWN_OF_FAULTS}/posters.pdf"):
        check("anyone", path, house.visitor().get(path))


# -- every field, wrong in every way -----------------------------------------------------------------------------------
LONG = "长" * 20000
WRONGS = {
    "missing": lambda fields, name: {k: v for k, v in fields.items() if k != name},
    "long": lambda fields, name: {**fields, name: LONG},
    "binary": lambda fields, name: {**fields, name: "\x01\x02\x7f\ufffe"},
    "doubled": lambda fields, name: [*fields.items(), (name, fields.get(name) or "1")],
}
ASKED = {"f.kind": "question", "f.detail": "南街的路灯坏了两盏"}
OF_THE_FORM = ("csrf", "key", "step", "more", "next", "version")


def forms_to_spoil(house):
    """Pages with forms, who fills them in, and what he would rightly write."""
    posted = house.sql(f"select {NUMBER} from process_case where {at(VILLAGE)} and title = '每笔钱怎么来、怎么花' and shown = 1 "
                       "order by id desc limit 1;")
    period = house.visitor().get(f"/v/{VILLAGE}.json").json["money"]["month"]
    return [(None, f"/v/{VILLAGE}/ask", ASKED),
            (None, f"/v/{VILLAGE}/{period}/C2/object?number={posted}", {"f.detail": "数目对不上"}),
            ("wenshu", f"/p/{VILLAGE}/issue/new", ASKED),
            ("wenshu", f"/p/{VILLAGE}/objection/new", {"f.detail": "数目对不上"}),
            ("shuji", f"/p/{VILLAGE}/meeting/new", {"f.kind": "villager_meeting", "f.topic": "修路", "f.held_on": "2030-01-05",
                                                    "f.held_at": "晚7点", "f.place_text": "村部大院"}),
            ("wenshu", f"/case/{to_correct(house, posted)}/submit", {})]


def to_correct(house, number):
    """A posted month back with whoever keeps the books, who says in which office he acts."""
    (secretary, _), (clerk, _) = signed_in(house, "shuji"), signed_in(house, "wenshu")
    answer = secretary.fill(f"/case/{number}/correct", {"f.reason": "抄错一行", "step": "send"}, which=-1)
    need(answer.status == 303, "no correction:", answer.status, words_of(answer)[:200])
    page = clerk.get("/acting").text
    office = re.search(r'name="office" value="(\d+)">黄一村 集体经济组织会计', page).group(1)
    clerk.fill("/acting", {"office": office}, which=-1)
    return number


def label_of(page, name):
    """What the page calls the field: its label, or the legend over its picks."""
    field = "f-" + name.split(".", 1)[1] if name.startswith("f.") else name
    found = re.search(rf'<label for="{re.escape(field)}">([^<]+)|<fieldset id="{re.escape(field)}"><legend>([^<]+)', page)
    return (found.group(1) or found.group(2)).strip() if found else ""


def is_typed(page, name):
    """Whether something is typed there: a tick, a pick or a hidden value ignores what it does not know."""
    found = re.search(rf'<(input|textarea)[^>]*name="{re.escape(name)}"[^>]*>', page)
    return bool(found) and not re.search(r'type="(radio|checkbox|hidden)"', found.group(0))


def summary_of(answer):
    found = re.search(r'(?s)<(section|div) class="summary".*?</\1>', answer.text)
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", found.group(0))) if found else ""


def spoil(house):
    tried = 0
    for login, path, rightly in forms_to_spoil(house):
        b, _ = signed_in(house, login)
        page = b.get(path)
        need(page.status == 200, "no form at", path, page.status, words_of(page)[:200])
        form = [f for f in forms(page.text) if f["action"] not in WAYS_OUT][-1]
        good = {**form["fields"], **rightly, "step": "check"}
        answer = patiently(b, form["action"] or path, good)
        need(answer.status == 200, "what is right was refused at", path, answer.status, summary_of(answer))
        for name in dict.fromkeys(n for n in form["names"] if n not in OF_THE_FORM):
            for way, wrong in WRONGS.items():
                answer = patiently(b, form["action"] or path, wrong(good, name))
                what = f"{way} {name} at {path}"
                check(login, what, answer)
                tried += 1
                typed = is_typed(page.text, name)
                must = name in rightly if way == "missing" else typed and name.startswith("f.")
                if must and not 400 <= answer.status < 500:
                    fault(what, "was taken:", answer.status)
                elif must and label_of(page.text, name) not in summary_of(answer):
                    said = summary_of(answer) or words_of(answer)
                    fault(what, "does not say", label_of(page.text, name), ":", answer.status, said[:200])
        tried += foreign_fields(house, b, form["action"] or path, good)
    return tried


def patiently(b, path, fields):
    """Whoever is told to slow down does."""
    for _ in range(5):
        answer = b.post_form(path, fields)
        if answer.status != 429:
            break
        time.sleep(1.2)
    return answer


def foreign_fields(house, b, path, good):
    """Fields that the form does not have set nothing: nobody writes what is not his to write."""
    answer = patiently(b, path, [*good.items(), ("f.shown", "1"), ("f.state", "closed"), ("f.owner", "1"), ("owner", "1")])
    check("somebody", f"foreign fields at {path}", answer)
    for hidden in ("f.shown", "f.state"):
        if f'id="{hidden}"' in answer.text:
            fault(f"{hidden} became a field at {path}")
    return 1


def signing_in(house):
    """Secrets of any shape: a sentence, never more."""
    b = house.visitor()
    tried = 0
    for path, names in (("/login", ("login", "password")), ("/login/code", ("code", "pin", "pin2")), ("/slip", ("slip",))):
        form = forms(b.get(path).text)[-1]
        for name in names:
            for way, wrong in WRONGS.items():
                answer = b.post_form(path, wrong({**form["fields"], **{n: "1" for n in names}}, name))
                check("nobody", f"{way} {name} at {path}", answer)
                if answer.status < 400:
                    fault(f"{way} {name} at {path}: {answer.status}")
                tried += 1
    return tried


def wrong_tokens(house):
    """A form without its token, with another's, from another site: refused with a sentence, and nothing moves."""
    (b, _), (other, _) = signed_in(house, "wenshu"), signed_in(house, "shuji")
    path = f"/p/{VILLAGE}/issue/new"
    form = forms(b.get(path).text)[-1]["fields"]
    theirs = forms(other.get(path).text)[-1]["fields"]["csrf"]
    before = footprint(house, VILLAGE)
    fields = {**form, "f.kind": "question", "f.detail": "试一试", "step": "send"}
    for what, sent in (("none", {**fields, "csrf": ""}), ("another's", {**fields, "csrf": theirs}),
                       ("broken", {**fields, "csrf": fields["csrf"][:-3] + "abc"})):
        answer = b.post_form(path, sent)
        check("wenshu", f"token {what}", answer)
        if answer.status != 403:
            fault("a form with token", what, "was answered", answer.status)
    answer = b.ask("POST", path, urllib.parse.urlencode(fields).encode(),
                   {"Content-Type": "application/x-www-form-urlencoded", "Sec-Fetch-Site": "cross-site"})
    if answer.status != 403:
        fault("a form from another site was answered", answer.status)
    if footprint(house, VILLAGE) != before:
        fault("a form with a wrong token moved something")


def api_facts(house):
    """Facts over the API: the problem names the field."""
    _, c = signed_in(house, "wenshu")
    good = {"kind": "question", "detail": "路灯坏了"}
    tried = {"detail": [{**good, "detail": LONG}, {"kind": "question"}, {**good, "detail": 7}, {**good, "detail": ["x"]}],
             "kind": [{**good, "kind": "nonsense"}, {"detail": "路灯坏了"}], "state": [{**good, "state": "closed"}],
             "shown": [{**good, "shown": True}], "contact": [{**good, "contact": "12"}]}
    for field, bodies in tried.items():
        for facts in bodies:
            answer = c.open(VILLAGE, "issue", facts)
            check("wenshu", f"api {field}", answer)
            if not 400 <= answer.status < 500 or answer.json.get("field") != field:
                fault(f"facts with a wrong {field}: {answer.status} names {answer.json.get('field')!r} {str(facts)[:60]}")
    for body in (b"", b"{", b"[]", b'{"facts": 3}', b'{"facts": {}, "facts": {}}', b"\xff\xfe", b'{"a":' * 400):
        check("wenshu", f"api body {body[:20]}", c.ask("POST", f"/api/v1/p/{VILLAGE}/cases/issue", body,
                                                       {"Content-Type": "application/json"}))
    return sum(len(b) for b in tried.values()) + 7


def fresh_rates(house):
    """Whoever sent this much is slowed down; a server that starts anew knows nothing of it."""
    house.stop()
    house.serve(f"--port={house.port}")


def main():
    program = os.environ.get("SHAICHANG_ASAN") or os.environ["SHAICHANG"]
    with House("matrix", program=program) as house:
        house.serve()
        for login in ROLES:
            signed_in(house, login)
        plant(house)
        asked = 0
        places = {"home": VILLAGE, **FOREIGN, "nowhere": "371603106999"}
        before = {where: footprint(house, place) for where, place in FOREIGN.items()}
        for login in ROLES:
            for where, place in places.items():
                asked += walk(house, login, where, place)
                if where in FOREIGN and login in OUTSIDERS[where] and footprint(house, place) != before[where]:
                    fault(f"{login} moved something at {where}")
                if where in FOREIGN:
                    before[where] = footprint(house, place)
        for must in (("neighbour", "zhen"), ("other town", "zaohua")):
            if must not in readers:
                fault(must[1], "does not see what is said at", must[0])
        check_paper(house)
        fresh_rates(house)
        tried = spoil(house) + api_facts(house) + signing_in(house)
        wrong_tokens(house)
        house.stop()
        log = open(house.log, errors="replace").read()
        for sign in ("ERROR: AddressSanitizer", "runtime error:", "LeakSanitizer"):
            if sign in log:
                fault(sign, log[log.index(sign):][:1500])
    for f in faults[:100]:
        print(f)
    need(not faults, f"{len(faults)} faults")
    print(f"{asked} requests of {len(ROLES)} roles at {len(places)} places, {tried} spoilt fields: "
          "a sentence each, no 5xx, no leak")


main()

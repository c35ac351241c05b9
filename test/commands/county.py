# SPDX-License-Identifier: Apache-2.0
"""As docs/operate/install.md says it: from an empty folder to a village's page, the first administrator's sign-in, a
clerk's printed code. Commands that write go through a running server, from another folder, in the caller's language."""
import base64
import hashlib
import hmac
import os
import re
import subprocess
import sys
import time

import house
from fresh import DONE, HINDERED, NO, PEOPLE, PLACES, WRONG, Fresh

COMMANDS = "serve init demo place people catalogue user verify fsck backup restore print explain version".split()
BAD_PEOPLE = ("name,id_number,phone,place,role,from,to\n"
              "孙文,110105194912310021,,371603106200,village_clerk,,\n"   # 2: the check digit
              "赵六,,12345,371603106200,village_clerk,,\n"                # 3: a phone that is none
              "钱七,,,371603106298,village_clerk,,\n"                     # 4: no such village
              "周八,,,371603106200,emperor,,\n"                           # 5: no such office
              "吴九,,,371603106200,village_clerk,2026-02-01,2026-01-01\n"  # 6: ends before it begins
              "郑十,,,371603106200,village_clerk,,\n")                    # fine


def help_texts(h):
    for lang in ("--lang=zh", "--lang=en"):
        said = h.must(DONE, "help", lang)
        for name in COMMANDS:
            house.need(f"shaichang {name}" in said, "help does not know", name)
            more = h.must(DONE, name, "--help", lang)
            house.need(len(more.splitlines()) > 5 and "app." not in more, name, "--help says", more)
    h.must(WRONG)


def called_wrongly(h):
    for words in (["nosuch"], ["people"], ["people", "import"], ["people", "export", "x"], ["place", "import"], ["user"],
                  ["user", "code"], ["backup"], ["restore"], ["init"], ["init", "--county=371603"], ["print", "poster"],
                  ["print", "sheet", "371603106200", "--period=soon"], ["fsck", "--fast"], ["fsck", "too", "much"],
                  ["people", "import", "x.csv", "--dry-rnu"], ["serve", "--port=70000"], ["serve", "--workers=0"],
                  ["fsck", "--lang=fr"], ["version", "--edge=https"], ["place", "find", ""], ["backup", "x", "--keys=yes"]):
        h.must(WRONG, *words)
    code, said = h.run("version", env={"PORT": "many"})
    house.need(code == WRONG and "many" in said, "PORT=many:", code, said)


def no_folder_yet(h):
    for words in (["fsck"], ["serve"], ["people", "import", "/dev/null"], ["backup", "x.db"], ["user", "code", "x"],
                  ["print", "poster", "371603106200"]):
        h.must(HINDERED, *words, says="没有晒场的数据")
    house.need(not os.listdir(h.folder), "a refused command left", os.listdir(h.folder))


def words_of_the_site(h):
    """What a house says of whoever runs it: one line, not too long, and nothing is begun when it is not."""
    county = ("init", "--county=371603", "--name=沾化区")
    h.must(NO, *county, "--host-body=农业农村局\nkind=demo", says="要写成一行")
    h.must(NO, *county, "--filing=鲁ICP备1号\r", says="要写成一行")
    h.must(NO, *county, "--host-body=" + "局" * 61, says="最多 60 个字，这里有 61 个")
    for host in ("a b", "a+b", "a/b", "x\nkind=demo"):
        h.must(NO, *county, "--host=" + host)
    house.need(not os.listdir(h.folder), "a refused init left", os.listdir(h.folder))


def edited_by_hand(h):
    path = os.path.join(h.folder, "house.conf")
    with open(path, encoding="utf-8") as f:
        conf = f.read()
    for words, code in (("局" * 61, NO), ("局" * 60, DONE)):
        with open(path, "w", encoding="utf-8") as f:
            f.write(re.sub(r"(?m)^host_body=.*$", "host_body=" + words, conf))
        h.must(code, "fsck", says="最多 60 个字" if code else None)
    with open(path, "w", encoding="utf-8") as f:
        f.write(conf)


def places(h):
    dry = h.must(DONE, "place", "import", PLACES, "--dry-run", says="什么都没有写")
    house.need("会新增 0 个，会改动 0 个" in dry, "a second import would change something:", dry)
    h.must(HINDERED, "place", "import", "/nowhere", says="/nowhere")
    table = h.file("grid.csv", "code,name,kind,area,from,to,succeeded_by,phone,hours\n"
                               "371603106200,黄一村,village,东管区,2001-03-01,,,0543-7321000,8:30-17:30\n"
                               "37160310620001,第一网格,sub_grid,,,,,,\n3716031062000102,枣花街,street,,,,,,\n"
                               "371603106200010203,三号院,household,,,,,,\n"
                               "371603106299,老黄村,village,,1990-01-01,2001-02-28,371603106200,,\n")
    h.must(DONE, "place", "import", table, says="新增 4 个，改动 1 个")
    listed = h.must(DONE, "place", "list", "371603106200")
    for line in ("371603106200,黄一村,village,东管区,2001-03-01,,,0543-7321000,8:30-17:30,", "371603106200010203,三号院,household"):
        house.need(line in listed, "place list does not say", line, listed)
    house.need("2001-02-28,371603106200" in h.must(DONE, "place", "list", "371603106"), "no successor listed")
    h.must(DONE, "place", "import", h.file("again.csv", listed), says="新增 0 个，改动 0 个")  # what is listed can be read
    bad = h.file("bad.csv", "code,name\n371603106301,新村\n37160310630x,错村\n")
    h.must(NO, "place", "import", bad, says="第 3 行")
    h.must(NO, "place", "list", "371603106301")  # the line before the bad one was not kept either
    h.must(NO, "place", "find", "没有这个地方")
    h.must(DONE, "place", "find", "黄一", says="371603106200")


def people(h):
    said = h.must(NO, "people", "import", h.file("bad.csv", BAD_PEOPLE))
    for line in ("2 id_number", "3 phone", "4 place", "5 role", "6 to"):
        house.need(f"{line}: " in said, "no complaint about line", line, said)
    house.need(h.sql("select count(*) from access_person") == "1", "half a table was kept")  # the administrator
    good = h.file("people.csv", PEOPLE + "孙文,371603106200,village_clerk,sun\n周镇,371603106,town_desk,zhou\n")
    h.must(DONE, "people", "import", good, "--dry-run", says="会导入 2 人")
    house.need(h.sql("select count(*) from access_person") == "1", "a dry run wrote")
    h.must(DONE, "people", "import", good, says="导入 2 人")
    h.must(HINDERED, "people", "import", os.path.join(h.work, "nowhere.csv"))
    h.must(NO, "user", "password", "nobody")


def six_digits(secret):
    """RFC 6238, as the application on a telephone does it."""
    key = base64.b32decode(secret + "=" * (-len(secret) % 8))
    mac = hmac.new(key, int(time.time() // 30).to_bytes(8, "big"), hashlib.sha1).digest()
    at = mac[-1] & 15
    return f"{(int.from_bytes(mac[at:at + 4], 'big') & 0x7fffffff) % 1000000:06d}"


def sign_in(h, login, password):
    """With the password, then setting the second factor up; the answer to the last step."""
    b = h.visitor()
    answer = b.fill("/login", {"login": login, "password": password})
    house.need(answer.status == 303, login, "has the wrong password:", answer.status)
    page = b.follow(answer)
    secret = "".join(re.findall(r"<code>([A-Z2-7]{4})</code>", page.text))
    house.need(len(secret) == 32, "no second factor is offered to", login, secret)
    return b, b.fill(answer.headers["Location"], {"code": six_digits(secret)})


def watched(h, *words):
    """What a terminal shows."""
    ours, theirs = os.openpty()
    running = subprocess.Popen([h.program, *words], stdout=theirs, stderr=subprocess.DEVNULL, env=h.environment())
    os.close(theirs)
    shown = b""
    try:
        while piece := os.read(ours, 65536):
            shown += piece
    except OSError:
        pass  # the other end is closed
    os.close(ours)
    house.need(running.wait() == DONE, words, "ended with", running.returncode)
    return shown.decode()


def through_the_server(h, password):
    h.serve()
    for words in (["place", "import", PLACES], ["fsck"]):
        house.need("100%" in watched(h, *words) and "100%" not in h.must(DONE, *words), "no progress, or to a file:", words)
    for path in ("/", "/v/371603106200", "/t/371603106", "/login"):
        house.need(h.visitor().get(path).status == 200, "no page at", path)
    old, town = h.visitor().get("/v/371603106299"), h.visitor().get("/t/371603106.json").json
    house.need("已经撤并" in old.text and 'href="/v/371603106200"' in old.text, "a village that has ended does not say so")
    house.need("371603106299" not in [v["code"] for v in town["villages"]] and len(town["villages"]) == 35, "ended, and still listed")
    b, answer = sign_in(h, "guan", password)
    house.need(answer.status in (200, 303) and b.get("/todo").status == 200, "the first administrator cannot sign in",
               answer.status, answer.text[:1500])
    # From another folder, by a name that only means something there; told in the language of whoever asked.
    h.file("more.csv", PEOPLE + "王芳,371603106201,village_clerk,wang\n")
    done = subprocess.run([h.program, "people", "import", "more.csv", "--lang=en"], cwd=h.work, capture_output=True, text=True,
                          env=h.environment())
    house.need(done.returncode == DONE and "1 people imported" in done.stdout, "through the server:", done)
    h.must(NO, "people", "import", h.file("bad.csv", BAD_PEOPLE), says="2 id_number")
    h.must(DONE, "place", "import", PLACES, says="新增 0 个")
    town = h.must(DONE, "user", "password", "zhou").strip()
    house.need(sign_in(h, "zhou", town)[0].get("/todo").status == 200, "the town cannot sign in")
    code = h.must(DONE, "user", "code", "sun").strip()
    b = h.visitor()
    answer = b.fill("/login/code", {"code": code, "pin": "270361", "pin2": "270361"})
    house.need(answer.status == 303 and b.follow(answer).status == 200, "the clerk's code does not work", answer.status, answer.text)
    house.need(os.stat(os.path.join(h.folder, "sock")).st_mode & 0o777 == 0o600, "others may speak to the control socket")
    h.must(HINDERED, "serve", says="正被另一个晒场程序")
    h.must(DONE, "fsck")
    h.stop()
    house.need(not os.path.exists(os.path.join(h.folder, "sock")), "the socket stays behind")


def main():
    with Fresh("county") as h:
        help_texts(h)
        no_folder_yet(h)
        words_of_the_site(h)
        password = h.found()
        called_wrongly(h)
        h.must(NO, "init", "--county=371603", "--name=沾化区")
        edited_by_hand(h)
        places(h)
        people(h)
        through_the_server(h, password)
        h.must(DONE, "print", "poster", "371603106200", f"--out={h.work}/poster.png")
        for name in ("people", "desk", "disclosure", "dialogue", "panorama", "issue", "objection"):
            for lang, words in (("--lang=zh", ("anyone", "asker", "owner", "clock")), ("--lang=en", ("err.", "app."))):
                said = h.must(DONE, "explain", name, lang)
                left = [l for l in said.splitlines() for w in words if f": {w}" in l or f"、{w}" in l or f" {w}" in l]
                house.need(not left, "explain", name, "says a word of the program:", left[:3])
        h.must(NO, "explain", "nosuch")
        h.must(NO, "explain", "demo")
    print(f"county: from an empty folder to a village's page, three ways to sign in; {len(COMMANDS)} commands, 22 wrong calls")


sys.exit(main())

# SPDX-License-Identifier: Apache-2.0
"""A house to prove things on: a folder, a server on it, and somebody who speaks to it. Standard library only.

    with House() as house:                  # a copy of the demo folder, gone afterwards
        house.serve()
        clerk = house.client("wenshu")      # signed in to the API
        answer = clerk.open(VILLAGE, "meeting", {...})
        clerk.act(answer.json["number"], "cancel", {"reason": "..."})
"""
import csv
import html.parser
import http.client
import json
import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import urllib.parse

PROGRAM = os.environ["SHAICHANG"]
BUILD = os.environ["BUILD"]
CHECK_DIR = os.environ["CHECK_DIR"]
ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
TOWN, VILLAGE = "371603106", "371603106200"  # 黄升镇, 黄一村
TOWN_OF_FAULTS = "371603900"                 # 枣花镇
START_SECONDS = 60


def fail(*words):
    print("FAILED:", *words, flush=True)
    sys.exit(1)


def need(holds, *words):
    if not holds:
        fail(*words)


def build(*targets):
    """Builds programs of the proof itself, and says where they are."""
    made = subprocess.run(["ninja", "-C", BUILD, *targets], capture_output=True, text=True)
    need(made.returncode == 0, made.stdout[-4000:])
    return [os.path.join(BUILD, t) for t in targets]


def demo_folder():
    made = subprocess.run([os.path.join(ROOT, "test/demo.sh")], capture_output=True, text=True)
    need(made.returncode == 0, made.stderr[-4000:])
    return made.stdout.strip()


def middle(values):
    """Median and quartiles."""
    v = sorted(values)
    at = [v[0] if len(v) == 1 else v[int(q * (len(v) - 1))] + (q * (len(v) - 1) % 1) *
          (v[min(int(q * (len(v) - 1)) + 1, len(v) - 1)] - v[int(q * (len(v) - 1))]) for q in (0.25, 0.5, 0.75)]
    return at[1], at[0], at[2]


class Answer:
    def __init__(self, status, headers, body):
        self.status, self.headers, self.body = status, headers, body

    @property
    def text(self):
        return self.body.decode()

    @property
    def json(self):
        return json.loads(self.body)


class Client:
    """One keep-alive connection; speaks as a program (token) or as a browser (cookies)."""

    def __init__(self, port, token=None):
        self.port, self.token, self.cookies, self.line = port, token, {}, None

    def ask(self, method, path, body=None, headers=None):
        sent = {"Host": f"127.0.0.1:{self.port}", **(headers or {})}
        if self.token:
            sent["Authorization"] = "Bearer " + self.token
        if self.cookies:
            sent["Cookie"] = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        for last in (False, True):
            fresh = self.line is None
            try:
                self.line = self.line or http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
                self.line.request(method, path, body, sent)
                r = self.line.getresponse()
                answer = Answer(r.status, r.headers, r.read())
                break
            except (http.client.RemoteDisconnected, BrokenPipeError, ConnectionResetError):
                self.line = None
                if last or fresh:  # only a kept connection may have been closed for being idle
                    raise
        for cookie in answer.headers.get_all("Set-Cookie") or []:
            name, value = cookie.split(";")[0].split("=", 1)
            self.cookies[name] = value
        return answer

    def get(self, path, **headers):
        return self.ask("GET", path, headers=headers)

    # -- as a program
    def post_json(self, path, value, key=None):
        headers = {"Content-Type": "application/json", **({"Idempotency-Key": key} if key else {})}
        return self.ask("POST", path, json.dumps(value).encode(), headers)

    def session(self, login, secret):
        answer = self.post_json("/api/v1/session", {"login": login, "secret": secret})
        if answer.status in (200, 201):
            self.token = answer.json["token"]
        return answer

    def open(self, place, process, facts, on_behalf=None, key=None):
        body = {"facts": facts, **({"on_behalf": on_behalf} if on_behalf else {})}
        return self.post_json(f"/api/v1/p/{place}/cases/{process}", body, key)

    def act(self, number, action, facts=None, key=None, **more):
        return self.post_json(f"/api/v1/cases/{number}/actions/{action}", {"facts": facts or {}, **more}, key)

    def case(self, number):
        return self.get(f"/api/v1/cases/{number}")

    # -- as a browser
    def post_form(self, path, fields):
        headers = {"Content-Type": "application/x-www-form-urlencoded", "Sec-Fetch-Site": "same-origin"}
        return self.ask("POST", path, urllib.parse.urlencode(fields).encode(), headers)

    def fill(self, path, values, which=0):
        """Fills the form on a page in and sends it: what is hidden goes along, `values` go over it."""
        page = self.get(path)
        need(page.status == 200, "no form at", path, page.status)
        form = forms(page.text)[which]
        fields = {**form["fields"], **values}
        return self.post_form(urllib.parse.urljoin(path, form["action"] or path), fields)

    def follow(self, answer):
        return self.get(answer.headers["Location"]) if answer.status == 303 else answer


class FormReader(html.parser.HTMLParser):
    def __init__(self):
        super().__init__()
        self.forms, self.links, self.area = [], [], None

    def handle_starttag(self, tag, attrs):
        a = dict(attrs)
        if tag in ("a", "link") and a.get("href"):
            self.links.append(a["href"])
        if tag == "form":
            self.forms.append({"action": a.get("action"), "method": a.get("method", "get"), "fields": {}, "names": []})
        elif tag in ("input", "textarea", "select", "button") and a.get("name") and self.forms:
            form = self.forms[-1]
            form["names"].append(a["name"])
            if tag == "input" and a.get("type", "text") not in ("submit", "radio", "checkbox"):
                form["fields"][a["name"]] = a.get("value", "")
            if tag == "textarea":
                self.area = a["name"]
                form["fields"][self.area] = ""

    def handle_data(self, data):
        if self.area and self.forms:
            self.forms[-1]["fields"][self.area] += data

    def handle_endtag(self, tag):
        if tag == "textarea" and self.area:
            fields = self.forms[-1]["fields"]
            fields[self.area] = fields[self.area].removeprefix("\n")
            self.area = None


def forms(page):
    reader = FormReader()
    reader.feed(page)
    return [f for f in reader.forms if f["method"].lower() == "post"]


def links(page):
    reader = FormReader()
    reader.feed(page)
    return reader.links


class House:
    def __init__(self, name="house", of=None, program=PROGRAM):
        """A copy of `of` (the demo folder) under CHECK_DIR."""
        self.work = os.path.realpath(tempfile.mkdtemp(prefix=f"proof-{name}-", dir=CHECK_DIR))
        self.folder, self.program = os.path.join(self.work, "data"), program
        self.server, self.port, self.log = None, 0, os.path.join(self.work, "server.log")
        self.tokens = {}
        shutil.copytree(of or demo_folder(), self.folder)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.kill()
        shutil.rmtree(self.work, ignore_errors=True)

    def environment(self, more=None):
        return {**os.environ, "DATA": self.folder, "LANG": "zh_CN.UTF-8", **(more or {})}

    def serve(self, *options, env=None, cpu=None):
        """Starts a server on a free port; returns how long it took until it said so."""
        pin = ["taskset", "-c", str(cpu)] if cpu is not None else []
        began = time.monotonic()
        with open(self.log, "ab") as log:
            self.server = subprocess.Popen([*pin, self.program, "serve", "--edge=http", "--port=0", *options],
                                           stdout=subprocess.PIPE, stderr=log, env=self.environment(env))
        line = self.server.stdout.readline().decode()
        found = re.search(r"http://127\.0\.0\.1:(\d+)/", line)
        need(found, "the server did not start:", line, open(self.log, errors="replace").read()[-3000:])
        self.port = int(found.group(1))
        return time.monotonic() - began

    def stop(self):
        if self.server:
            self.server.send_signal(signal.SIGTERM)
            code = self.server.wait(60)
            self.server.stdout.close()
            self.server = None
            need(code == 0, "the server ended with", code, open(self.log, errors="replace").read()[-3000:])

    def kill(self):
        if self.server:
            self.server.kill()
            self.server.wait()
            self.server.stdout.close()
            self.server = None

    def run(self, *words, env=None):
        """A command of the program on this folder: exit code and what it said."""
        done = subprocess.run([self.program, *words], capture_output=True, text=True, env=self.environment(env))
        return done.returncode, done.stdout + done.stderr

    def fsck(self):
        code, said = self.run("fsck")
        need(code == 0, "fsck:", said[-2000:])

    def sql(self, script):
        done = subprocess.run(["sqlite3", "-batch", "-noheader", "-cmd", ".timeout 10000", os.path.join(self.folder, "main.db")],
                              input=script, capture_output=True, text=True)
        need(done.returncode == 0, done.stderr)
        return done.stdout.strip()

    def accounts(self):
        with open(os.path.join(self.folder, "demo-accounts.csv"), encoding="utf-8-sig") as f:
            return {row["login"]: row["secret"] for row in csv.DictReader(f)}

    def visitor(self):
        return Client(self.port)

    def client(self, login):
        """Signed in to the API; the token is kept over restarts."""
        c = Client(self.port, self.tokens.get(login))
        if not c.token:
            answer = c.session(login, self.accounts()[login])
            need(c.token, "no session for", login, answer.status, answer.body[:300])
            self.tokens[login] = c.token
        return c

    def browser(self, login):
        """Signed in with a password, cookies and all."""
        b = Client(self.port)
        answer = b.fill("/login", {"login": login, "password": self.accounts()[login]})
        need(answer.status == 303 and "s" in b.cookies, "no cookie for", login, answer.status)
        return b

# SPDX-License-Identifier: Apache-2.0
"""The units and the front door of docs/operate.

systemd does not run here: its own tools judge the units, and the program runs within the same walls as far as a process can
put them up: another user, no privileges, no capabilities, no memory that is written and run, a read-only home, umask 0077; and every
system call it makes while it serves, signs in and prints is among those that the unit allows."""
import ctypes
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import time

import house

OPERATE = os.path.join(house.ROOT, "docs/operate")
NOBODY, PR_SET_NO_NEW_PRIVS, PR_CAPBSET_DROP, PR_SET_MDWE = 65534, 38, 24, 65
EXPOSURE_MAX = 20  # tenths of what systemd-analyze calls exposure


def said(*words, **more):
    done = subprocess.run(words, capture_output=True, text=True, **more)
    return done.returncode, done.stdout + done.stderr


def units(h):
    """systemd-analyze on copies that name the program that is there."""
    for name in ("shaichang.service", "shaichang-backup.service", "shaichang-backup.timer"):
        with open(os.path.join(OPERATE, name), encoding="utf-8") as f:
            text = f.read().replace("/usr/local/bin/shaichang", h.program)
        path = os.path.join(h.work, name)
        with open(path, "w", encoding="utf-8") as f:
            f.write(text)
    for name in ("shaichang.service", "shaichang-backup.timer"):
        code, words = said("systemd-analyze", "verify", "--man=no", os.path.join(h.work, name))
        house.need(code == 0 and "shaichang" not in words, name, "is not sound:", words)
    code, words = said("systemd-analyze", "security", "--offline=true", f"--threshold={EXPOSURE_MAX}",
                       os.path.join(h.work, "shaichang.service"))
    house.need(code == 0, "the unit leaves too much open:", words[-600:])
    return re.search(r"level for \S+ ([\d.]+)", words).group(1)


def allowed_calls():
    """What SystemCallFilter= comes to: groups are lists of calls and of other groups."""
    _, words = said("systemd-analyze", "syscall-filter")
    groups, name = {}, None
    for line in words.splitlines():
        if line.startswith("@"):
            name = line.strip()
            groups[name] = []
        elif name and line.startswith("    ") and not line.strip().startswith("#"):
            groups[name].append(line.strip())

    def calls(group):
        return {c for entry in groups[group] for c in (calls(entry) if entry.startswith("@") else {entry})}

    allowed = set()
    with open(os.path.join(OPERATE, "shaichang.service"), encoding="utf-8") as f:
        for line in f:
            if line.startswith("SystemCallFilter="):
                value = line.split("=", 1)[1].strip()
                named = {c for g in value.lstrip("~").split() for c in calls(g)}
                allowed = allowed - named if value.startswith("~") else allowed | named
    house.need(len(allowed) > 100, "the filter could not be read")
    return allowed


def in_walls():
    libc = ctypes.CDLL(None, use_errno=True)
    os.umask(0o077)
    if os.geteuid() == 0:
        for capability in range(64):
            libc.prctl(PR_CAPBSET_DROP, capability, 0, 0, 0)
        os.setgroups([])
        os.setgid(NOBODY)
        os.setuid(NOBODY)
    libc.prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0)
    libc.prctl(PR_SET_MDWE, 1, 0, 0, 0)  # newer kernels; older ones say no and nothing happens


def free_port():
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        return s.getsockname()[1]


def belongs_to_nobody(h):
    os.chmod(h.work, 0o755)
    program = shutil.copy(h.program, os.path.join(h.work, "program"))
    os.chmod(program, 0o755)
    for at, folders, files in os.walk(h.folder):
        for path in [at] + [os.path.join(at, f) for f in files]:
            if os.geteuid() == 0:
                os.chown(path, NOBODY, NOBODY)
    return program


class Walled:
    """The server within the walls, behind it nginx as docs/operate/nginx.conf says."""

    def __init__(self, h):
        self.h, self.port, self.tls, self.plain = h, free_port(), free_port(), free_port()
        self.program = belongs_to_nobody(h)
        self.trace = os.path.join(h.work, "calls")

    def __enter__(self):
        os.mkdir(self.trace, 0o777)
        os.chmod(self.trace, 0o777)
        self.server = subprocess.Popen(
            ["strace", "-ff", "-qq", "-o", os.path.join(self.trace, "t"), self.program, "serve", f"--port={self.port}",
             f"--base-url=https://sun.example", "--lang=zh"],
            stdout=subprocess.PIPE, stderr=open(self.h.log, "ab"), env=self.h.environment(), preexec_fn=in_walls)
        house.need(b"http://127.0.0.1" in self.server.stdout.readline(), "it does not start within the walls:",
                   open(self.h.log, errors="replace").read()[-2000:])
        self.door = self.open_door()
        return self

    def open_door(self):
        work, key, cert = self.h.work, os.path.join(self.h.work, "key.pem"), os.path.join(self.h.work, "cert.pem")
        code, words = said("openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "2",
                           "-subj", "/CN=sun.example", "-addext", "subjectAltName=DNS:sun.example", "-keyout", key, "-out", cert)
        house.need(code == 0, "no certificate:", words)
        with open(os.path.join(OPERATE, "nginx.conf"), encoding="utf-8") as f:
            text = f.read()
        for old, new in (("listen [::]:443 ssl http2;", ""), ("listen [::]:80;", ""), ("443 ssl", f"127.0.0.1:{self.tls} ssl"),
                         ("listen 80", f"listen 127.0.0.1:{self.plain}"), ("/etc/ssl/sun.example.pem", cert),
                         ("/etc/ssl/sun.example.key", key), ("127.0.0.1:8080", f"127.0.0.1:{self.port}")):
            house.need(old in text, "nginx.conf does not say", old)
            text = text.replace(old, new)
        conf = os.path.join(work, "nginx.conf")
        with open(conf, "w", encoding="utf-8") as f:
            f.write(f"daemon off; pid {work}/nginx.pid; error_log {work}/nginx.log; events {{}} http {{ client_body_temp_path"
                    f" {work}/body; proxy_temp_path {work}/proxy; fastcgi_temp_path {work}/f; uwsgi_temp_path {work}/u;"
                    f" scgi_temp_path {work}/s; {text} }}")
        code, words = said("nginx", "-t", "-c", conf)
        house.need(code == 0, "nginx does not take it:", words)
        door = subprocess.Popen(["nginx", "-c", conf], stderr=subprocess.DEVNULL)
        for _ in range(100):
            with socket.socket() as s:
                if s.connect_ex(("127.0.0.1", self.tls)) == 0:
                    return door
            time.sleep(0.05)
        house.fail("nginx does not listen")

    def curl(self, path, *more):
        code, words = said("curl", "-sS", "--cacert", os.path.join(self.h.work, "cert.pem"), "--resolve",
                           f"sun.example:{self.tls}:127.0.0.1", "-b", os.path.join(self.h.work, "jar"), "-c",
                           os.path.join(self.h.work, "jar"), "-w", "\nSTATUS %{http_code} HTTP/%{http_version}", *more,
                           f"https://sun.example:{self.tls}{path}")
        house.need(code == 0, path, words)
        return words

    def __exit__(self, *_):
        self.door.terminate()
        self.door.wait(20)
        children = said("pgrep", "-P", str(self.server.pid))[1].split()  # strace's: the program
        os.kill(int(children[0]), signal.SIGTERM)
        code = self.server.wait(60)
        self.server.stdout.close()
        house.need(code == 0, "it ended with", code)

    def calls(self):
        made = set()
        for name in os.listdir(self.trace):
            with open(os.path.join(self.trace, name), errors="replace") as f:
                made |= set(re.findall(r"^(\w+)\(", f.read(), re.M))
        return made


def through_the_door(w):
    page = w.curl("/v/371603106200", "-i")
    house.need("STATUS 200 HTTP/2" in page and page.lower().count("strict-transport-security: max-age=63072000") == 1,
               "no page over HTTP/2 with HSTS:", page[:900])
    house.need("STATUS 404" in w.curl("/metrics"), "the world may read /metrics")
    house.need("STATUS 200" in w.curl("/v/371603106200/poster.pdf", "-o", os.devnull), "no poster: the helper does not draw")
    form = w.curl("/login")
    fields = house.forms(form)[0]["fields"]
    fields.update(login="wenshu", password=w.h.accounts()["wenshu"])
    sent = [x for name, value in fields.items() for x in ("--data-urlencode", f"{name}={value}")]
    answer = w.curl("/login", "-i", "-H", "Sec-Fetch-Site: same-origin", *sent)
    house.need(re.search(r"set-cookie: __Host-s=[^;]+;.*secure", answer, re.I), "no secure cookie:", answer[:1500])
    house.need("STATUS 200" in w.curl("/todo"), "signed in, and yet nobody")
    large = os.path.join(w.h.work, "large")
    for size, wanted in ((1024 * 1024 + 1, 413), (1024 * 1024, 400)):  # JSON of one name too many a: taken by nginx, read by us
        with open(large, "w", encoding="ascii") as f:
            f.write("{" + "a" * (size - 2) + "}")
        answer = w.curl("/api/v1/session", "-H", "Content-Type: application/json", "--data-binary", "@" + large)
        status = int(answer.rsplit("STATUS ", 1)[1].split()[0])
        house.need(status == wanted or (wanted == 400 and status in (400, 422)), size, "bytes:", status, answer[:300])
    code, words = said("curl", "-s", "-o", os.devnull, "-w", "%{http_code} %{redirect_url}", "-H", "Host: sun.example",
                       f"http://127.0.0.1:{w.plain}/v/371603106200")
    house.need(words == "301 https://sun.example/v/371603106200", "plain HTTP is not sent on:", words)


def main():
    with house.House("operate") as h:
        exposure = units(h)
        with Walled(h) as w:
            through_the_door(w)
            code, words = said(w.program, "user", "code", "wenshu", env=h.environment())
            house.need(code == 0, "no command through the walls:", words)
        made, allowed = w.calls(), allowed_calls()
        house.need(len(made) > 30 and not made - allowed, "calls that the unit forbids:", sorted(made - allowed))
    print(f"operate: units sound, exposure {exposure}; {len(made)} system calls, all allowed; page, poster, sign-in through nginx and TLS")


sys.exit(main())

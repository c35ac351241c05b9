# SPDX-License-Identifier: Apache-2.0
"""A cached page against nginx: the same bytes under the same headers, one worker each on one core, nine pairs in turn."""
import os
import subprocess
import sys
import time

import house
from wrk import SERVER_CPU, pairs, say_rate, wrk

PAIRS, SECONDS, CONNECTIONS, LEAST = 9, 2, 64, 0.9
PAGE = f"/v/{house.VILLAGE}"
MADE_BY_NGINX = {"content-length", "content-type", "date", "connection", "etag"}

CONF = """
{user} daemon off; worker_processes 1; pid {work}/nginx.pid; error_log {work}/error.log;
events {{ worker_connections 1024; }}
http {{
    access_log off; server_tokens off; etag off; sendfile on; tcp_nopush on; open_file_cache max=16;
    keepalive_requests 100000000;
    client_body_temp_path {work}/t1; proxy_temp_path {work}/t2; fastcgi_temp_path {work}/t3;
    uwsgi_temp_path {work}/t4; scgi_temp_path {work}/t5;
    server {{
        listen 127.0.0.1:{port};
        location = {page} {{ alias {work}/page; default_type "{type}"; {headers} }}
    }}
}}
"""


def start_nginx(work, port, answer):
    with open(os.path.join(work, "page"), "wb") as f:
        f.write(answer.body)
    headers = "".join(f'add_header {name} "{value}"; ' for name, value in answer.headers.items()
                      if name.lower() not in MADE_BY_NGINX)
    headers += "add_header ETag '%s';" % answer.headers["ETag"]
    with open(os.path.join(work, "nginx.conf"), "w") as f:
        user = "user root;" if os.getuid() == 0 else ""
        f.write(CONF.format(user=user, work=work, port=port, page=PAGE, type=answer.headers["Content-Type"],
                            headers=headers))
    nginx = subprocess.Popen(["taskset", "-c", str(SERVER_CPU), "nginx", "-c", os.path.join(work, "nginx.conf"), "-e",
                              os.path.join(work, "error.log")])
    for _ in range(100):
        try:
            theirs = house.Client(port).get(PAGE)
            break
        except OSError:
            time.sleep(0.05)
    else:
        house.fail("nginx did not start:", open(os.path.join(work, "error.log")).read())
    house.need(theirs.body == answer.body and same_headers(theirs, answer), "the two answers differ:",
               dict(theirs.headers), dict(answer.headers))
    return nginx


def same_headers(theirs, ours):
    said = {n.lower(): v for n, v in theirs.headers.items()}
    return all(said.get(n.lower()) == v for n, v in ours.headers.items() if n.lower() not in ("date", "connection"))


def main():
    with house.House("cached") as h:
        h.serve("--workers=1", cpu=SERVER_CPU)
        visitor = h.visitor()
        visitor.get(PAGE)
        answer = visitor.get(PAGE, **{"Accept-Encoding": "gzip"})
        house.need(answer.status == 200 and answer.headers["Content-Encoding"] == "gzip", answer.status, answer.headers)
        port = h.port + 1 if h.port < 65000 else h.port - 1
        nginx = start_nginx(h.work, port, answer)
        try:
            ours, theirs = pairs(PAIRS, *[lambda p=p: wrk(p, PAGE, CONNECTIONS, SECONDS, Accept_Encoding="gzip")
                                          for p in (h.port, port)])
        finally:
            nginx.terminate()
            nginx.wait()
        h.stop()
    ratio, low, high = house.middle([a / b for a, b in zip(ours, theirs)])
    print(f"cached page: {ratio:.2f} x nginx ({low:.2f}..{high:.2f}, at least {LEAST}): {say_rate(ours)} against "
          f"{say_rate(theirs)}, {len(answer.body)} bytes with gzip, {PAIRS} pairs")
    return ratio < LEAST


sys.exit(main())

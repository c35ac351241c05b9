#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# run.sh BUILD: every step and every query on a PostgreSQL 15 of its own, which is gone afterwards.
set -u
build=$(realpath "$1")
bin=/usr/lib/postgresql/15/bin
[ -x "$bin/initdb" ] || { echo "PostgreSQL 15 is not installed: apt-get install postgresql-15"; exit 1; }
ninja -C "$build" test/pg/pg_prepare || exit 1
dir=$(mktemp -d)
as=
if [ "$(id -u)" = 0 ]; then # PostgreSQL refuses to run as root
    chown postgres "$dir"
    as="runuser -u postgres --"
fi
stop() {
    $as "$bin/pg_ctl" -D "$dir/data" -m immediate stop >"$dir/stop" 2>&1
    rm -rf "$dir"
}
trap stop EXIT
trap 'exit 1' INT TERM

"$build/test/pg/pg_prepare" >"$dir/script" || exit 1
cd "$dir" || exit 1
if ! { $as "$bin/initdb" -D data -k -A trust -U shaichang --locale=C.UTF-8 &&
    $as "$bin/pg_ctl" -D data -w -o "-k $dir -c listen_addresses='' -c fsync=off" -l log start; } >"$dir/start" 2>&1; then
    cat "$dir/start"
    exit 1
fi
"$bin/psql" -X -q -h "$dir" -U shaichang -d postgres -f "$dir/script" >"$dir/said" 2>"$dir/errors"
cat "$dir/errors"
grep -E '^(WRONG|PREPARED) ' "$dir/said"
grep -q '^PREPARED ' "$dir/said" && [ ! -s "$dir/errors" ]

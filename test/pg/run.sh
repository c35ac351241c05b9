#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# run.sh PREPARE: every step and every query on a PostgreSQL 15 of its own, which is gone afterwards.
# 77 (skipped) when PostgreSQL is not installed.
set -u
prepare=$(realpath "$1")
bin=/usr/lib/postgresql/15/bin
[ -x "$bin/initdb" ] || { echo "PostgreSQL 15 is not installed: skipped"; exit 77; }
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

"$prepare" >"$dir/script" || exit 1
cd "$dir" || exit 1
# A step is one transaction with the statements it has; psql reports the first that fails.
if ! { $as "$bin/initdb" -D data -k -A trust -U shaichang --locale=C.UTF-8 &&
    $as "$bin/pg_ctl" -D data -w -o "-k $dir -c listen_addresses='' -c fsync=off" -l log start; } >"$dir/start" 2>&1; then
    cat "$dir/start"
    exit 1
fi
"$bin/psql" -X -q -h "$dir" -U shaichang -d postgres -f "$dir/script" >"$dir/said" 2>"$dir/errors"
grep -E '^(WRONG|PREPARED) ' "$dir/said"
grep -q '^PREPARED ' "$dir/said" && [ ! -s "$dir/errors" ] && exit 0
cat "$dir/errors"
exit 1

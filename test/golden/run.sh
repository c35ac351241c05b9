#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# run.sh BUILD: what weave makes of small files, good and bad; then the released steps of the house itself (data/steps.lock),
# then the small houses of rooms.sh. A good file's C stands beside it, a bad file's complaints in its .txt; a lock's are
# compared with the steps in the .sql of the same name, a .list names files to carry. With WRITE=1 the expectations are
# written anew; read the difference before keeping it.
set -u
build=$(realpath "$1")
weave=$build/tools/weave
cd "$(dirname "$0")/../.." || exit 1
tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT
failed=0 count=0

# The files of one case are made in $tmp/test; its complaints stand in $tmp/said.
run() {
    case $1 in
    weave_sql) "$weave" sql "$tmp/test/$3.c" "$tmp/test/$3.h" "$2.sql" "$2.sql" ;;
    weave_html) "$weave" html "$tmp/test/$3.c" "$tmp/test/$3.h" "$2.html" ;;
    weave_data) xargs "$weave" data "$tmp/test/$3.c" "$tmp/test/$3.h" <"$2.list" ;;
    weave_lock) cp "$2.lock" "$tmp/test/$3.locked" && "$weave" lock --write "$tmp/test/$3.locked" "$2.sql" ;;
    esac >"$tmp/said" 2>&1
}

agree() { # FILE MADE
    [ "${WRITE:-}" = 1 ] && cp "$2" "$1"
    diff -u "$1" "$2" && return
    echo "$1: weave made something else"
    return 1
}

good() { # VERB PATH STEM
    run "$@" || { cat "$tmp/said" && return 1; }
    for made in "$tmp"/test/*; do
        agree "$(dirname "$2")/$(basename "$made")" "$made" || return 1
    done
}

bad() {
    ! run "$@" || { echo "$2: weave did not complain" && return 1; }
    agree "$2.txt" "$tmp/said"
}

for file in test/golden/weave_*/good/* test/golden/weave_*/bad/*; do
    case $file in *.sql | *.html | *.list) ;; *) continue ;; esac
    path=${file%.*} verb=$(basename "$(dirname "$(dirname "$file")")") kind=$(basename "$(dirname "$file")")
    rm -rf "$tmp/test" && mkdir "$tmp/test"
    count=$((count + 1))
    "$kind" "$verb" "$path" "$(basename "$path")" || failed=$((failed + 1))
done
"$weave" lock data/steps.lock src/*/*.sql || failed=$((failed + 1))
test/golden/rooms.sh "$build" || failed=$((failed + 1))
echo "weave: $count files; weave and rooms: $failed wrong"
[ "$failed" = 0 ] && [ "$count" -gt 0 ]

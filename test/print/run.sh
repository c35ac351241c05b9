#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Looks at paper with other people's eyes (poppler, zbar): run.sh SAMPLE. SAMPLE is the program of sample.c.
set -euo pipefail
sample=$1
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
address=HTTPS://SHAICHANG.EXAMPLE/V/371603106200
failed=0

fail() {
    echo "FAILED: $*" >&2
    failed=1
}

# A word's box is as high as the typeface is from top to bottom: 1.448 times its size.
words() {
    pdftotext -bbox-layout "$dir/$1.pdf" - |
        sed -n 's/.*<word xMin="\(.*\)" yMin="\(.*\)" xMax="\(.*\)" yMax="\(.*\)">\(.*\)<\/word>/\1 \2 \3 \4 \5/p'
}
smallest() { words "$1" | awk 'NR == 1 || $4 - $2 < least {least = $4 - $2} END {printf "%.1f\n", least / 1.448}'; }
at_least() { awk -v size="$(smallest "$1")" -v least="$2" 'BEGIN {exit !(size >= least)}'; }
pages() { pdfinfo "$dir/$1.pdf" | awk '/^Pages:/ {print $2}'; }
text() { pdftotext -layout "$dir/$1.pdf" - | tr -d ' \f'; } # poppler sees blanks where it likes
has() { text "$1" | grep -F "${2// /}" >/dev/null || fail "$1 does not say $2"; }
code() { zbarimg --nodbus --quiet --raw "$@" || [ $? = 4 ]; } # 4: one of the pages has none

for kind in sheet board tiles poster long wide; do
    "$sample" "$kind" zh "$dir/$kind.pdf"
    pdffonts "$dir/$kind.pdf" |
        awk 'NR > 2 {n++; if ($1 !~ /NotoSansCJK/ || $(NF - 4) != "yes") bad = 1} END {exit bad || !n}' ||
        fail "$kind: a typeface is foreign, or not inside the file"
    pdftoppm -r 20 "$dir/$kind.pdf" "$dir/$kind"
    for page in "$dir/$kind"-*.ppm; do
        tail -c +16 "$page" | od -An -v -tu1 -w3 |
            awk 'NF == 3 && ($1 != $2 || $2 != $3) {exit 1}' || fail "$kind has a colour"
    done
done

for kind in sheet poster long wide; do at_least "$kind" 16 || fail "$kind is set in $(smallest "$kind") pt"; done
for kind in board tiles; do at_least "$kind" 22 || fail "$kind is set in $(smallest "$kind") pt"; done
at_least sheet 16.5 && fail "the measure of type sees nothing"

# What is written can be read and searched; every page says which it is.
has sheet 164,905
has sheet 村里欠谁，谁欠村里
has sheet 7K4Q-2M9D-XW3H
n=$(pages sheet)
for ((i = 1; i <= n; i++)); do has sheet "第 $i 页 共 $n 页"; done
"$sample" sheet en "$dir/english.pdf"
has english "page 1 of $(pages english)"

# The head stands on every page of a long table; sums end on one line, the bold total among them.
[ "$(text long | grep -c 什么事)" = "$(pages long)" ] || fail "the head is not on every page"
ends=$(words sheet | awk '$5 ~ /^(7,400|31,000|20|38,420)$/ && $1 > 350 {printf "%.1f\n", $3}' | sort -u | wc -l)
[ "$ends" = 1 ] || fail "sums do not end on one line ($ends)"

# No word of a board crosses the cut, and its tiles are its two halves.
[ "$(pages board) $(pages poster)" = "1 1" ] || fail "the board or the poster is more than one page"
words board | awk '$1 < 595.2 && $3 > 595.3 {exit 1}' || fail "a word crosses the middle of the board"
pdfinfo "$dir/board.pdf" | grep -q '1190.55 x 841.89' || fail "the board is not A3"
pdfinfo "$dir/tiles.pdf" | grep -q '(A4)' || fail "a tile is not A4"
[ "$(pages tiles)" = 2 ] || fail "the tiles are not two"
said() { words "$1" | awk '{print $5}' | sort; }
[ "$(said tiles)" = "$(said board)" ] || fail "the tiles do not say what the board says"

for kind in poster sheet board tiles; do
    pdftoppm -r 150 -gray "$dir/$kind.pdf" "$dir/$kind-150"
    [ "$(code "$dir/$kind"-150*.pgm)" = "$address" ] || fail "the code on $kind is not read"
done
"$sample" poster zh "$dir/poster.png"
[ "$(code "$dir/poster.png")" = "$address" ] || fail "the code on the picture is not read"

[ "$failed" = 0 ] && echo "paper: 6 kinds, $(pages long) pages of table, all codes read"
exit "$failed"

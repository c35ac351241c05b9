#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Installs those of the named Debian packages that are not there yet: apt.sh PACKAGE...  Waits for whoever holds dpkg's
# lock, mends what an interrupted installation left behind, and asks a mirror twice.
set -euo pipefail
missing=()
for p in "$@"; do
    dpkg-query -W -f='${Status}' "$p" 2>/dev/null | grep -q 'ok installed' || missing+=("$p")
done
[ ${#missing[@]} -gt 0 ] || exit 0
echo "installing: ${missing[*]}"
root=()
[ "$(id -u)" = 0 ] || root=(sudo)
apt=("${root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get -qq -o DPkg::Lock::Timeout=600 -o Acquire::Retries=3)
# An update does not wait for the lock of another by itself, and a mirror that is being renewed has its own seconds.
update() {
    local said
    for try in $(seq 100); do
        said=$("${apt[@]}" -o APT::Update::Error-Mode=any update 2>&1) && return
        case $said in *lock*) sleep 5 ;; *) [ "$try" -lt 2 ] || break ;; esac
    done
    echo "$said" >&2
    "${apt[@]}" update # one mirror of several may be gone
}
if [ -n "$(dpkg --audit)" ]; then "${root[@]}" env DEBIAN_FRONTEND=noninteractive dpkg --configure -a; fi
update
"${apt[@]}" install -y --no-install-recommends "${missing[@]}" >/dev/null || {
    update
    "${apt[@]}" install -y --no-install-recommends --fix-broken "${missing[@]}"
}

#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# run.sh [BUILD]: what docs/operate says to an operator, done: the units are sound and the program fits into their walls; through
# nginx with TLS a page, a sign-in, a body that is too large.
. "$(dirname "$0")/../proof.sh"
exec python3 "$root/test/operate/operate.py"

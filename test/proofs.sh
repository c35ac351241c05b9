# SPDX-License-Identifier: Apache-2.0
# The proofs that need a running program, in the order of ./check (which sources this file).

# within SECONDS COMMAND...: a proof that takes longer than its budget fails.
within() {
    local budget=$1
    shift
    timeout "$budget" "$@" || { local code=$?; [ "$code" != 124 ] || echo "over its budget of $budget s"; return "$code"; }
}

prove scenes within 60 meson test -C build/asan --suite scene --print-errorlogs
prove sim within 60 meson test -C build/asan --suite sim --print-errorlogs
prove durable within 90 test/durable/run.sh build/release
prove crash within 120 test/crash/run.sh build/release
prove power within 420 test/crash/power.sh build/release
prove main-job within 240 test/browser/run.sh build/release mainjob
prove one-hand within 90 test/browser/run.sh build/release onehand
prove tamper within 60 test/tamper/run.sh build/release
prove privacy within 120 test/privacy/run.sh build/release
prove cached-page within 90 test/bench/run.sh cached build/release
prove national-list within 120 test/bench/run.sh national build/release
prove light within 300 test/browser/run.sh build/release weight

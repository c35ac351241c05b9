# SPDX-License-Identifier: Apache-2.0
# The proofs that need a running program, in the order of ./check (which sources this file).

prove commands within 240 test/commands/run.sh build/release
prove operate within 90 test/operate/run.sh build/release
prove chrome-60 within 120 test/lint/run.sh
prove twice within 180 test/lint/twice.sh
prove scenes within 120 test/suite.sh build/asan scene
prove sim within 180 test/suite.sh build/asan sim
prove paper within 120 test/suite.sh build/release print
prove durable within 180 test/durable/run.sh build/release
prove crash within 240 test/crash/run.sh build/release
prove power within 420 test/crash/power.sh build/release
prove main-job within 240 test/browser/run.sh build/release mainjob
prove one-hand within 120 test/browser/run.sh build/release onehand
prove desk within 120 test/api/run.sh build/release
prove shelf within 120 test/shelf/run.sh build/release
prove factor within 180 test/browser/run.sh build/release factor
prove pin within 180 test/browser/run.sh build/release pin
prove forms within 180 test/browser/run.sh build/release forms
prove tamper within 60 test/tamper/run.sh build/release
prove interop within 240 test/interop/live.sh build/release
prove phone-vectors within 90 test/browser/run.sh build/release proof
prove phone within 300 test/browser/run.sh build/release verify
prove alive within 300 test/alive/run.sh build/release
prove privacy within 120 test/privacy/run.sh build/release
prove hostile within 180 test/suite.sh build/asan hostile
prove matrix within 240 test/hostile/matrix.sh build/release
prove small within 120 test/bench/run.sh small build/release
prove cached-page within 120 test/bench/run.sh cached build/release
prove uncached-page within 180 test/bench/run.sh uncached build/release
prove flat-cost within 300 test/bench/run.sh flat build/release
prove national-list within 180 test/bench/run.sh national build/release
prove first-room within 180 test/docs/first_room.sh
prove light within 420 test/browser/run.sh build/release weight

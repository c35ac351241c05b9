# SPDX-License-Identifier: Apache-2.0
# The night's work: what ./check deep adds (which sources this file).

# Threads: everything that has some runs under ThreadSanitizer; a race ends the program.
export TSAN_OPTIONS="halt_on_error=1 second_deadlock_stack=1 suppressions=$PWD/test/tsan.txt"
prove tsan-build within 3600 test/build.sh build/tsan -Db_sanitize=thread -Db_lundef=false
prove tsan-units within 3600 test/suite.sh build/tsan unit
prove tsan-scenes within 1800 test/suite.sh build/tsan scene hostile
prove tsan-durable within 1200 env DELAY_MS=200 test/durable/run.sh build/tsan

# Memory that no sanitizer looks at: what is read before it was written.
prove valgrind within 7200 env WRAP="valgrind -q --error-exitcode=9 --leak-check=full --show-leak-kinds=definite --errors-for-leak-kinds=definite --suppressions=$PWD/test/valgrind.supp" test/suite.sh build/release unit

prove analyzer within 7200 test/analyze/run.sh gcc build/release
prove tidy within 7200 test/analyze/run.sh tidy build/release
prove cppcheck within 3600 test/analyze/run.sh cppcheck build/release
prove fuzz within 14400 test/fuzz/run.sh "${FUZZ_SECONDS:-120}"
prove a-million within 3600 env CASES=1000000 test/bench/run.sh flat build/release
prove many-years within 3600 build/release/test/sim/sim 60 120 1000

# SPDX-License-Identifier: Apache-2.0
# The night's work: what ./check deep adds (which sources this file).

prove tsan sh -c 'test -f build/tsan/build.ninja || meson setup build/tsan -Db_sanitize=thread -Db_lundef=false
    ninja -C build/tsan test/store_store_test test/web_server_test test/web_cache_test &&
    for t in store_store_test web_cache_test web_server_test; do build/tsan/test/$t || exit 1; done'
prove valgrind sh -c 'for t in base_arena_test codec_json_test record_merkle_test place_place_test process_limit_test; do
    valgrind -q --error-exitcode=9 --leak-check=full build/release/test/$t || exit 1; done'
prove analyzer sh -c 'for f in src/process/decide.c src/process/facts.c src/record/merkle.c src/codec/csv.c src/web/gate.c; do
    gcc -std=gnu17 -D_GNU_SOURCE -O2 -Isrc -Ibuild/release/src -fanalyzer -Werror -fsyntax-only $f || exit 1; done'
prove tidy sh -c 'clang-tidy --quiet --warnings-as-errors="*" -checks="-*,clang-analyzer-core.*,clang-analyzer-unix.*,bugprone-sizeof-*,bugprone-suspicious-*" \
    --extra-arg=-enable-trivial-auto-var-init-zero-knowing-it-will-be-removed-from-clang -p build/release src/process/decide.c src/record/merkle.c src/web/gate.c src/base/*.c'
prove fuzz test/fuzz/run.sh 60
prove a-million env CASES=1000000 test/bench/run.sh flat build/release
prove many-years sh -c 'ninja -C build/release test/sim/sim && build/release/test/sim/sim 60 120 1000'

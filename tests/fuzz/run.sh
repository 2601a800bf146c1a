#!/usr/bin/env bash
# One fuzz target for so many seconds: run.sh PROGRAM SECONDS SEED...   Ends with 1 when an input breaks or hangs it (the
# input is shown as base64), or when too little ran to mean anything.
set -euo pipefail
program=$1 seconds=$2
shift 2
work=$(mktemp -d "${TMPDIR:-/tmp}/hejie-fuzz-XXXXXX")
trap 'rm -rf "$work"' EXIT
mkdir "$work/seeds"
for seed in "$@"; do
  # Long ones only make it slow.
  if [ "$(stat -c %s "$seed")" -le 65536 ]; then cp "$seed" "$work/seeds/$(printf '%s' "$seed" | sha256sum | cut -c1-12)"; fi
done
export AFL_SKIP_CPUFREQ=1 AFL_I_DONT_CARE_ABOUT_MISSING_CRASHES=1 AFL_NO_AFFINITY=1 AFL_NO_UI=1 AFL_FORKSRV_INIT_TMOUT=120000
export AFL_EXIT_ON_SEED_ISSUES=1 AFL_QUIET=1
export ASAN_OPTIONS=abort_on_error=1:symbolize=0:detect_leaks=0:allocator_may_return_null=1:hard_rss_limit_mb=2048
export UBSAN_OPTIONS=abort_on_error=1:symbolize=0
timeout --signal=INT "$((seconds + 200))" afl-fuzz -V "$seconds" -m none -t 5000+ -i "$work/seeds" -o "$work/out" -- "$program" \
  >"$work/log" 2>&1 || { tail -n 30 "$work/log"; exit 1; }
stats="$work/out/default/fuzzer_stats"
of() { sed -n "s/^$1 *: *//p" "$stats"; }
echo "$(basename "$program"): $(of execs_done) inputs in $(of run_time) s, $(of corpus_count) kept, $(of edges_found) edges, $(of saved_crashes) crashes, $(of saved_hangs) hangs"
status=0
for input in "$work"/out/default/crashes/id* "$work"/out/default/hangs/id*; do
  [ -e "$input" ] || continue
  status=1
  echo "== $(basename "$input")"
  base64 -w 120 "$input" | head -40
  ASAN_OPTIONS=symbolize=1:detect_leaks=0 UBSAN_OPTIONS=print_stacktrace=1 timeout 30 "$program" "$input" 2>&1 | head -40 || true
done
if [ "$(of execs_done)" -lt "$((seconds * 5))" ] || [ "$(of corpus_count)" -le 1 ]; then
  echo "too little was tried"
  status=1
fi
exit "$status"

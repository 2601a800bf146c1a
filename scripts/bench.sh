#!/usr/bin/env bash
# Every performance bar, from a clean clone: builds the bench preset, runs the benches, prints one table.
#   scripts/bench.sh [NAME...]     names: dates commit http intake read start clocks lag storm search (default: all)
# Exit 1 when a gating bar is missed or a floor does not count. What the bars mean: docs/performance.md.
# HEJIE_BENCH_CASES (100000), HEJIE_BENCH_CLOCKS and HEJIE_BENCH_SEARCH (1000000) make the stores smaller for a quick look.
set -euo pipefail
# shellcheck source=scripts/setup.sh
source "$(dirname "${BASH_SOURCE[0]}")/setup.sh"

all=(dates commit http intake read start clocks lag storm search)
names=("${@:-${all[@]}}")
if [ $# -eq 0 ]; then names=("${all[@]}"); fi
for name in "${names[@]}"; do
  case " ${all[*]} " in
    *" $name "*) ;;
    *) say "unknown bench: $name (known: ${all[*]})"; exit 2 ;;
  esac
done

install_missing "${build_packages[@]}"
cmake --preset bench >/dev/null
cmake --build build/bench --target hejie "${names[@]/#/bench_}" bench_store -j "$(jobs_at_once)"

work=$(mktemp -d "${TMPDIR:-/tmp}/hejie-benches-XXXXXX")
trap 'rm -rf "$work"' EXIT
out="$work/out"
failed=0

# The store the benches over HTTP work on; made once.
store_of() {
  if [ ! -d "$work/store" ]; then
    say "== store"
    build/bench/bench/bench_store "$work/store" "${HEJIE_BENCH_CASES:-100000}" >&2
  fi
}

run_bench() {
  case $1 in
    http | intake | read | start | storm) store_of; "build/bench/bench/bench_$1" "$work/store" ;;
    clocks) build/bench/bench/bench_clocks "${HEJIE_BENCH_CLOCKS:-1000000}" "$((${HEJIE_BENCH_CLOCKS:-1000000} / 10))" ;;
    search) build/bench/bench/bench_search "$work/search" "${HEJIE_BENCH_SEARCH:-1000000}" ;;
    *) "build/bench/bench/bench_$1" ;;
  esac
}

for name in "${names[@]}"; do
  say "== $name (load $(cut -d' ' -f1 /proc/loadavg))"
  run_bench "$name" >"$work/this" 2>&1 || failed=1
  grep -v '^BAR' "$work/this" || true
  cat "$work/this" >>"$out"
done

say ""
{
  printf 'id\twhat\tbar\tfloor\tfloor figure\tours\tratio\tverdict\n'
  sed -n 's/^BAR\t//p' "$out" | awk -F'\t' -v OFS='\t' '{for (i = 1; i <= NF; i++) if ($i == "") $i = "-"; print}'
} | column -t -s "$(printf '\t')"
sed -n 's/^FLOOR\t/floor does not count: /p' "$out"
exit "$failed"

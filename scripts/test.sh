#!/usr/bin/env bash
# Every test, from a clean clone: installs what is missing, builds, runs; ends with "N passed, N failed, N skipped".
#   scripts/test.sh [--long]     --long: the long forms of the crash, fuzz and simulation tests
# Parts: the pages, Release (all tests), Node.js, walks through the pages in Chromium, ASan+UBSan (base, json, calendar), fuzzing. With
# --long also every page by role, language, screen and on paper, ASan+UBSan (unit, scenario, http), TSan (storage, alerts, http).
# HEJIE_NEED_BROWSER=1 (the build server): where Chromium does not run, the walks fail instead of being skipped.
set -euo pipefail
# shellcheck source=scripts/setup.sh
source "$(dirname "${BASH_SOURCE[0]}")/setup.sh"

long=OFF
for argument in "$@"; do
  case $argument in
    --long) long=ON; export HEJIE_LONG=1 ;;
    *) say "unknown argument: $argument (only --long is known)"; exit 2 ;;
  esac
done

reports="$top/build/reports"
rm -rf "$reports"
mkdir -p "$reports"
part_failures=()

# part NAME COMMAND...: runs one part, notes its time, and goes on after a failure, which is counted.
part() {
  local name=$1 start=$SECONDS status=0
  shift
  say "== $name"
  "$@" || status=$?
  printf '%s\t%s\n' "$((SECONDS - start))" "$name" >>"$reports/times.tsv"
  if [ "$status" -ne 0 ]; then part_failures+=(--broken "$name"); fi
}

# build PRESET TARGET...: all that can be built, also when something cannot.
build() {
  local preset=$1
  shift
  cmake --preset "$preset" -DHEJIE_TESTS=ON -DHEJIE_LONG="$long" >"$reports/$preset-configure.txt" 2>&1 ||
    { cat "$reports/$preset-configure.txt"; return 1; }
  cmake --build "build/$preset" --target "$@" -j "$(jobs_at_once)" -- -k 0
}

# TSan wants its memory where it expects it; some kernels spread it wider unless asked not to. One word a line.
wrapper_of() {
  if [ "$1" = tsan ] && setarch "$(uname -m)" -R true 2>/dev/null; then printf '%s\n' setarch "$(uname -m)" -R; fi
}

# run_ctest PRESET [CTEST ARGUMENTS]: failed tests are counted from the report; only "no report" fails the part.
run_ctest() {
  local preset=$1 wrapper
  shift
  rm -rf "build/$preset/reports"
  mapfile -t wrapper < <(wrapper_of "$preset")
  "${wrapper[@]}" ctest --test-dir "build/$preset" -j "$(jobs_at_once)" --output-on-failure --no-tests=error \
    --output-junit "$reports/$preset.junit.xml" "$@" || true
  [ -s "$reports/$preset.junit.xml" ]
}

run_node() {
  npm_install tests/node || return 1
  if [ -x build/release/hejie ]; then export HEJIE_BIN="$top/build/release/hejie"; fi
  if [ -x build/release/hejie_control ]; then export HEJIE_CONTROL_BIN="$top/build/release/hejie_control"; fi
  if [ -x build/release/hejie_starved ]; then export HEJIE_STARVED_BIN="$top/build/release/hejie_starved"; fi
  node --test --test-reporter=tap tests/node/*.test.mjs >"$reports/node.tap" || grep -E -A20 '^ *not ok' "$reports/node.tap" || true
  [ -s "$reports/node.tap" ]
}

# The pages in Debian's Chromium. Where it cannot run, the tests of the texts still do, and the rest skips and says why.
run_web() {
  local files=(tests/web/{texts,screens,walks,desks,accounts,lists,authority,delegation,privacy,evidence,hostile}.test.mjs)
  if [ "$long" = ON ]; then files=(tests/web/*.test.mjs); fi
  install_missing chromium fonts-noto-cjk || say "CHROMIUM COULD NOT BE INSTALLED: no page is looked at"
  npm_install tests/web || return 1
  if [ -x build/release/hejie ]; then export HEJIE_BIN="$top/build/release/hejie"; fi
  node --test --test-concurrency=1 --test-reporter=tap "${files[@]}" >"$reports/web.tap" || grep -E -A20 '^ *not ok' "$reports/web.tap" || true
  [ -s "$reports/web.tap" ]
}

# run_http PRESET FILE...: the http tests against an instrumented program. What a sanitizer said is in its own files, so
# that a test which expects an error of the program cannot swallow it.
run_http() {
  local preset=$1 said="$reports/$1-sanitizer" wrapper
  shift
  mapfile -t wrapper < <(wrapper_of "$preset")
  export HEJIE_BIN="$top/build/$preset/hejie" ASAN_OPTIONS="log_path=$said" UBSAN_OPTIONS="print_stacktrace=1:log_path=$said"
  export TSAN_OPTIONS="log_path=$said:second_deadlock_stack=1"
  "${wrapper[@]}" node --test --test-reporter=tap "${@/#/tests/node/}" >"$reports/$preset-http.tap" || grep -E -A20 '^ *not ok' "$reports/$preset-http.tap" || true
  if compgen -G "$said.*" >/dev/null; then cat "$said".*; return 1; fi
  [ -s "$reports/$preset-http.tap" ]
}

# Each target of tests/fuzz for 20 s, an hour with --long, two at a time.
run_fuzz() {
  ctest --test-dir build/asan -j "$(jobs_at_once)" --output-on-failure --no-tests=error --output-junit "$reports/fuzz.junit.xml" \
    -R '^fuzz_' || true
  [ -s "$reports/fuzz.junit.xml" ]
}

# sanitizer NAME PRESET LABELS HTTP_TEST...: builds and runs the tests with these labels, and the http tests against the
# program built so.
sanitizer() {
  local name=$1 preset=$2 labels=$3
  shift 3
  # shellcheck disable=SC2046,SC2086 # labels are words
  part "$name build" build "$preset" $(printf 'label_%s ' $labels) hejie
  part "$name tests" run_ctest "$preset" -L "^(${labels// /|})$"
  part "$name http" run_http "$preset" "$@"
}

set_up() {
  local wanted
  mapfile -t wanted < <(node_packages)
  install_missing "${build_packages[@]}" "${test_packages[@]}" "${wanted[@]}" || return 1
  node -e 'const [a, b] = process.versions.node.split(".").map(Number); process.exit(a > 18 || (a === 18 && b >= 20) ? 0 : 1)' ||
    { say "Node.js 18.20 or newer is needed, this is $(node --version)"; return 1; }
}

part "set-up" set_up
part "Pages" build_pages
part "Release build" build release all
part "Release tests" run_ctest release
part "Node.js tests" run_node
part "Page tests" run_web
# The short form instruments what every date and every input goes through; --long instruments everything.
if [ "$long" = ON ]; then
  sanitizer "ASan+UBSan" asan "unit scenario" http_contract.test.mjs http_mutations.test.mjs
  part "Fuzz build" build asan fuzz
  part "Fuzz" run_fuzz
  sanitizer "TSan" tsan "storage alerts" http_contract.test.mjs faults_races.test.mjs
else
  part "ASan+UBSan and fuzz build" build asan test_base test_json test_calendar fuzz
  part "ASan+UBSan tests" run_ctest asan -R '^(base|json|calendar)$'
  part "Fuzz" run_fuzz
fi

python3 -B scripts/test_report.py "$reports" release=build/release asan=build/asan fuzz=build/asan tsan=build/tsan "${part_failures[@]}"

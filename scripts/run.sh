#!/usr/bin/env bash
# From a clean clone to a running demonstration bureau: installs what is missing, builds, starts `hejie demo`.
#   scripts/run.sh [ARGUMENTS OF hejie demo]     default address http://127.0.0.1:8080
#   scripts/run.sh --build-only                  builds build/release/hejie and stops
set -euo pipefail
# shellcheck source=scripts/setup.sh
source "$(dirname "${BASH_SOURCE[0]}")/setup.sh"

mapfile -t wanted < <(node_packages)
install_missing "${build_packages[@]}" "${wanted[@]}"
build_pages

# A tree that test.sh has configured keeps its tests; a fresh one is configured without them and needs no GoogleTest.
if [ ! -e build/release/build.ninja ]; then
  cmake --preset release -DHEJIE_TESTS=OFF >&2
fi
cmake --build build/release --target hejie -j "$(jobs_at_once)" >&2

if [ "${1:-}" = --build-only ]; then exit 0; fi
exec build/release/hejie demo "$@"

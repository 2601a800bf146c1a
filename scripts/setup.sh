# shellcheck shell=bash
# What run.sh and test.sh share: installing what is missing, and building. Sourced, not run.
# Expects `set -euo pipefail`; leaves the working directory at the top of the tree.

top=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
cd "$top" || exit 1

# shellcheck disable=SC2034 # used by the two scripts
build_packages=(
  g++ cmake ninja-build ccache lld pkg-config
  libboost1.81-dev libboost-url1.81-dev libssl-dev libsqlite3-dev libsqlitecpp-dev nlohmann-json3-dev
  libfmt-dev libspdlog-dev libcli11-dev libsodium-dev libutf8proc-dev libminizip-dev libpugixml-dev libcurl4-openssl-dev
)
# shellcheck disable=SC2034
test_packages=(libgtest-dev libgmock-dev libbenchmark-dev clang-format-14 python3 python3-docx python3-openpyxl python3-aiosmtpd
  sqlite3 curl wrk strace libfaketime afl++)

# Files that differ only in where the tree lies give the same objects, so a second clone builds from the cache.
export CCACHE_SLOPPINESS=pch_defines,time_macros,include_file_mtime,include_file_ctime
export CCACHE_BASEDIR="$top" CCACHE_NOHASHDIR=true

say() { printf '%s\n' "$*" >&2; }

# Runs a command as root, by sudo only where that is needed.
as_root() {
  if [ "$(id -u)" -eq 0 ]; then
    "$@"
  elif command -v sudo >/dev/null; then
    sudo "$@"
  else
    say "packages are missing and this is neither root nor is there sudo; as root, run: $*"
    return 1
  fi
}

# install_missing PACKAGE...: one call of apt for those dpkg does not show, and none at all when nothing is missing.
install_missing() {
  local shown package missing=()
  # dpkg-query fails when one package is unknown, and still lists the others.
  shown=$(dpkg-query -W -f '${Package} ${db:Status-Status}\n' "$@" 2>/dev/null || true)
  for package in "$@"; do
    grep -qxF "$package installed" <<<"$shown" || missing+=("$package")
  done
  if [ ${#missing[@]} -eq 0 ]; then return 0; fi
  say "installing: ${missing[*]}"
  as_root env DEBIAN_FRONTEND=noninteractive apt-get update -q >&2 &&
    as_root env DEBIAN_FRONTEND=noninteractive apt-get install -q -y --no-install-recommends "${missing[@]}" >&2
}

# The names apt knows Node.js by, each only if its command is not there: another Node.js refuses Debian's npm.
node_packages() {
  command -v node >/dev/null || echo nodejs
  command -v npm >/dev/null || echo npm
}

# npm_install FOLDER: what its lock file says, only when that has changed.
npm_install() {
  local stamp="$1/node_modules/.installed-lock.json"
  if ! cmp -s "$1/package-lock.json" "$stamp"; then
    npm ci --prefix "$1" --no-audit --no-fund --loglevel=error >&2 &&
      cp "$1/package-lock.json" "$stamp"
  fi
}

# The pages into web/dist, which the binary then holds; nothing at all when nothing they are made from has changed.
build_pages() {
  local stamp=web/dist/.built
  if [ -e "$stamp" ] && [ -z "$(find web docs/openapi workflows/laws workflows/roles workflows/calendars \( -path web/node_modules -o -path web/dist \
    -o -path web/src/api/schema.d.ts \) -prune -o -type f -newer "$stamp" -print -quit)" ]; then return 0; fi
  npm_install web && npm run --silent --prefix web build >&2 && touch "$stamp"
}

jobs_at_once() { nproc 2>/dev/null || echo 2; }

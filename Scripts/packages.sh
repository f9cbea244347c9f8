#!/bin/sh
# Usage: packages.sh NAME … — installs the Debian packages that are missing, or says how.
set -eu
missing=""
for name in "$@"; do
  dpkg-query -W -f='${Status}' "$name" 2>/dev/null | grep -q 'install ok installed' || missing="$missing $name"
done
[ -z "$missing" ] && exit 0
if ! command -v apt-get >/dev/null; then
  echo "missing packages:$missing (this is no Debian system; install their equivalents)" >&2
  exit 1
fi
if [ "$(id -u)" != 0 ]; then
  echo "missing packages; run: sudo apt-get install$missing" >&2
  exit 1
fi
echo "installing$missing"
apt-get update -qq
# shellcheck disable=SC2086 — a list of names
DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $missing >/dev/null

#!/bin/sh
# Usage: environment.sh — makes the Python environment of the peers, where it is not there yet, and
# prints the path of its interpreter.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
venv=$here/.venv
installed=$venv/installed.txt
if ! cmp -s "$here/requirements.txt" "$installed"; then
  [ -x "$venv/bin/pip" ] || python3 -m venv "$venv" >&2 || {
    echo "python3-venv is missing: apt-get install python3-venv" >&2
    exit 1
  }
  echo "installing the peers into $venv" >&2
  "$venv/bin/pip" install -q -r "$here/requirements.txt" >&2
  cp "$here/requirements.txt" "$installed"
fi
echo "$venv/bin/python"

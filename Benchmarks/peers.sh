#!/bin/sh
# Usage: peers.sh GRAPHC [ARGUMENT …] — makes a Python environment and runs peers.py in it.
set -eu
graphc=$1
shift
here=$(cd "$(dirname "$0")" && pwd)
graphc=$(cd "$(dirname "$graphc")" && pwd)/$(basename "$graphc")
venv=$here/.venv
if [ ! -x "$venv/bin/python" ]; then
  python3 -m venv "$venv" || { echo "python3-venv is missing: apt-get install python3-venv" >&2; exit 1; }
fi
"$venv/bin/python" -c 'import torch, numpy' 2>/dev/null || "$venv/bin/pip" install -q torch numpy
exec "$venv/bin/python" "$here/peers.py" "$graphc" "$@"

#!/bin/sh
# Usage: peers.sh GRAPHC [ARGUMENT …] — runs peers.py in a Python environment that it makes.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
exec "$(sh "$here/environment.sh")" "$here/peers.py" "$@"

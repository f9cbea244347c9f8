#!/bin/sh
# Usage: conformance.sh GRAPHC — runs the backend tests of the onnx package on each backend: those of
# single operators, of networks that PyTorch wrote, and of the light versions of well-known networks.
# The package comes into a Python environment of its own, below out/.
set -eu
graphc=$1
cd "$(dirname "$0")/.."
cases=out/onnx-cases
if [ ! -d "$cases" ]; then
  [ -d out/onnx-python ] || python3 -m venv out/onnx-python
  out/onnx-python/bin/pip install --quiet onnx==1.23.2 numpy
  rm -rf "$cases.part"
  out/onnx-python/bin/python -W ignore Scripts/onnx_cases.py "$cases.part"
  mv "$cases.part" "$cases"
fi
status=0
for backend in native blas reference; do
  for kind in node simple pytorch-operator pytorch-converted light; do
    # The definitions of whole networks take minutes each.
    [ "$backend $kind" = "reference light" ] && continue
    echo "== $kind on $backend"
    "$graphc" onnx-test "$cases/$kind" --backend "$backend" || status=1
  done
done
exit $status

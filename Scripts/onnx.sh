#!/bin/sh
# Usage: onnx.sh GRAPHC — runs the real trained networks from their ONNX files, on one rank and on
# meshes, and compares the results with what the original implementation gave.
set -eu
graphc=$1
cd "$(dirname "$0")/.."
cases=../shared/cases
if [ ! -d "$cases" ]; then
  echo "skipped: no $cases"
  exit 0
fi
out=out/onnx
mkdir -p "$out"
for case in "$cases"/*/; do
  name=$(basename "$case")
  case $name in
  *unet3d | meshnet*) mesh=2x2x1 ;;
  *) mesh=2x2 ;;
  esac
  for option in "" "--mesh $mesh"; do
    echo "== $name $option"
    # shellcheck disable=SC2086 — an option and its value
    "$graphc" run "$case/model.onnx" $option \
      --input "$case/input.npy" --output "$out/$name.npy"
    "$graphc" compare "$out/$name.npy" "$case/expected.npy" --rtol-max 1e-4
  done
done

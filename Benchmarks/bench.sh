#!/bin/sh
# Usage: bench.sh GRAPHC [NAME …] — times the examples; by default the two U-Nets.
set -eu
graphc=$1
shift
cd "$(dirname "$0")/.."
for name in ${@:-unet2d unet3d}; do
  echo "== $name"
  "$graphc" bench "examples/$name/model.swift" --backend blas --threads 2 --runs 5
done

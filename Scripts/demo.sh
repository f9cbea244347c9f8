#!/bin/sh
# Usage: demo.sh GRAPHC — draws a head phantom, labels its tissues with a small trained 3-D U-Net,
# finds the edges of a slice, and leaves volumes and pictures in out/demo.
set -eu
graphc=$1
cd "$(dirname "$0")/.."
out=out/demo
mkdir -p "$out"
echo "1. a noisy head phantom, drawn by a model without inputs: $out/head.nii.gz, $out/head.png"
"$graphc" run examples/phantom/model.swift --output volume="$out/head.nii.gz" \
  --output image="$out/head.png" --output labels="$out/truth.nii.gz"
echo
echo "2. a 3-D U-Net is compiled into a plan: $out/segmentation.graphc"
"$graphc" compile examples/phantom_segmentation/model.swift -o "$out/segmentation.graphc" \
  --weights examples/phantom_segmentation/weights.safetensors
echo
echo "3. it labels the volume: $out/labels.nii.gz, and a slice beside its labels: $out/labels.png"
"$graphc" run "$out/segmentation.graphc" --input "$out/head.nii.gz" \
  --output labels="$out/labels.nii.gz" --output view="$out/labels.png"
"$graphc" compare "$out/labels.nii.gz" "$out/truth.nii.gz" --agreement 0.99
echo
echo "4. another model finds the edges of an image: $out/head.png, $out/edges.png"
"$graphc" run examples/edges/model.swift --input "$out/head.png" --output "$out/edges.png"
echo
ls -l "$out"

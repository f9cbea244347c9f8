#!/bin/sh
# Usage: cases.sh GRAPHC — runs every example of a real trained network on its whole image or
# volume and compares the results with what the original implementation gave.
set -eu
graphc=$1
cd "$(dirname "$0")/.."
cases=../shared/cases
if [ ! -d "$cases" ]; then
  echo "skipped: no $cases"
  exit 0
fi
# Tells the time and the memory of a command where there is a program for it.
timed() {
  if [ -x /usr/bin/time ]; then /usr/bin/time -f '%e s, peak %M KiB' "$@"; else "$@"; fi
}
out=out/cases
mkdir -p "$out"
for case in "$cases"/*/; do
  name=$(basename "$case")
  model=examples/cases/$name/model.swift
  echo "== $name"
  "$graphc" run "$model" --weights "$case/weights.safetensors" \
    --input "$case/input.npy" --output "$out/$name.npy"
  "$graphc" compare "$out/$name.npy" "$case/expected.npy" --rtol-max 1e-4
done
echo "== deepbrain_unet3d, NIfTI to NIfTI"
"$graphc" run examples/cases/deepbrain_unet3d/model.swift \
  --weights "$cases/deepbrain_unet3d/weights.safetensors" \
  --input "$cases/deepbrain_unet3d/input.nii.gz,scale=1/255" --output mask="$out/mask.nii.gz"
"$graphc" compare "$out/mask.nii.gz" "$cases/deepbrain_unet3d/expected_mask.nii.gz" --dice 0.9999
echo "== meshnet_gwm5_full256, NIfTI to NIfTI"
timed "$graphc" run examples/cases/meshnet_gwm5_full256/model.swift --memory 2GiB \
  --weights "$cases/meshnet_gwm5_full256/weights.safetensors" \
  --input "$cases/meshnet_gwm5_full256/input.nii.gz,scale=1/255" --output labels="$out/labels.nii.gz"
"$graphc" compare "$out/labels.nii.gz" "$cases/meshnet_gwm5_full256/expected_labels.nii.gz" --agreement 0.9999

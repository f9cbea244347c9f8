#!/bin/sh
# Usage: meshes.sh GRAPHC — splits every example over several meshes, uneven ones and ones with empty
# parts among them. Small inputs on the reference backend must have the bits of one rank, on both
# fabrics; the real trained networks on their whole images and volumes must be within the tolerance of
# their expected results.
set -eu
graphc=$1
cd "$(dirname "$0")/.."
failures=0
count=0

# Runs a command, quietly unless it fails.
check() {
  count=$((count + 1))
  if output=$("$@" 2>&1); then return; fi
  failures=$((failures + 1))
  echo "FAILED: $*"
  echo "$output"
}

# exact FABRIC MODEL SHAPE MESH [OPTION…]
exact() {
  fabric=$1 model=$2 shape=$3 mesh=$4
  shift 4
  check "$graphc" verify "examples/$model" --backend reference --shape "$shape" \
    --mesh "$fabric:$mesh" "$@"
}

# plane MODEL INPUT CHANNELS [EXTENTS SMALL]: extents that are no multiple of the poolings, unless the
# model needs one.
plane() {
  echo "== $1"
  shape=$2=1x$3x${4:-21x18}
  exact lockstep "$1" "$shape" 1x2
  exact threads "$1" "$shape" 2x1
  exact lockstep "$1" "$shape" 2x2
  exact threads "$1" "$shape" 3x1
  exact lockstep "$1" "$shape" 1x5 --cuts "$2:w=1,6,8,17"
  exact threads "$1" "$2=1x$3x${5:-5x6}" h=7 --cuts "$2:h=1,1,2,3,4,4"
}

# volume MODEL INPUT CHANNELS [EXTENTS SMALL]
volume() {
  echo "== $1"
  shape=$2=1x$3x${4:-11x9x10}
  exact threads "$1" "$shape" 2x1x1
  exact lockstep "$1" "$shape" 1x3x1
  exact threads "$1" "$shape" 2x2x2
  exact lockstep "$1" "$shape" 2x1x1 --cuts "$2:d=3"
  exact lockstep "$1" "$2=1x$3x${5:-3x5x4}" d=5 --cuts "$2:d=1,2,2,3"
}

plane edges image 1
plane fsrcnn_x3 luminance 1
plane cases/fsrcnn_x2 lr_y 1
plane unet2d image 3
plane unet2d_attention image 3
plane edsr_x2 image 3
plane srresnet_x4 image 3
plane cases/srgan_x4 lr 3
plane cases/lwnet_retina image 3 20x24 4x8
volume unet3d volume 1
volume unet3d_instance_norm volume 1
volume phantom_segmentation volume 1
volume cases/deepbrain_unet3d img 1 16x8x8 8x8x8
volume cases/meshnet_gwm5_full256 volume 1
for mesh in 1x2 2x1 2x2 3x1 1x5 n=2,h=2; do
  echo "== fixed extents on $mesh"
  exact threads dcgan_generator noise=2x100x1x1 $mesh
  exact lockstep dcgan_discriminator images=2x3x64x64 $mesh --allow-gather
  exact threads pix2pix_generator image=1x3x256x256 $mesh
  exact lockstep patchgan source=1x3x40x34 $mesh --shape target=1x3x40x34
done
for mesh in 2x1x1 1x3x1 2x2x2; do
  exact threads mesh_unet3d volume=1x1x16x16x16 $mesh
done

cases=../shared/cases
if [ ! -d "$cases" ]; then
  echo "skipped: no $cases"
else
  mkdir -p out/meshes
  # real CASE MESH [OPTION…]
  real() {
    name=$1 mesh=$2
    shift 2
    check "$graphc" run "examples/cases/$name" --mesh "$mesh" "$@" \
      --weights "$cases/$name/weights.safetensors" --input "$cases/$name/input.npy" \
      --output out/meshes/y.npy
    check "$graphc" compare out/meshes/y.npy "$cases/$name/expected.npy" --rtol-max 1e-4
  }
  # flat CASE INPUT
  flat() {
    echo "== $1"
    for mesh in threads:1x2 lockstep:2x1 threads:2x2 lockstep:3x1; do real "$1" $mesh; done
    real "$1" threads:1x5 --cuts "$2:w=10,17,60,100"
    real "$1" threads:h=6 --cuts "$2:h=0,40,40,41,100"
  }
  # solid CASE INPUT
  solid() {
    echo "== $1"
    for mesh in threads:2x1x1 lockstep:1x3x1 threads:2x2x2; do real "$1" $mesh; done
    real "$1" lockstep:4x1x1 --cuts "$2:d=0,7,31"
  }
  flat fsrcnn_x2 lr_y
  flat lwnet_retina image
  flat srgan_x4 lr
  solid deepbrain_unet3d img
  solid meshnet_gwm5_full256 volume
fi
echo "$count checks, $failures failures"
test "$failures" = 0

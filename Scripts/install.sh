#!/bin/sh
# Usage: install.sh [--built] PREFIX — builds graphc with the Swift run time inside and copies it,
# the Frontend library and the modules that model files import below PREFIX. With --built nothing is
# built: the program of .build/release is copied, which needs the run time of the toolchain.
set -eu
program=.build/static/release/graphc
if [ "$1" = --built ]; then
  program=.build/release/graphc
  shift
fi
prefix=$1
case $prefix in
/*) ;;
*) prefix=$PWD/$prefix ;;
esac
cd "$(dirname "$0")/.."
if [ "$program" != .build/release/graphc ]; then
  swift build -c release --product Frontend
  # In a folder of its own: the library must keep the shared run time, the program must not.
  swift build -c release --product graphc --static-swift-stdlib --scratch-path .build/static
fi
mkdir -p "$prefix/bin" "$prefix/lib/graphc/modules"
install -m 755 "$program" "$prefix/bin/graphc"
install -m 755 .build/release/libFrontend.so "$prefix/lib/graphc/libFrontend.so"
for module in NDArrays GraphIR Frontend; do
  install -m 644 ".build/release/Modules/$module.swiftmodule" "$prefix/lib/graphc/modules/"
done
echo "installed $prefix/bin/graphc"

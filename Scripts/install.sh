#!/bin/sh
# Usage: install.sh PREFIX — builds graphc with the Swift run time inside and copies it, the
# Frontend library and the modules that model files import below PREFIX.
set -eu
prefix=$1
cd "$(dirname "$0")/.."
swift build -c release --product Frontend
# In a folder of its own: the library must keep the shared run time, the program must not.
swift build -c release --product graphc --static-swift-stdlib --scratch-path .build/static
mkdir -p "$prefix/bin" "$prefix/lib/graphc/modules"
install -m 755 .build/static/release/graphc "$prefix/bin/graphc"
install -m 755 .build/release/libFrontend.so "$prefix/lib/graphc/libFrontend.so"
for module in NDArrays GraphIR Frontend; do
  install -m 644 ".build/release/Modules/$module.swiftmodule" "$prefix/lib/graphc/modules/"
done
echo "installed $prefix/bin/graphc"

#!/bin/sh
# Usage: onnx-messages.sh ONNX.PROTO — writes the Swift code of ONNX's messages anew.
#
# ONNX.PROTO is onnx/onnx-ml.proto of the onnx package. Needs protoc (Debian: protobuf-compiler) and
# protoc-gen-swift in PATH (swift build -c release --product protoc-gen-swift, in swift-protobuf).
set -eu
cd "$(dirname "$0")/.."
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
# Without its comments, which belong to the standard's own documents.
sed -e 's,//.*,,' -e 's/^package onnx;/package onnx; option swift_prefix = "";/' "$1" >"$folder/onnx.proto"
protoc --proto_path="$folder" --swift_opt=Visibility=Package \
  --swift_opt=UseAccessLevelOnImports=true --swift_out=Sources/Formats/ONNX/Messages onnx.proto

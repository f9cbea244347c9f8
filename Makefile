# One configuration for everything: a debug build runs the definitions of the ops 20 times slower.
SWIFT ?= swift
BUILD = $(SWIFT) build -c release
GRAPHC = .build/release/graphc
PREFIX ?= /usr/local
APT_PACKAGES = libblas-dev liblapacke-dev libopenblas0-pthread libpng-dev zlib1g-dev

.PHONY: all build check check-install lint format test fuzz bless cases meshes accuracy onnx conformance demo install bench bench-peers packages clean

all: build

## Installs the Debian packages that are missing (as root), or prints the command.
packages:
	@sh Scripts/packages.sh $(APT_PACKAGES)

## Builds graphc and the Frontend library.
build: packages
	$(BUILD)

## Everything that must hold before a commit.
check: lint build test check-install

## Checks the format of all Swift files.
lint:
	$(SWIFT) format lint --strict --recursive Package.swift Sources Tests examples

## Rewrites all Swift files in the agreed format.
format:
	$(SWIFT) format --in-place --recursive Package.swift Sources Tests examples

## Builds and runs all tests.
test: packages
	$(SWIFT) test -c release

## Splits N random networks over random meshes, from seed SEED on, and compares bits; then imports
## ONNX models with N random damages each; then computes N / 20 random convolutions on native.
N ?= 1000
SEED ?= 1
fuzz: packages
	FUZZ_COUNT=$(N) FUZZ_SEED=$(SEED) $(SWIFT) test -c release --filter 'a random network'
	FUZZ_COUNT=$(N) FUZZ_SEED=$(SEED) $(SWIFT) test -c release --filter 'a damaged model'
	FUZZ_COUNT=$$(($(N) / 20 + 1)) FUZZ_SEED=$(SEED) $(SWIFT) test -c release --filter 'a random convolution'

## Checks that an installation works by itself.
check-install:
	sh Scripts/install.sh out/installed
	GRAPHC_INSTALLED=out/installed $(SWIFT) test -c release --filter 'an installation'

## Rewrites the golden files; read the difference afterwards.
bless: packages
	UPDATE_EXPECT=1 $(SWIFT) test -c release

## Runs the real trained networks on whole images and volumes, where they are at hand.
cases: build
	sh Scripts/cases.sh $(GRAPHC)

## Splits every example, and the real trained networks where they are at hand, over many meshes.
meshes: build
	sh Scripts/meshes.sh $(GRAPHC)

## Prints how far the results of every example, and of the real trained networks where they are at
## hand, are from those in Double, with OPTIONS of graphc accuracy.
accuracy: build
	python3 Scripts/accuracy.py $(GRAPHC) $(OPTIONS)

## Runs the real trained networks from their ONNX files, where they are at hand.
onnx: build
	sh Scripts/onnx.sh $(GRAPHC)

## Runs the backend tests of the onnx package, which it fetches with pip, on each backend.
conformance: build
	sh Scripts/conformance.sh $(GRAPHC)

## Compiles examples and runs them on an image and a volume that are made here.
demo: build
	sh Scripts/demo.sh $(GRAPHC)

## Installs graphc, the Frontend library and its modules below PREFIX.
install: packages
	sh Scripts/install.sh "$(DESTDIR)$(PREFIX)"

## Times the benchmark networks, with OPTIONS of graphc bench, and two ranks beside one.
OPTIONS ?=
bench: build
	python3 Benchmarks/ours.py $(GRAPHC) $(OPTIONS)
	sh Benchmarks/ranks.sh $(GRAPHC)

## Times the benchmark networks beside PyTorch, ONNX Runtime, OpenVINO and ncnn, in turn, in a Python
## environment of its own, and writes Benchmarks/results.md and results.png; OPTIONS are those of
## Benchmarks/peers.py and of graphc compile.
bench-peers: build
	sh Benchmarks/peers.sh $(GRAPHC) --efficiency $(OPTIONS)

clean:
	rm -rf .build out

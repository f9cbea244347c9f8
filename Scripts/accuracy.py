"""Prints how far graphc's results are from those in Double, as a table in Markdown.

Usage: accuracy.py GRAPHC [OPTION …] — runs every example on random input, and every real trained
network on its image or volume where those are at hand; the options go to graphc accuracy.
"""

import json
import pathlib
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent
CASES = ROOT.parent / "shared" / "cases"

#: The extents of examples that are smaller than the model's own: Double takes its time, and errors
#: hardly depend on them.
SMALLER = {
    "edsr_x2": "image=1x3x96x96",
    "mesh_unet3d": "volume=1x1x32x32x32",
    "srresnet_x4": "image=1x3x32x32",
    "unet2d": "image=1x3x64x64",
    "unet2d_attention": "image=1x3x64x64",
    "unet3d": "volume=1x1x32x32x32",
    "unet3d_instance_norm": "volume=1x1x32x32x32",
}


def runs():
    """Yields the name of each model with its arguments."""
    for model in sorted((ROOT / "examples").glob("*/model.swift")):
        name = model.parent.name
        weights = model.parent / "weights.safetensors"
        yield name, [model.parent, *(["--shape", SMALLER[name]] if name in SMALLER else []),
                     *(["--weights", weights] if weights.exists() else [])]
    if not CASES.is_dir():
        print(f"skipped: no {CASES}", file=sys.stderr)
        return
    for case in sorted(path for path in CASES.iterdir() if path.is_dir()):
        arguments = [ROOT / "examples" / "cases" / case.name, "--weights",
                     case / "weights.safetensors"]
        yield f"cases/{case.name}", [*arguments, "--input", case / "input.npy"]


def extents(type):
    """Returns the extents of a type, as in 3×256×256."""
    numbers = type[type.index("[") + 1:-1].split(", ")
    return "×".join(numbers) if numbers != [""] else "1"


def main():
    graphc, *options = sys.argv[1:]
    holds, heading = True, None
    for name, arguments in runs():
        result = subprocess.run(
            [graphc, "accuracy", *map(str, arguments), "--json", *options],
            stdout=subprocess.PIPE, text=True)
        if result.returncode not in (0, 4):
            sys.exit(result.returncode)
        figures = json.loads(result.stdout)
        holds = holds and figures["holds"]
        if heading is None:
            heading = [mode.get("math") or figures["backend"] for mode in figures["modes"]]
            print("| network | output | " + " | ".join(heading) + " |")
            print("| --- | --- |" + " --- |" * len(heading))
        for modes in zip(*(mode["outputs"] for mode in figures["modes"])):
            cells = [f"{mode['error']:.1e}" if mode["is_float"] else
                     f"{mode['differing']:,} of {mode['elements']:,} differ" for mode in modes]
            print(f"| {name} | {modes[0]['output']} {extents(modes[0]['type'])} | "
                  + " | ".join(cells) + " |", flush=True)
    sys.exit(0 if holds else 4)


if __name__ == "__main__":
    main()

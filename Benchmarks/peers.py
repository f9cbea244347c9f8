"""Times graphc and PyTorch on the same networks, in turn, and prints medians and ratios.

Usage: peers.py GRAPHC [--rounds N] [--threads N] [NAME …]
"""

import argparse
import json
import pathlib
import statistics
import subprocess
import sys
import time

import torch

from networks import NETWORKS

ROOT = pathlib.Path(__file__).resolve().parent.parent


def ours(graphc, name, backend, threads):
    """One process: compile (cached), a warm-up, two timed runs; returns the figures of --json."""
    command = [graphc, "bench", str(ROOT / "examples" / name / "model.swift"), "--backend", backend,
               "--runs", "2", "--threads", str(threads), "--json"]
    return json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)


def theirs(model, x):
    """A warm-up and two timed runs, in ms, as ours."""
    times = []
    for _ in range(3):
        start = time.perf_counter()
        with torch.inference_mode():
            model(x)
        times.append((time.perf_counter() - start) * 1e3)
    return times[1:]


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("graphc")
    parser.add_argument("names", nargs="*", help="networks; by default all")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--backend", default="blas")
    arguments = parser.parse_args()
    torch.set_num_threads(arguments.threads)
    print(f"graphc {arguments.backend} beside PyTorch {torch.__version__} as is, "
          f"{arguments.threads} threads, medians of {2 * arguments.rounds} runs in turn")
    print("| network | graphc ms | PyTorch ms | graphc / PyTorch | peak RSS MiB | fallbacks |")
    print("| --- | --- | --- | --- | --- | --- |")
    for name in arguments.names or NETWORKS:
        make, extents, parameters = NETWORKS[name]
        torch.manual_seed(0)
        model = make().eval()
        count = sum(p.numel() for p in model.parameters())
        x = torch.rand(extents)
        theirs(model, x)  # warm-up
        a, b, figures = [], [], None
        for _ in range(arguments.rounds):
            figures = ours(arguments.graphc, name, arguments.backend, arguments.threads)
            a += figures["times_ms"]
            b += theirs(model, x)
        if not count == parameters == figures["parameters"]:
            sys.exit(f"{name}: {count} parameters in PyTorch, {figures['parameters']} in graphc, "
                     f"expected {parameters}")
        p, q = statistics.median(a), statistics.median(b)
        print(f"| {name} | {p:.1f} | {q:.1f} | {p / q:.2f} | {figures['peak_rss_mib']:.0f} | "
              f"{', '.join(figures['fallbacks']) or 'none'} |", flush=True)


if __name__ == "__main__":
    main()

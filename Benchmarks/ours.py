"""Times graphc on the benchmark networks and prints a table.

Usage: ours.py GRAPHC [OPTION …] — the options go to graphc bench.
"""

import json
import pathlib
import subprocess
import sys

from cases import CASES

EXAMPLES = pathlib.Path(__file__).resolve().parent.parent / "examples"


def main():
    graphc, *options = sys.argv[1:]
    print("| network | median ms | GFLOP/s | peak MiB | fallbacks |")
    print("| --- | --- | --- | --- | --- |")
    for case in CASES:
        result = subprocess.run([graphc, "bench", EXAMPLES / case.name, "--json", *options],
                                stdout=subprocess.PIPE, text=True)
        if result.returncode:
            sys.exit(result.returncode)
        figures = json.loads(result.stdout)
        print(f"| {case.title} | {figures['median_ms']:.1f} | {figures['gflops']:.1f} | "
              f"{figures['peak_rss_mib']:.0f} | {', '.join(figures['fallbacks']) or 'none'} |",
              flush=True)


if __name__ == "__main__":
    main()

"""A process with one engine and one network: times a run for each line on standard input.

Usage: worker.py ENGINE FOLDER THREADS OUTPUT — prints {"ms": …} for each run; at the end of the
input it writes the last result to OUTPUT and prints {"version": …, "imported_mib": …}, the memory
that the interpreter and the engine take without a network.
"""

import importlib
import json
import pathlib
import sys
import time
import warnings

import numpy

from engines import PEERS
from machine import peak_mib


def main():
    name, folder, threads, output = sys.argv[1:]
    engine = next(engine for engine in PEERS if engine.name == name)
    module = importlib.import_module(f"engines.{engine.module}")
    imported = peak_mib("self")
    run, array = module.load(pathlib.Path(folder), int(threads), **engine.options)
    result = None
    for _ in sys.stdin:
        start = time.perf_counter()
        result = run()
        milliseconds = (time.perf_counter() - start) * 1e3
        print(json.dumps({"ms": milliseconds}), flush=True)
    numpy.save(output, array(result))
    print(json.dumps({"version": module.VERSION, "imported_mib": imported}))


if __name__ == "__main__":
    warnings.filterwarnings("ignore")
    main()

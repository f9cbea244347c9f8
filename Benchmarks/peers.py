"""Times graphc and other engines on the same networks, in turn, and compares their results.

Writes results.md and results.png beside this file.
"""

import argparse
import functools
import hashlib
import json
import os
import pathlib
import subprocess
import sys

import numpy
import onnx

import machine
import plot
import report
from cases import CASES
from engines import PEERS, TUNED
from process import Worker
from results import Results

HERE = pathlib.Path(__file__).resolve().parent
EXAMPLES = HERE.parent / "examples"

#: The runs of a worker before the first round.
WARM_UPS = 2


def key(emitted):
    """A hash of all that the converted files of a network depend on."""
    digest = hashlib.sha256()
    for name in ("networks.py", "prepare.py", "requirements.txt"):
        digest.update((HERE / name).read_bytes())
    for item in onnx.load(emitted).graph.initializer:
        digest.update(item.SerializeToString())
    return digest.hexdigest()


def prepare(graphc, case, folder):
    """Makes the files of a network where they are not there; returns what PyTorch counts."""
    folder.mkdir(parents=True, exist_ok=True)
    emitted, key_file = folder / "graphc.onnx", folder / "key.txt"
    subprocess.run([graphc, "compile", EXAMPLES / case.name, "--emit", "onnx", "-o", emitted],
                   check=True, stdout=subprocess.DEVNULL)
    if not key_file.exists() or key_file.read_text() != key(emitted):
        print(f"{case.name}: converting", file=sys.stderr)
        with open(folder / "prepare.log", "wb") as log:
            subprocess.run([sys.executable, HERE / "prepare.py", case.name, folder], check=True,
                           stdout=log, stderr=log, env={**os.environ, **TUNED})
        key_file.write_text(key(emitted))
    return json.loads((folder / "facts.json").read_text())


def start_peer(engine, case, folder, threads):
    """A worker of a peer."""
    command = [sys.executable, HERE / "worker.py", engine.name, folder, str(threads),
               folder / f"{engine.name}.npy"]
    return Worker(command, engine.environment, folder, engine.name)


def start_ours(name, graphc, compile_options, case, folder, threads):
    """A worker of graphc, on a plan that is compiled first."""
    plan, count = folder / f"{name}.graphc", ["--threads", str(threads)]
    subprocess.run([graphc, "compile", EXAMPLES / case.name, "-o", plan, *count, *compile_options],
                   check=True, stdout=subprocess.DEVNULL)
    command = [graphc, "bench", plan, "--interactive", "--json", *count,
               "--input", f"{case.input}={folder / 'x.npy'}",
               "--output", f"{case.output}={folder / name}.npy"]
    return Worker(command, {}, folder, name)


def check(case, side, facts):
    """Stops where a side computes another network."""
    expected = {"parameters": case.parameters, "gflop": case.gflop}
    found = {"parameters": facts["parameters"], "gflop": round(facts["gflop"], 3)}
    if found != expected:
        sys.exit(f"{case.name}: {side} has {found}, expected {expected}")


def error(path, expected):
    """The largest difference from the result in Double, relative to its largest magnitude."""
    result = numpy.load(path).reshape(expected.shape)
    return float(numpy.abs(result - expected).max() / numpy.abs(expected).max())


def measure(case, starts, folder, rounds, patience):
    """Runs all workers in turn; returns for each what was measured, or why it did not run."""
    results, workers = {}, {}

    def attempt(name, action):
        """Does something with a worker; one that fails is out."""
        try:
            action()
        except (RuntimeError, subprocess.CalledProcessError) as failure:
            results[name] = {"failure": str(failure)}
            if name in workers:
                workers.pop(name).kill()

    def start(name):
        results[name] = {"turns": []}
        workers[name] = starts[name]()
        for _ in range(WARM_UPS):
            workers[name].run()

    def finish(name):
        results[name]["peak_mib"] = workers[name].peak_mib()
        results[name]["last_words"] = workers[name].finish()
        results[name]["error"] = error(folder / f"{name}.npy", expected)

    for name in starts:
        attempt(name, lambda: start(name))
    for turn in range(rounds):
        # Another one begins each round, so that no engine always follows the same.
        names = list(workers)
        for name in names[turn % len(names):] + names[:turn % len(names)]:
            attempt(name, lambda: results[name]["turns"].append(workers[name].turn(patience)))
    expected = numpy.load(folder / "expected.npy")
    for name in list(workers):
        attempt(name, lambda: finish(name))
    return results


def arguments():
    """The command line; what it does not know goes to graphc compile."""
    parser = argparse.ArgumentParser(
        description=__doc__, epilog="Other options, such as --backend, go to graphc compile.")
    names = [engine.name for engine in PEERS]
    parser.add_argument("graphc", help="the program")
    parser.add_argument("--rounds", type=int, default=9, help="turns of each engine (default: 9)")
    parser.add_argument("--threads", type=int, default=2, help="of each engine (default: 2)")
    parser.add_argument("--networks", nargs="+", choices=[case.name for case in CASES])
    parser.add_argument("--engines", nargs="*", choices=names + ["graphc"], metavar="ENGINE",
                        default=names + ["graphc"], help=f"of: graphc, {', '.join(names)}")
    parser.add_argument("--efficiency", action="store_true", help="graphc on one thread, too")
    parser.add_argument("--patience", type=float, default=20,
                        help="seconds that a turn waits for a quiet machine (default: 20)")
    parser.add_argument("--work", type=pathlib.Path, default=HERE / ".cache",
                        help="the folder of converted networks (default: Benchmarks/.cache)")
    parser.add_argument("--results", type=pathlib.Path, default=HERE / "results",
                        help="what is written, without .md and .png")
    options, options.compile = parser.parse_known_args()
    return options


def starts(case, folder, options):
    """For each engine that is asked for, a function that starts its worker."""
    result = {}
    if "graphc" in options.engines:
        threads = {"graphc": options.threads} | ({"graphc-1": 1} if options.efficiency else {})
        for name, count in threads.items():
            result[name] = functools.partial(
                start_ours, name, options.graphc, options.compile, case, folder, count)
    for engine in PEERS:
        if engine.name in options.engines:
            result[engine.name] = functools.partial(
                start_peer, engine, case, folder, options.threads)
    return result


def write(path, measured, options):
    """Writes the tables, the plot and all figures."""
    heading = [machine.processor(), f"{options.threads} threads and {options.rounds} turns each"]
    backends = {results.last_words("graphc").get("backend") for _, results in measured} - {None}
    if backends:
        heading.append(f"graphc compile {' '.join(options.compile)}".strip()
                       + f" (backend {', '.join(sorted(backends))})")
    path.with_suffix(".md").write_text(report.markdown(measured, "; ".join(heading)))
    plot.draw(measured, path.with_suffix(".png"))
    figures = {case.name: results.engines for case, results in measured}
    (options.work / "results.json").write_text(json.dumps(figures, indent=1))


def main():
    options = arguments()
    measured = []
    for case in CASES:
        if options.networks and case.name not in options.networks:
            continue
        folder = options.work / case.name
        check(case, "PyTorch", prepare(options.graphc, case, folder))
        engines = measure(case, starts(case, folder, options), folder, options.rounds,
                          options.patience)
        results = Results(engines, options.threads)
        if results.ran("graphc"):
            check(case, "graphc", results.last_words("graphc"))
        measured.append((case, results))
        write(options.results, measured, options)
        print(f"{case.title}:", ", ".join(
            f"{name} {report.time_cell(results, name)}" for name in engines), flush=True)
    print("\n" + options.results.with_suffix(".md").read_text())


if __name__ == "__main__":
    main()

"""A worker process, and turns of runs in it."""

import json
import os
import pathlib
import statistics
import subprocess
import time

import machine

#: A turn goes on until its runs have taken that long: the first of several is a warm-up.
TURN_MS = 150


class Worker:
    """A process that runs once for each line it reads, and prints a line of JSON about it."""

    def __init__(self, command, environment, folder, name):
        self.log = pathlib.Path(folder) / f"{name}.log"
        with open(self.log, "wb") as log:
            self.process = subprocess.Popen(
                command, env={**os.environ, **environment}, stdin=subprocess.PIPE,
                stdout=subprocess.PIPE, stderr=log, text=True)

    def run(self):
        """One run; returns its milliseconds."""
        try:
            self.process.stdin.write("\n")
            self.process.stdin.flush()
            return json.loads(self.process.stdout.readline())["ms"]
        except (BrokenPipeError, json.JSONDecodeError):
            self.process.wait()
            lines = self.log.read_text(errors="replace").strip().splitlines() or ["no message"]
            raise RuntimeError(lines[-1]) from None

    def turn(self, patience):
        """Runs in succession, again while others disturb them and patience (seconds) lasts.

        Returns the median of the runs, and whether nobody disturbed them.
        """
        deadline = time.monotonic() + patience
        while True:
            machine.wait_until_quiet(self.process.pid, deadline)
            watch, times = machine.Watch(self.process.pid), []
            while sum(times) < TURN_MS:
                times.append(self.run())
            is_quiet = watch.others() <= machine.QUIET
            if is_quiet or time.monotonic() > deadline:
                return statistics.median(times[1:] or times), is_quiet

    def peak_mib(self):
        """Its largest resident set so far."""
        return machine.peak_mib(self.process.pid)

    def finish(self):
        """Lets it write its result; returns what it says at the end."""
        text, _ = self.process.communicate()
        return json.loads(text)

    def kill(self):
        """Ends it at once."""
        self.process.kill()
        self.process.wait()

"""What was measured of one network, and the figures that follow from it."""

import statistics

from engines import PEERS

#: The peers that compute in f32.
F32_PEERS = [engine.name for engine in PEERS if engine.is_f32_peer]


class Results:
    """The results of all engines on one network."""

    def __init__(self, engines, threads):
        self.engines = engines
        self.threads = threads

    def ran(self, name):
        """Whether an engine ran it."""
        return "turns" in self.engines.get(name, {})

    def milliseconds(self, name):
        """The median of its turns: of the undisturbed ones, where they are three or more."""
        if not self.ran(name):
            return None
        turns = self.engines[name]["turns"]
        quiet = [milliseconds for milliseconds, is_quiet in turns if is_quiet]
        return statistics.median(quiet if len(quiet) > 2 else [turn[0] for turn in turns])

    def shortest(self, name):
        """The shortest of its turns."""
        return min(turn[0] for turn in self.engines[name]["turns"]) if self.ran(name) else None

    def is_disturbed(self, name):
        """Whether others were at work in too many of its turns."""
        return sum(is_quiet for _, is_quiet in self.engines[name]["turns"]) < 3

    def peak_mib(self, name):
        """Its largest resident set."""
        return self.engines[name]["peak_mib"] if self.ran(name) else None

    def best(self, figure):
        """The f32 peer with the smallest figure (a method of this class), and that figure."""
        found = [(figure(name), name) for name in F32_PEERS if self.ran(name)]
        return min(found)[::-1] if found else (None, None)

    def last_words(self, name):
        """What it said at the end; nothing where it did not run."""
        return self.engines.get(name, {}).get("last_words", {})

    def ratio(self, figure, other=None):
        """A peer's figure divided by ours: the best f32 peer's, where none is named."""
        theirs = figure(other) if other else self.best(figure)[1]
        ours = figure("graphc")
        return theirs / ours if theirs and ours else None

    def efficiency(self):
        """The time on one thread divided by that of all threads of as many."""
        one, all_threads = self.milliseconds("graphc-1"), self.milliseconds("graphc")
        return one / (self.threads * all_threads) if one and all_threads else None

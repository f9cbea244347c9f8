"""What the kernel says of processes and of the machine's load."""

import os
import time

#: The part of the machine that others may use while something is timed.
QUIET = 0.05


def peak_mib(process):
    """The largest resident set of a process so far."""
    with open(f"/proc/{process}/status") as status:
        line = next(line for line in status if line.startswith("VmHWM:"))
    return int(line.split()[1]) / 1024


def processor():
    """The name of the processor."""
    with open("/proc/cpuinfo") as lines:
        return next((line.split(":")[1].strip() for line in lines if line.startswith("model name")),
                    "unknown processor")


def busy_seconds():
    """The time that all processors have spent on anything, also on other machines of the host."""
    with open("/proc/stat") as lines:
        user, nice, system, _, _, irq, soft, steal = map(int, lines.readline().split()[1:9])
    return (user + nice + system + irq + soft + steal) / os.sysconf("SC_CLK_TCK")


def process_seconds(process):
    """The time that a process has spent on all processors."""
    with open(f"/proc/{process}/stat") as line:
        fields = line.read().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


class Watch:
    """Tells what part of the machine others use while a process runs."""

    def __init__(self, process):
        self.process = process
        self.start = self._state()

    def _state(self):
        return time.perf_counter(), busy_seconds() - process_seconds(self.process)

    def others(self):
        """The part since the start that was not the process's."""
        (start, before), (now, after) = self.start, self._state()
        return max(after - before, 0) / ((now - start) * os.cpu_count())


def wait_until_quiet(process, deadline):
    """Waits until nobody but an idle process is at work, for 0.2 s or longer, up to a deadline."""
    while True:
        watch, before = Watch(process), process_seconds(process)
        time.sleep(0.2)
        is_idle = process_seconds(process) - before <= 0.02
        if (is_idle and watch.others() <= QUIET) or time.monotonic() > deadline:
            return

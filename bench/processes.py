"""What the processes of a server cost, as Linux counts it."""

import sys
import time
from pathlib import Path

from .load import BenchError

CPU_CLOCK = 2  # CPUCLOCK_SCHED of the kernel


def check_system():
    if sys.platform != "linux":
        raise BenchError(
            "CPU time and memory of other processes are read as Linux gives them: run this on Linux."
        )


def workers(pid):
    """The processes that gunicorn with this id has started."""
    return [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]


def cpu_seconds(pids):
    """The CPU time of these processes, in their own code and in the kernel.

    It is utime and stime of /proc/<pid>/stat, which count in steps of 10 ms, from a clock that counts nanoseconds:
    clock_getcpuclockid(3), which Python lacks for processes.
    """
    return sum(time.clock_gettime((~pid << 3) | CPU_CLOCK) for pid in pids)


def shared_memory(pid):
    """The PSS of a process in MB: what it has for itself, and its share of what it has together with others."""
    return kilobytes(f"/proc/{pid}/smaps_rollup", "Pss:") / 1024


def most_memory(pid):
    """The most memory that the process ever had, in MB."""
    return kilobytes(f"/proc/{pid}/status", "VmHWM:") / 1024


def kilobytes(path, name):
    return next(int(line.split()[1]) for line in Path(path).read_text().splitlines() if line.startswith(name))

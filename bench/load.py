"""Runs wrk, and reads what it says."""

import re
import shutil
import subprocess
from typing import NamedTuple

CONNECTIONS = 8  # as many as gunicorn has threads: two processes of four
MISSING = "The load generator wrk is not installed. Debian and Ubuntu: apt-get install wrk. macOS: brew install wrk."
MILLISECONDS = {"us": 0.001, "ms": 1, "s": 1000, "m": 60_000}


class BenchError(Exception):
    """Why nothing can be measured, in words for whoever asked."""


class Run(NamedTuple):
    """What wrk measured: requests a second, and the times that half and all but 1 % of the answers took, in ms."""

    rate: float
    p50: float
    p99: float


def check_generator():
    if not shutil.which("wrk"):
        raise BenchError(MISSING)


def hit(url, seconds, headers):
    """Asks the address as often as it can for so many seconds."""
    asked = [part for name, value in headers.items() for part in ("--header", f"{name}: {value}")]
    numbers = [f"--connections={CONNECTIONS}", "--threads=1", f"--duration={seconds}s", "--timeout=60s"]
    done = subprocess.run(  # noqa: S603 - our own words
        ["wrk", "--latency", *numbers, *asked, url],  # noqa: S607 - wherever it is installed
        capture_output=True,
        text=True,
        check=True,
    )
    return read(done.stdout)


def read(output):
    """What wrk printed, as a Run; BenchError where some answers were errors."""
    if wrong := re.search(r"Non-2xx or 3xx responses: (\d+)|Socket errors: (.*)", output):
        raise BenchError(f"Not all answers were good: {wrong[0]}")
    return Run(
        float(re.search(r"Requests/sec:\s+([\d.]+)", output)[1]), time_at(output, 50), time_at(output, 99)
    )


def time_at(output, percent):
    number, unit = re.search(rf"^\s+{percent}%\s+([\d.]+)(us|ms|s|m)\s*$", output, re.MULTILINE).groups()
    return float(number) * MILLISECONDS[unit]

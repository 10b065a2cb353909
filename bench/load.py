"""Runs the load generator wrk, and reads its output."""

import re
import shutil
import subprocess

CONNECTIONS = 8  # as many as gunicorn has threads: two processes of four
MISSING = "The load generator wrk is not installed. Debian and Ubuntu: apt-get install wrk. macOS: brew install wrk."


class BenchError(Exception):
    """Why nothing can be measured, in words for who runs it."""


def check_generator():
    if not shutil.which("wrk"):
        raise BenchError(MISSING)


def requests_per_second(url, seconds, headers):
    """How many requests are answered when each connection sends the next as soon as it has a response."""
    options = [f"--connections={CONNECTIONS}", "--threads=1", f"--duration={seconds}s", "--timeout=60s"]
    for name, value in headers.items():
        options += ["--header", f"{name}: {value}"]
    process = subprocess.run(["wrk", *options, url], capture_output=True, text=True, check=True)  # noqa: S603, S607
    return parse(process.stdout)


def parse(output):
    """The requests per second that wrk printed; BenchError where some responses were errors."""
    if errors := re.search(r"Non-2xx or 3xx responses: (\d+)|Socket errors: (.*)", output):
        raise BenchError(f"Not all responses were good: {errors[0]}")
    return float(re.search(r"Requests/sec:\s+([\d.]+)", output)[1])

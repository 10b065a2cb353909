"""How much memory a worker needs for a whole export, however long that is."""

import http.client
import time
from pathlib import Path
from urllib.parse import urlsplit

from .load import BenchError
from .servers import HEADERS

CHUNK = 1 << 16


def export(server, path):
    """Reads an export to its end, twice: its lines and bytes, seconds, and by how many MB the workers grew.

    The first time a worker reads the lists into memory, which it does for any page; so the second counts.
    None where the system does not tell how much memory a process has (it is Linux that does).
    """
    download(server.address, path)
    before = most_memory(server.pid)
    lines, size, seconds = download(server.address, path)
    after = most_memory(server.pid)
    growth = after - before if before is not None else None
    return {"lines": lines, "bytes": size, "seconds": seconds, "growth": growth, "memory": after}


def download(address, path):
    place = urlsplit(address)
    connection = http.client.HTTPConnection(place.hostname, place.port, timeout=600)
    begun, lines, size = time.monotonic(), 0, 0
    connection.request("GET", path, headers=HEADERS)
    answer = connection.getresponse()
    if answer.status != 200:
        raise BenchError(f"{path} answers {answer.status}.")
    while chunk := answer.read(CHUNK):
        lines, size = lines + chunk.count(b"\n"), size + len(chunk)
    connection.close()
    return lines, size, time.monotonic() - begun


def most_memory(pid):
    """The most that any worker of this server ever had, in MB."""
    children = Path(f"/proc/{pid}/task/{pid}/children")
    if not children.exists():
        return None
    return max(peak(worker) for worker in children.read_text().split())


def peak(pid):
    status = Path(f"/proc/{pid}/status").read_text()
    return next(int(line.split()[1]) for line in status.splitlines() if line.startswith("VmHWM")) / 1024

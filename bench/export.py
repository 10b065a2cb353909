"""How much memory a worker needs for a whole export, however long that is."""

import time

from .client import HEADERS, keep_alive
from .load import BenchError
from .processes import most_memory, workers

CHUNK = 1 << 16


def export(server, path):
    """Reads an export to its end, twice: its lines and bytes, seconds, and by how many MB the workers grew.

    The first time a worker reads the lists into memory, which it does for any page; so the second counts.
    """
    download(server.address, path)
    before = largest_worker(server)
    lines, size, seconds = download(server.address, path)
    after = largest_worker(server)
    return {"lines": lines, "bytes": size, "seconds": seconds, "growth": after - before, "memory": after}


def largest_worker(server):
    return max(most_memory(worker) for worker in workers(server.pid))


def download(address, path):
    with keep_alive(address) as connection:
        started_at, lines, size = time.monotonic(), 0, 0
        connection.request("GET", path, headers=HEADERS)
        response = connection.getresponse()
        if response.status != 200:
            raise BenchError(f"{path} answers {response.status}.")
        while chunk := response.read(CHUNK):
            lines, size = lines + chunk.count(b"\n"), size + len(chunk)
        return lines, size, time.monotonic() - started_at

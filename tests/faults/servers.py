"""Several servers on the ports of one machine: what docs/operations.md describes, to break.

HAProxy and Varnish with the files of `deploy/`, two gunicorns, PostgreSQL with a streaming replica, Redis, and an S3
server for files.
"""

import os
import signal
from contextlib import ExitStack, contextmanager, suppress

from bench.servers import free_port
from tests.deploy.balancer import balancer
from tests.faults.clusters import Redis
from tests.faults.databases import replicated
from tests.faults.traffic import ask, until

NAMES = ("one", "two")


class Servers:
    """The site on two servers, and all that they share. `address` is that of visitors."""

    def __init__(self, site, redis, machine, storage_url):
        self.site, self.redis, self.machine, self.storage_url = site, redis, machine, storage_url
        self.primary, self.replica, self.address = site.server, site.replica, machine.address
        self.ports, self.running = dict(zip(NAMES, machine.ports, strict=True)), {}
        self.stack = ExitStack()

    @property
    def variables(self):
        """What a server of several has in its .env besides the variables of one."""
        ports = f"{self.primary.port},{self.replica.port}"
        return {
            "DATABASE_URL": f"postgres://postgres@/drill?host=127.0.0.1,127.0.0.1&port={ports}"
            "&target_session_attrs=read-write&connect_timeout=2",
            "DATABASE_REPLICA_URL": self.replica.url,
            "CACHE_URL": self.redis.url,
            "STORAGE_URL": self.storage_url,
            "PURGE_URLS": self.machine.purge_url,
        }

    def address_of(self, name):
        return f"http://127.0.0.1:{self.ports[name]}"

    def start(self, name):
        serving = self.site.serve(port=self.ports[name], **self.variables)
        self.running[name] = (serving, serving.__enter__())

    def stop(self, name):
        """As systemd does: what is being answered is finished."""
        serving, _server = self.running.pop(name)
        serving.__exit__(None, None, None)

    def kill(self, name):
        """All processes of the server at once."""
        _serving, server = self.running[name]
        os.killpg(server.pid, signal.SIGKILL)

    def drain(self, name):
        """No new requests go there; what is being answered is finished."""
        for backend in ("sites", "alive"):
            self.machine.tell(f"set server {backend}/{name} state drain")

    def bring_back(self, name):
        for backend in ("sites", "alive"):
            self.machine.tell(f"set server {backend}/{name} state ready")

    def is_up(self, name):
        return self.machine.state("sites", name) == "UP"

    def wait_until_whole(self):
        until(lambda: all(self.is_up(name) for name in NAMES) and ask(self.address, "/").is_good, 60)

    def end(self):
        for name in list(self.running):
            with suppress(OSError):
                self.stop(name)


@contextmanager
def several_servers(folder, whole, object_store):
    with replicated(folder, whole) as site, balancer([free_port(), free_port()]) as machine:
        redis = Redis()
        redis.start()
        servers = Servers(site, redis, machine, object_store.url("servers"))
        try:
            site.manage("make_buckets", STORAGE_URL=servers.storage_url)
            for name in NAMES:
                servers.start(name)
            servers.wait_until_whole()
            yield servers
        finally:
            servers.end()
            redis.end()

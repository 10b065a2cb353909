"""Servers of the drills' own, to break: PostgreSQL, Redis, and a proxy before the PostgreSQL of the tests."""

import os
import shutil
import signal
import socket
import subprocess
import tempfile
import threading
from contextlib import contextmanager, suppress
from pathlib import Path
from urllib.parse import urlsplit

from bench.processes import workers
from bench.servers import free_port

BINARIES = max(Path("/usr/lib/postgresql").glob("*/bin"), default=Path("/nowhere"))


def has_postgresql():
    return (BINARIES / "initdb").exists()


class Cluster:
    """A PostgreSQL server in a temporary folder; root can't run one, so it runs as postgres then."""

    def __init__(self):
        self.folder, self.port = Path(tempfile.mkdtemp(prefix="streekwijzer-cluster-")), free_port()
        self.data = self.folder / "data"
        self.url = f"postgres://postgres@127.0.0.1:{self.port}/drill"
        if os.geteuid() == 0:
            shutil.chown(self.folder, "postgres")
        self.fill()

    def fill(self):
        self.run("initdb", "--auth=trust", "--username=postgres", "--no-sync")
        self.start()
        self.run("createdb", "-h127.0.0.1", f"-p{self.port}", "-Upostgres", "drill", data=False)

    def tell(self, statement):
        """The rows that the server answers to a statement."""
        import psycopg

        with psycopg.connect(self.url, autocommit=True) as session:
            cursor = session.execute(statement)
            return cursor.fetchall() if cursor.description else []

    def run(self, name, *arguments, data=True):
        user = ["runuser", "-u", "postgres", "--"] if os.geteuid() == 0 else []
        command = [*user, str(BINARIES / name), *([f"--pgdata={self.data}"] if data else []), *arguments]
        subprocess.run(command, cwd=self.folder, check=True, stdout=subprocess.DEVNULL)

    def start(self):
        options = f"-p {self.port} -c listen_addresses=127.0.0.1 -c fsync=off -c unix_socket_directories={self.folder}"
        self.run("pg_ctl", "start", "--wait", f"--log={self.folder}/log", f"--options={options}")

    def end(self):
        self.run("pg_ctl", "stop", "--wait", "--mode=immediate")

    @property
    def processes(self):
        postmaster = int((self.data / "postmaster.pid").read_text().splitlines()[0])
        return [postmaster, *workers(postmaster)]

    def hang(self):
        """Its connections stay open and new ones are accepted, by the kernel; nobody answers."""
        self.stopped = self.processes
        for process in self.stopped:
            with suppress(ProcessLookupError):
                os.kill(process, signal.SIGSTOP)

    def go_on(self):
        for process in self.stopped:
            with suppress(ProcessLookupError):
                os.kill(process, signal.SIGCONT)

    def remove(self):
        with suppress(subprocess.CalledProcessError):  # it was killed
            self.end()
        shutil.rmtree(self.folder, ignore_errors=True)


class Replica(Cluster):
    """A streaming replica of another cluster."""

    def __init__(self, primary):
        self.primary = primary
        super().__init__()

    def fill(self):
        source = ["--host=127.0.0.1", f"--port={self.primary.port}", "--username=postgres"]
        slot = ["--create-slot", "--slot=two", "--wal-method=stream"]
        self.run("pg_basebackup", "--write-recovery-conf", *slot, "--checkpoint=fast", "--no-sync", *source)
        self.start()

    def pause(self):
        """It still receives what the primary stores, and shows nothing of it."""
        self.tell("SELECT pg_wal_replay_pause()")

    def resume(self):
        self.tell("SELECT pg_wal_replay_resume()")

    def has_caught_up(self):
        """Whether it shows all that the primary has stored."""
        ((stored,),) = self.primary.tell("SELECT pg_current_wal_flush_lsn()")
        return self.tell(f"SELECT pg_last_wal_replay_lsn() >= '{stored}'") == [(True,)]

    def promote(self):
        self.run("pg_ctl", "promote", "--wait")


class Proxy:
    """Passes the bytes on to a PostgreSQL server, stops doing so, or closes."""

    def __init__(self, url):
        parts = urlsplit(url)
        self.server, self.port = (parts.hostname, parts.port or 5432), free_port()
        user = f"{parts.username or 'postgres'}{f':{parts.password}' if parts.password else ''}"
        self.url = f"postgres://{user}@127.0.0.1:{self.port}{parts.path}"
        self.connections, self.passes = set(), threading.Event()
        self.passes.set()
        self.start()

    def start(self):
        self.listener = socket.create_server(("127.0.0.1", self.port))
        threading.Thread(target=self.accept, args=(self.listener,), daemon=True).start()

    def accept(self, listener):
        with suppress(OSError):
            while True:
                visitor, _address = listener.accept()
                self.passes.wait()
                server = socket.create_connection(self.server)
                self.connections |= {visitor, server}
                for pair in ((visitor, server), (server, visitor)):
                    threading.Thread(target=self.pump, args=pair, daemon=True).start()

    def pump(self, source, target):
        with suppress(OSError):
            while data := source.recv(1 << 16):
                self.passes.wait()
                target.sendall(data)
        for end in (source, target):
            with suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)

    def end(self):
        for end in [self.listener, *self.connections]:
            with suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)
            end.close()
        self.connections.clear()

    def hang(self):
        self.passes.clear()

    def go_on(self):
        self.passes.set()

    def remove(self):
        self.go_on()
        self.end()


class Redis:
    """A Redis server that keeps nothing on disk."""

    def __init__(self):
        self.port = free_port()
        self.url = f"redis://127.0.0.1:{self.port}/0"

    def start(self):
        command = ["redis-server", "--port", str(self.port), "--save", "", "--bind", "127.0.0.1"]
        self.process = subprocess.Popen(command, stdout=subprocess.DEVNULL)
        while socket.socket().connect_ex(("127.0.0.1", self.port)):
            pass

    def end(self):
        self.process.kill()
        self.process.wait()


@contextmanager
def redis_server():
    server = Redis()
    server.start()
    try:
        yield server
    finally:
        server.end()

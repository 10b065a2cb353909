"""HAProxy and Varnish with the files of `deploy/`, on free ports before servers of this machine."""

import os
import shutil
import socket
import subprocess
import tempfile
from contextlib import contextmanager
from pathlib import Path

from bench.client import HOST
from bench.servers import free_port
from tests.deploy.web_servers import DEPLOY, wait_for_port


class Balancer:
    """HAProxy before these servers, with a Varnish of its own in between. Each can be ended and started again."""

    def __init__(self, ports):
        # Not pytest's folder, which other accounts can't enter: the programs have one of their own.
        self.folder = Path(tempfile.mkdtemp(prefix="streekwijzer-balancer-"))
        self.folder.chmod(0o755)
        self.ports, self.certificate = ports, self.folder / "site.pem"
        self.http, self.https, self.cache, self.behind_cache, self.media = (free_port() for _ in range(5))
        self.address, self.purge_url = f"https://127.0.0.1:{self.https}", f"http://127.0.0.1:{self.cache}"
        self.processes = {}

    def make_certificate(self):
        subject = ["-subj", f"/CN={HOST}", "-addext", f"subjectAltName=DNS:{HOST},IP:127.0.0.1"]
        files = ["-keyout", str(self.certificate), "-out", str(self.certificate)]
        command = [shutil.which("openssl"), "req", "-x509", "-newkey", "rsa:2048", "-nodes", *subject, *files]
        subprocess.run(command, check=True, capture_output=True)

    def adapted(self, name, **replaced):
        """A file of `deploy/` with what is elsewhere on this machine; all of it has to be in the file."""
        text = (DEPLOY / name).read_text()
        for theirs, ours in replaced.items():
            assert theirs in text, theirs
            text = text.replace(theirs, str(ours))
        (self.folder / name).write_text(text)
        return self.folder / name

    def haproxy_file(self):
        one, two = self.ports
        return self.adapted(
            "haproxy.cfg",
            **{
                "bind :80": f"bind 127.0.0.1:{self.http}",
                "bind :443": f"bind 127.0.0.1:{self.https}",
                "/etc/ssl/private/streekwijzer.pem": self.certificate,
                "/run/haproxy/admin.sock": self.folder / "admin.sock",
                "127.0.0.1:6081": f"127.0.0.1:{self.cache}",
                "127.0.0.1:8080": f"127.0.0.1:{self.behind_cache}",
                "10.0.0.11:8000": f"127.0.0.1:{one}",
                "10.0.0.12:8000": f"127.0.0.1:{two}",
                "10.0.0.11:8080": f"127.0.0.1:{self.media}",
                "10.0.0.12:8080": f"127.0.0.1:{self.media}",
                "    log /dev/log local0\n": "",
            },
        )

    def varnish_file(self):
        return self.adapted("varnish.vcl", **{'"8080"': f'"{self.behind_cache}"'})

    def nginx_file(self):
        (self.folder / "images").mkdir()
        (self.folder / "images" / "foto.webp").write_bytes(b"public")
        replaced = {
            "10.0.0.11:8080": f"127.0.0.1:{self.media}",
            "/srv/streekwijzer/var/media/public/": f"{self.folder}/",
        }
        site = self.adapted("nginx-media.conf", **replaced)
        file = self.folder / "nginx.conf"
        user = "user root;" if os.geteuid() == 0 else ""
        file.write_text(
            f"{user} pid {self.folder}/nginx.pid; events {{}} http {{ access_log off; include {site}; }}"
        )
        return file

    def start(self, name):
        command, port = getattr(self, f"{name}_command")()
        log = (self.folder / "log").open("a")
        self.processes[name] = subprocess.Popen(list(map(str, command)), stdout=log, stderr=log)
        wait_for_port(port, self.processes[name], self.folder / "log")

    def haproxy_command(self):
        return ["haproxy", "-db", "-f", self.haproxy_file()], self.https

    def varnish_command(self):
        folder, address = self.folder / "varnish", f"127.0.0.1:{self.cache}"
        return ["varnishd", "-F", "-n", folder, "-f", self.varnish_file(), "-a", address], self.cache

    def nginx_command(self):
        return ["nginx", "-e", "stderr", "-c", self.nginx_file(), "-g", "daemon off;"], self.media

    def end(self, name):
        process = self.processes.pop(name)
        process.terminate()
        process.wait(30)

    def tell(self, command):
        """What HAProxy answers at its socket, as by socat."""
        with socket.socket(socket.AF_UNIX) as admin:
            admin.connect(str(self.folder / "admin.sock"))
            admin.sendall(f"{command}\n".encode())
            return b"".join(iter(lambda: admin.recv(1 << 16), b"")).decode()

    def state(self, backend, server):
        """UP, DOWN, DRAIN or MAINT, as HAProxy shows it."""
        rows = [line.split(",") for line in self.tell("show stat").splitlines()]
        (row,) = [row for row in rows if row[:2] == [backend, server]]
        return row[rows[0].index("status")].split()[0]


@contextmanager
def balancer(ports):
    """A Balancer before the servers at these two ports, with all that it needs running."""
    machine = Balancer(ports)
    try:
        machine.make_certificate()
        machine.start("varnish")
        machine.start("haproxy")
        yield machine
    finally:
        for name in list(machine.processes):
            machine.end(name)
        shutil.rmtree(machine.folder, ignore_errors=True)

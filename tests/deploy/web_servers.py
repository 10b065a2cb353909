"""The web servers of `deploy/`, started with those very files on free ports before a site that repeats what it got."""

import http.client
import json
import os
import re
import shutil
import socket
import ssl
import subprocess
import tempfile
import threading
import time
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from django.conf import settings

from bench.servers import free_port

DEPLOY = settings.BASE_DIR / "deploy"
HOST = "www.example.org"
START_SECONDS = 60
# The address at which the site hangs up.
BROKEN = "/kapot/"
# What a web server says of what it answers itself: pictures and errors.
OF_PICTURES = {
    "Strict-Transport-Security": "max-age=31536000; includeSubDomains; preload",
    "X-Content-Type-Options": "nosniff",
    "Cross-Origin-Resource-Policy": "cross-origin",
    "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'; sandbox",
}
MODULES = Path("/usr/lib/apache2/modules")
APACHE_MODULES = [
    "mpm_event", "authz_core", "alias", "deflate", "filter", "headers", "mime", "proxy", "proxy_http", "ssl",
]  # fmt: skip


class Repeater(BaseHTTPRequestHandler):
    """Answers with the address and headers that reached it, as JSON, and with security headers as the site does."""

    protocol_version = "HTTP/1.1"
    security_headers = {
        "Strict-Transport-Security": "max-age=300",
        "X-Content-Type-Options": "nosniff",
        "Cross-Origin-Resource-Policy": "same-origin",
        "Content-Security-Policy": "default-src 'self'",
    }

    def do_GET(self):
        if self.path == BROKEN:
            self.close_connection = True
            return
        body = json.dumps({"path": self.path, "headers": dict(self.headers.items()), "filler": "x" * 5000})
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        for name, value in self.security_headers.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body.encode())

    def do_POST(self):
        self.rfile.read(int(self.headers["Content-Length"]))
        self.do_GET()

    def log_message(self, *args):
        pass


class Site(ThreadingHTTPServer):
    """The site behind the web server."""

    def handle_error(self, request, client_address):
        """Nothing: the web server may hang up halfway a body that is too large."""


class Machine:
    """Free ports, a certificate and a folder with a public and a private file, in place of those of `deploy/`."""

    def __init__(self, name, folder, replacements=None):
        self.name, self.folder, self.replacements = name, folder, replacements or {}
        self.http, self.https = free_port(), free_port()
        self.backend = Site(("127.0.0.1", 0), Repeater)
        self.media = folder / "var" / "media"
        (self.media / "public" / "images").mkdir(parents=True)
        (self.media / "public" / "images" / "foto.webp").write_bytes(b"public")
        (self.media / "geheim.pdf").write_bytes(b"private")
        self.certificate, self.key = folder / "site.pem", folder / "site.key"
        names = ["-subj", f"/CN={HOST}", "-addext", f"subjectAltName=DNS:{HOST}"]
        files = ["-keyout", str(self.key), "-out", str(self.certificate)]
        subprocess.run(
            [shutil.which("openssl"), "req", "-x509", "-newkey", "rsa:2048", "-nodes", *names, *files],
            check=True,
            capture_output=True,
        )

    def adapted(self, name):
        """The text of a file of `deploy/` with what lies elsewhere on this machine."""
        text = (DEPLOY / name).read_text()
        for theirs, ours in {
            "/srv/streekwijzer/var/media": self.media,
            "/etc/ssl/streekwijzer.pem": self.certificate,
            "/etc/ssl/private/streekwijzer.key": self.key,
            "127.0.0.1:8000": f"127.0.0.1:{self.backend.server_port}",
            **self.replacements,
        }.items():
            assert str(theirs) in text or name in {"Caddyfile", "nginx-s3.conf"}
            text = text.replace(theirs, str(ours))
        return text

    def request(self, path, method="GET", headers=None, body=None, is_secure=True):
        """The response, with its body read, to a visitor who lies about where he comes from."""
        lies = {"Host": HOST, "X-Forwarded-For": "203.0.113.9", "X-Forwarded-Proto": "gopher"}
        if is_secure:
            connection = TrustingConnection(self.certificate, self.https)
        else:
            connection = http.client.HTTPConnection("127.0.0.1", self.http, timeout=30)
        try:
            connection.request(method, path, body=body, headers=lies | (headers or {}))
            response = connection.getresponse()
            response.content = response.read()
            return response
        finally:
            connection.close()


class TrustingConnection(http.client.HTTPSConnection):
    """Speaks TLS with the site by its own name, wherever it is."""

    def __init__(self, certificate, port):
        super().__init__(HOST, port, context=ssl.create_default_context(cafile=certificate), timeout=30)

    def connect(self):
        plain = socket.create_connection(("127.0.0.1", self.port), self.timeout)
        self.sock = self._context.wrap_socket(plain, server_hostname=HOST)


def has_ipv6():
    try:
        with socket.create_server(("::1", 0), family=socket.AF_INET6):
            return True
    except OSError:
        return False


def nginx(machine, name="nginx.conf"):
    site = machine.adapted(name)
    if not has_ipv6():
        site = "\n".join(line for line in site.splitlines() if "listen [::]" not in line)
    site = re.sub(r"(listen .*?)\b80;", rf"\g<1>{machine.http};", site)
    site = re.sub(r"(listen .*?)\b443 ", rf"\g<1>{machine.https} ", site)
    temporary = " ".join(
        f"{name}_temp_path {machine.folder}/{name};"
        for name in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    user = "user root;" if os.geteuid() == 0 else ""
    file = machine.folder / "nginx.conf"
    file.write_text(
        f"{user} pid {machine.folder}/nginx.pid; events {{}}\n"
        f"http {{ access_log off; include /etc/nginx/mime.types; {temporary}\n{site}\n}}"
    )
    return ["nginx", "-e", "stderr", "-p", str(machine.folder), "-c", str(file), "-g", "daemon off;"]


def apache(machine):
    site = machine.adapted("apache.conf").replace("*:80>", f"*:{machine.http}>")
    site = site.replace("*:443>", f"*:{machine.https}>")
    loads = "\n".join(f"LoadModule {name}_module {MODULES}/mod_{name}.so" for name in APACHE_MODULES)
    file = machine.folder / "apache.conf"
    file.write_text(
        f"ServerRoot {machine.folder}\nServerName {HOST}\nPidFile apache.pid\nErrorLog server.log\n"
        f"TypesConfig /etc/mime.types\n"
        f"DefaultRuntimeDir {machine.folder}\n{loads}\nUser www-data\nGroup www-data\n"
        f"Listen 127.0.0.1:{machine.http}\nListen 127.0.0.1:{machine.https}\n{site}"
    )
    return ["apache2", "-f", str(file), "-DFOREGROUND"]


def caddy(machine):
    options = f"{{\n\tadmin off\n\tskip_install_trust\n\thttp_port {machine.http}\n\thttps_port {machine.https}\n}}\n"
    site = machine.adapted("Caddyfile").replace(
        f"\n{{$SITE_NAME:{HOST}}} {{",
        f"\n{{$SITE_NAME:{HOST}}} {{\n\ttls {machine.certificate} {machine.key}",
    )
    file = machine.folder / "Caddyfile"
    file.write_text(options + site)
    return ["caddy", "run", "--config", str(file), "--adapter", "caddyfile"]


def nginx_before_s3(machine):
    return nginx(machine, "nginx-s3.conf")


SERVERS = {"nginx": nginx, "apache2": apache, "caddy": caddy}


@contextmanager
def running(name, start=None, replacements=None):
    """The Machine behind the web server of this name; `replacements` are more of what lies elsewhere."""
    # Not pytest's folder, which other accounts can't enter: Apache's workers have one of their own.
    folder = Path(tempfile.mkdtemp(prefix="streekwijzer-"))
    folder.chmod(0o755)
    machine = Machine(name, folder, replacements)
    threading.Thread(target=machine.backend.serve_forever, daemon=True).start()
    environment = os.environ | {"XDG_DATA_HOME": str(folder), "XDG_CONFIG_HOME": str(folder)}
    log = (folder / "server.log").open("wb")
    server = subprocess.Popen((start or SERVERS[name])(machine), env=environment, stdout=log, stderr=log)
    try:
        wait_for_port(machine.https, server, folder / "server.log")
        yield machine
    finally:
        server.terminate()
        server.wait(30)
        machine.backend.shutdown()
        shutil.rmtree(folder)


def wait_for_port(port, server, log):
    """Waits until the process answers at this port; fails with its log if it never does."""
    until = time.monotonic() + START_SECONDS
    while time.monotonic() < until and server.poll() is None:
        with socket.socket() as attempt:
            if attempt.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.1)
    raise AssertionError(log.read_text())

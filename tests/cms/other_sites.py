"""Sites of others, on this machine: slow, refusing, redirecting. And a client that may ask them, and only them."""

import datetime
import socket
import ssl
import threading
import time
from ipaddress import ip_address
from pathlib import Path
from socketserver import BaseRequestHandler, ThreadingTCPServer

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from cms.outgoing import GuardedClient

OURS = "127.0.0.1"
# A drip of this many bytes, one each tenth of a second, lasts longer than any client here waits.
DRIPS, PAUSE = 100, 0.1


class Handler(BaseRequestHandler):
    """Reads one request and answers by its path: `/status/404`, `/to?http://…`, `/drip`, …"""

    def handle(self):
        try:
            connection = self.server.secured(self.request)
        except (ssl.SSLError, OSError):
            return
        request = connection.recv(65536).decode("latin-1")
        if not request:
            return
        first, *lines = request.split("\r\n")
        method, path, _version = first.split(" ")
        headers = dict(line.split(": ", 1) for line in lines if ": " in line)
        self.server.requests.append((method, path, headers))
        try:
            answer(connection, method, path)
            connection.close()
        except OSError:
            self.server.hung_up += 1


def answer(connection, method, path):
    """By the first part of the path; what has no behaviour of its own answers 200."""
    rest, _mark, query = path.lstrip("/").partition("?")
    name, _slash, rest = rest.partition("/")
    BEHAVIOURS.get(name, works)(connection, method, rest, query)


def works(connection, method, rest, query):
    write(connection, "200")


def status(connection, method, rest, query):
    """`/status/429/120`: with `Retry-After`."""
    number, _slash, wait = rest.partition("/")
    write(connection, number, f"Retry-After: {wait}" if wait else "")


def redirect(connection, method, rest, query):
    """`/to?301=http://…`"""
    write(connection, query[:3], f"Location: {query[4:]}")


def loop(connection, method, rest, query):
    write(connection, "302", "Location: /loop")


def refuse_head(connection, method, rest, query):
    write(connection, {"HEAD": rest}.get(method, "200"))


def drop_head(connection, method, rest, query):
    if method != "HEAD":
        write(connection, "200")


def silent(connection, method, rest, query):
    time.sleep(DRIPS * PAUSE)


def drip(connection, method, rest, query):
    connection.sendall(b"HTTP/1.1 200 OK\r\n")
    for _drip in range(DRIPS):
        connection.sendall(b"X")
        time.sleep(PAUSE)


def huge(connection, method, rest, query):
    write(connection, "404" if method == "HEAD" else "200", "Content-Length: 99999999999")
    for _megabyte in range(200):
        connection.sendall(b"x" * 1_000_000)


def cookie(connection, method, rest, query):
    write(connection, "302", "Set-Cookie: a=b; Path=/\r\nLocation: /status/200")


BEHAVIOURS = {
    "status": status,
    "to": redirect,
    "loop": loop,
    "no-head": refuse_head,
    "drops-head": drop_head,
    "silent": silent,
    "drip": drip,
    "huge": huge,
    "cookie": cookie,
}


def write(connection, status, header=""):
    header = f"{header}\r\n" if header else ""
    connection.sendall(f"HTTP/1.1 {status} X\r\n{header}Connection: close\r\n\r\n".encode())


class OtherSite(ThreadingTCPServer):
    """A server on a free port. `requests` has each of them; with a certificate it speaks TLS."""

    daemon_threads, allow_reuse_address = True, True

    def __init__(self, certificate=None):
        super().__init__((OURS, 0), Handler)
        self.requests, self.hung_up = [], 0
        self.port = self.server_address[1]
        self.tls = None
        if certificate:
            self.tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            self.tls.load_cert_chain(certificate)
        threading.Thread(target=self.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()

    def secured(self, sock):
        return self.tls.wrap_socket(sock, server_side=True) if self.tls else sock

    def handle_error(self, request, client_address):
        """What a client that hangs up causes is no error here."""

    def url(self, path, host="site.example"):
        return f"{'https' if self.tls else 'http'}://{host}:{self.port}{path}"

    def methods(self):
        return [method for method, _path, _headers in self.requests]

    def close(self):
        self.shutdown()
        self.server_close()


class Names:
    """A name server: what it was asked, and what it answers. What it does not know does not exist."""

    def __init__(self, **names):
        self.names = {"site.example": [OURS], "other.example": [OURS], **names}
        self.requests = []

    def __call__(self, host, port):
        self.requests.append(host)
        if host not in self.names:
            raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")
        return self.names[host]


def a_client(*sites, names=None, authority=None, seconds=2, **options):
    """Asks these sites, and nothing else on this machine or elsewhere."""
    tls = ssl.create_default_context(cafile=authority)
    ports = frozenset({80, 443, *(site.port for site in sites)})
    return GuardedClient(
        "Streekwijzer-LinkCheck/1.0 (+https://www.example.org/)",
        ports=ports,
        seconds=seconds,
        look_up=names or Names(),
        is_allowed=lambda address: address == OURS,
        tls=tls,
        **options,
    )


class Authority:
    """Issues certificates, into files in a folder."""

    def __init__(self, folder):
        self.folder = Path(folder)
        self.key = ec.generate_private_key(ec.SECP256R1())
        self.name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Authority of the tests")])
        self.file = self.folder / "authority.pem"
        self.file.write_bytes(self.sign(self.name, self.key, [], 10, is_authority=True))

    def sign(self, subject, key, names, days, is_authority=False, by_itself=False):
        now = datetime.datetime.now(datetime.UTC).replace(tzinfo=None)
        issuer, signer = (subject, key) if by_itself else (self.name, self.key)
        builder = x509.CertificateBuilder(
            issuer, subject, key.public_key(), x509.random_serial_number(), now - datetime.timedelta(30)
        )
        builder = builder.not_valid_after(now + datetime.timedelta(days))
        builder = builder.add_extension(x509.BasicConstraints(is_authority, None), critical=True)
        if names:
            builder = builder.add_extension(x509.SubjectAlternativeName(names), critical=False)
        return builder.sign(signer, hashes.SHA256()).public_bytes(serialization.Encoding.PEM)

    def issue(self, *hosts, days=10, by_itself=False):
        """The file with a certificate for these hosts and its key."""
        key = ec.generate_private_key(ec.SECP256R1())
        subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, hosts[0])])
        names = [
            x509.IPAddress(ip_address(host)) if host[0].isdigit() else x509.DNSName(host) for host in hosts
        ]
        private = key.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )
        file = self.folder / f"{hosts[0]}-{days}-{by_itself}.pem"
        file.write_bytes(private + self.sign(subject, key, names, days, by_itself=by_itself))
        return file

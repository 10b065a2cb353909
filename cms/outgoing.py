"""Asks other servers for addresses that somebody else chose: an editor, a partner. Nothing else here does.

Such an address may lead into our own network (OWASP ASVS 5.0, 1.3.6; CWE-918). So each hop is read once, looked up
once, refused unless every address of the answer is public, and connected to exactly what was looked up. A question is
bounded in time as a whole, reads no body, sends no cookie and no credentials, and goes through no proxy.
docs/decisions/0048-outgoing-requests.md
"""

import socket
import ssl
from collections.abc import Callable
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from enum import StrEnum
from http.client import HTTPException
from threading import Thread, Timer
from time import monotonic
from typing import NamedTuple
from urllib.parse import urljoin

import certifi
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.exceptions import ConnectTimeoutError, HTTPError, NewConnectionError

from .outgoing_addresses import PORTS, Refusal, RefusedError, is_public, read

SECONDS_IN_ALL, SECONDS_TO_CONNECT = 10, 5
MOST_HOPS = 5
# Of the addresses of one name, how many are tried.
MOST_TRIED = 2
PERMANENT = {301, 308}
REDIRECTS = PERMANENT | {302, 303, 307}
# What a second question, by GET, would only make worse: the host asks us to wait.
ASKS_TO_WAIT = {429, 503}
# HEAD was answered by nothing that is HTTP.
NOTHING = 0
UNKNOWN_NAME = {socket.EAI_NONAME, getattr(socket, "EAI_NODATA", socket.EAI_NONAME)}
# OpenSSL's numbers of what every browser refuses too: not yet valid, expired, signed by itself, of another host. That a
# certificate of the chain is missing is none of them: browsers look for it.
CERTIFICATE_FAULTS = {9, 10, 18, 62}


class Failure(StrEnum):
    """Why there was no answer."""

    NAME = "name"
    LOOK_UP = "look-up"
    TIME = "time"
    CONNECTION = "connection"
    CERTIFICATE = "certificate"
    TLS = "tls"
    LOOP = "loop"


class NoAnswerError(Exception):
    """Nothing came back that is an answer. `reason` is a `Failure`, `host` who was asked last."""

    def __init__(self, reason, host=""):
        super().__init__(reason)
        self.reason, self.host = reason, host


class Answer(NamedTuple):
    """The last answer, and who gave it. `permanent` is how far the redirects lead that are meant for good."""

    status: int
    permanent: str
    host: str
    retry_after: str = ""


class OneAnswer(NamedTuple):
    """The answer of one hop."""

    status: int
    location: str = ""
    retry_after: str = ""


class Deadline:
    """The end of one question."""

    def __init__(self, seconds):
        self.at = monotonic() + seconds

    @property
    def left(self) -> float:
        return max(self.at - monotonic(), 0)

    def check(self) -> None:
        """Raises NoAnswerError if it has come."""
        if not self.left:
            raise NoAnswerError(Failure.TIME)


class Shuttable:
    """A connection that another thread shuts at the deadline, whatever it is waiting for: a server that drips a byte a
    second, in the TLS handshake or in the headers, resets every time limit of a socket.
    """

    handle = None

    def __init__(self, *args, deadline, **kwargs):
        super().__init__(*args, **kwargs)
        self.deadline = deadline

    def _new_conn(self):
        """Keeps a second handle on the socket: the TLS of Python takes the first one away."""
        sock = super()._new_conn()
        self.handle = sock.dup()
        self.deadline.check()
        return sock

    def shut(self):
        if self.handle:
            with suppress(OSError):
                self.handle.shutdown(socket.SHUT_RDWR)

    def close(self):
        super().close()
        if self.handle:
            self.handle.close()


class PlainConnection(Shuttable, HTTPConnection):
    """Over http."""


class TLSConnection(Shuttable, HTTPSConnection):
    """Over https."""


def look_up(host, port) -> list[str]:
    """The addresses of a name, as the machine finds them. Raises OSError."""
    answers = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(address[0] for *_rest, address in answers))


def trusted_authorities() -> ssl.SSLContext:
    return ssl.create_default_context(cafile=certifi.where())


@dataclass
class GuardedClient:
    """Asks for addresses. Only tests give more than `user_agent`: no setting and no variable loosens the rest."""

    user_agent: str
    ports: frozenset[int] = PORTS
    seconds: float = SECONDS_IN_ALL
    look_up: Callable[[str, int], list[str]] = look_up
    is_allowed: Callable[[str], bool] = is_public
    tls: ssl.SSLContext = field(default_factory=trusted_authorities)

    def ask(self, address) -> Answer:
        """The answer after all redirects: by HEAD, then by GET where HEAD is refused.

        Raises RefusedError for what is never asked, on whichever hop, and NoAnswerError.
        """
        deadline = Deadline(self.seconds)
        method, permanent, is_permanent = "HEAD", address, True
        for _hop in range(MOST_HOPS + 2):
            target = read(address, self.ports)
            one = self.ask_once(method, target, deadline)
            if one.status in REDIRECTS and one.location:
                address = urljoin(target.address, one.location)
                is_permanent = is_permanent and one.status in PERMANENT
                permanent = address if is_permanent else permanent
            elif method == "HEAD" and is_refusal(one.status):
                method = "GET"
            else:
                return Answer(one.status, permanent, target.host, one.retry_after)
        raise NoAnswerError(Failure.LOOP, target.host)

    def ask_once(self, method, target, deadline) -> OneAnswer:
        """The answer of one hop; its redirect is not followed."""
        try:
            with self.connected(target, deadline) as connection:
                return send(method, target, connection, self.user_agent)
        except NoAnswerError as error:
            error.host = target.host
            raise

    @contextmanager
    def connected(self, target, deadline):
        """A connection to an address of the name that was looked up, open until the deadline at most."""
        addresses = self.addresses_of(target, deadline)[:MOST_TRIED]
        while True:
            connection = self.connection_to(addresses.pop(0), target, deadline)
            timer = Timer(deadline.left, connection.shut)
            timer.daemon = True
            timer.start()
            try:
                if connect(connection, can_fail=bool(addresses)):
                    yield connection
                    return
            finally:
                timer.cancel()
                connection.close()

    def connection_to(self, address, target, deadline):
        deadline.check()
        options = {"timeout": min(SECONDS_TO_CONNECT, deadline.left), "deadline": deadline}
        if target.scheme == "http":
            return PlainConnection(address, target.port, **options)
        # The name is in SNI, and in the certificate: OpenSSL checks it.
        options |= {"server_hostname": target.host, "ssl_context": self.tls, "cert_reqs": ssl.CERT_REQUIRED}
        return TLSConnection(address, target.port, **options)

    def addresses_of(self, target, deadline) -> list[str]:
        """What the name stands for. Raises RefusedError if a single one of them is not public."""
        addresses = [target.host] if target.is_literal else self.look_up_in_time(target, deadline)
        if not addresses:
            raise NoAnswerError(Failure.NAME)
        if not all(self.is_allowed(address) for address in addresses):
            raise RefusedError(Refusal.PRIVATE)
        return addresses

    def look_up_in_time(self, target, deadline) -> list[str]:
        """In a thread, because nothing else limits how long the machine looks; it ends by itself."""
        results = []

        def work():
            try:
                results.append(self.look_up(target.host, target.port))
            except (OSError, UnicodeError) as error:
                results.append(error)

        thread = Thread(target=work, daemon=True)
        thread.start()
        thread.join(deadline.left)
        result = results[0] if results else TimeoutError()
        if not isinstance(result, Exception):
            return result
        is_unknown = getattr(result, "errno", None) in UNKNOWN_NAME
        raise NoAnswerError(Failure.NAME if is_unknown else Failure.LOOK_UP)


def is_refusal(status) -> bool:
    """Whether a server that answered this to HEAD may answer something else to GET."""
    return (status >= 400 or status == NOTHING) and status not in ASKS_TO_WAIT


def connect(connection, can_fail) -> bool:
    """True if it is connected, False if not and another address can be tried. Raises NoAnswerError."""
    try:
        connection.connect()
    except (HTTPError, OSError, ValueError) as error:
        reason = reason_of(error, connection.deadline)
        if can_fail and reason == Failure.CONNECTION:
            return False
        raise NoAnswerError(reason) from error
    return True


def send(method, target, connection, user_agent) -> OneAnswer:
    """Sends the question and reads the headers of the answer; whatever body there is stays unread."""
    deadline = connection.deadline
    # A server that never answers HEAD leaves time for GET.
    connection.timeout = max(deadline.left / 2 if method == "HEAD" else deadline.left, 0.01)
    headers = {"Host": target.authority, "User-Agent": user_agent, "Accept": "*/*", "Connection": "close"}
    try:
        connection.request(method, target.path, headers=headers, preload_content=False)
        response = connection.getresponse()
        # What was shut in the middle of the headers looks like their end.
        deadline.check()
    except (HTTPError, HTTPException, OSError, ValueError) as error:
        if method == "HEAD" and deadline.left:
            return OneAnswer(NOTHING)
        raise NoAnswerError(reason_of(error, deadline)) from error
    location = response.headers.get("Location", "")
    return OneAnswer(response.status, as_sent(location), response.headers.get("Retry-After", ""))


def as_sent(location) -> str:
    """A header is read as Latin-1; servers write UTF-8."""
    try:
        return location.encode("latin-1").decode()
    except UnicodeError:
        return location


def reason_of(error, deadline) -> Failure:
    if isinstance(error, ssl.SSLCertVerificationError):
        return Failure.CERTIFICATE if error.verify_code in CERTIFICATE_FAULTS else Failure.TLS
    is_refused = isinstance(error, NewConnectionError) and not isinstance(error.__cause__, TimeoutError)
    is_late = isinstance(error, (TimeoutError, ConnectTimeoutError)) and not is_refused
    if is_late or not deadline.left:
        return Failure.TIME
    return Failure.TLS if isinstance(error, ssl.SSLError) else Failure.CONNECTION

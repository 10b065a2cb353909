"""Mail servers for tests: an SMTP server, and a backend that can interrupt."""

import contextlib
import socketserver
import threading
import time

from django.core.mail.backends.base import BaseEmailBackend


class Session(socketserver.StreamRequestHandler):
    """A small SMTP server; rejects addresses that begin with `nobody` permanently, with `later` temporarily."""

    def handle(self):
        self.say("220 ready")
        for line in self.rfile:
            word = line[:4].upper()
            if word == b"DATA":
                self.take_message()
            elif word == b"QUIT":
                return self.say("221 bye")
            elif word == b"RCPT" and b"<nobody" in line:
                self.say("550 no such user")
            elif word == b"RCPT" and b"<later" in line:
                self.say("450 try later")
            else:
                self.say("250 fine")

    def take_message(self):
        self.say("354 go on")
        lines = iter(self.rfile.readline, b".\r\n")
        self.server.messages.append(b"".join(line.removeprefix(b".") for line in lines))
        self.say("250 taken")

    def say(self, text):
        self.wfile.write(f"{text}\r\n".encode())


@contextlib.contextmanager
def mail_server():
    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), Session) as server:
        server.messages, server.daemon_threads = [], True
        server.url = f"http://127.0.0.1:{server.server_address[1]}"
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield server
        server.shutdown()


class SlowBackend(BaseEmailBackend):
    """A backend that takes a moment per mail, so that two processes overlap; `killed_at` ends the process at that
    mail.
    """

    delivered, killed_at = [], None

    @classmethod
    def begin(cls, killed_at=None):
        cls.delivered, cls.killed_at = [], killed_at
        return f"{cls.__module__}.{cls.__name__}"

    def send_messages(self, messages):
        for message in messages:
            time.sleep(0.005)
            self.delivered.append(message.subject)
            if len(self.delivered) == self.killed_at:
                raise KeyboardInterrupt

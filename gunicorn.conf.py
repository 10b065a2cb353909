"""How gunicorn serves Streekwijzer, on this machine and in production. Measured: docs/operations.md."""

import ctypes
import gc
import signal
import sys
import threading
from contextlib import suppress
from pathlib import Path

# For what gunicorn logs before it loads the application.
sys.path.insert(0, str(Path(__file__).parent))

from cms import env

env.load_file(Path(__file__).parent / ".env")

# Loading makes half a million objects that all stay: `when_ready` collects once, instead of some hundred times.
gc.disable()

wsgi_app = "cms.wsgi"
# The application is loaded once, and its memory shared. New code needs a restart: HUP keeps the old.
preload_app = True
# Threads answer within milliseconds after a reload, where single-threaded workers paused for seconds.
worker_class = "gthread"
workers = 2
threads = 4
# A socket in the home folder that nobody here uses.
control_socket_disable = True
# A list with many filters makes a long address; gunicorn's own limit is 4,094 bytes.
limit_request_line = 8_190

logger_class = "operations.gunicorn_logger.Logger"
if env.text("LOG_FORMAT", "json") == "json":
    of_gunicorn = {"handlers": ["stderr"], "propagate": False}
    logconfig_dict = {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"json": {"()": "monitoring.log_lines.JsonFormatter"}},
        "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "json"}},
        "root": {"handlers": ["stderr"], "level": "WARNING"},
        "loggers": {"gunicorn.error": of_gunicorn, "gunicorn.access": of_gunicorn},
    }

M_ARENA_MAX = -8  # mallopt(3)
# By default glibc gives each thread a heap of its own, and each keeps what its largest page took. glibc only.
with suppress(AttributeError, OSError):
    ctypes.CDLL(None).mallopt(M_ARENA_MAX, 1)


def when_ready(server):
    """Prepares the loaded application for the forks: called once, before the first worker."""
    if preloading := sys.modules.get("cms.preloading"):  # there is none for another application
        preloading.load_indexes()
    gc.collect()
    gc.freeze()  # a collection in a worker would write to every object, and so copy the shared memory
    gc.enable()


def pre_fork(server, worker):
    """Leaves to a worker nothing that can't be shared: neither connections nor threads."""
    from django.db import connections  # only there once the application is loaded

    connections.close_all()
    if shared := sys.modules.get("monitoring.counters"):
        worker.slot = shared.counters.take_slot()
    if threading.active_count() > 1:
        names = ", ".join(thread.name for thread in threading.enumerate())
        server.log.warning("These threads do not live on in worker %s: %s.", worker.age, names)


def post_fork(server, worker):
    """A worker that starts can be stopped; each looks whether what is scheduled still runs."""
    end_when_stopped(server)
    if watch := sys.modules.get("operations.watch"):
        watch.start_watching()


def end_when_stopped(server):
    """Until gunicorn sets the signals of a worker, a new one has those of the master, which only queues them: told to
    stop right after its start it went on, and the server took thirty seconds to stop.
    """
    signal.signal(signal.SIGTERM, lambda number, frame: sys.exit(0))
    while not server.SIG_QUEUE.empty():
        # Came between the fork and the line above, or before the fork, and then the master stops too.
        if server.SIG_QUEUE.get_nowait() == signal.SIGTERM:
            sys.exit(0)


def child_exit(server, worker):
    """A new worker counts on where this one stopped."""
    if shared := sys.modules.get("monitoring.counters"):
        shared.counters.free_slot(worker.slot)

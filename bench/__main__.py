"""Measures, and writes docs/benchmarks.md: `python -m bench --sizes 1000 10000`."""

import argparse
import json
import os
import platform
import re
import sys
import time
from datetime import date
from statistics import median

from . import table
from .client import HEADERS, fetch
from .export import export
from .load import BenchError, check_generator, requests_per_second
from .processes import check_system, shared_memory, workers
from .publish import publisher
from .registering import measure_registering
from .servers import FOLDER, ROOT, Site, gunicorn
from .states import cpu_ms, first_after_publishing, measure_screen, measure_states

DOCUMENT = ROOT / "docs" / "benchmarks.md"
RESULTS = FOLDER / "results-cpu.json"
ADMIN_REQUESTS = 10
FORM = "form to register"
ASSETS = {
    "css": re.compile(rb'<link rel="stylesheet" href="([^"]+)"'),
    "js": re.compile(rb'<script[^>]+src="([^"]+)"'),
}


def main():
    options = read_options()
    try:
        check_system()
        check_generator()
        for size in options.sizes:
            site = Site(size, options.server)
            say(f"--- {site.database}, {size} practices: making what is missing")
            site.prepare()
            write(measure(site, options))
    except BenchError as error:
        sys.exit(str(error))
    say(f"Written: {DOCUMENT.relative_to(ROOT)}")


def read_options():
    parser = argparse.ArgumentParser(prog="bench", description=__doc__)
    parser.add_argument("--sizes", type=int, nargs="+", default=[1000, 10_000], help="numbers of practices")
    parser.add_argument("--server", default="", help="a PostgreSQL server: postgres://…; else SQLite")
    parser.add_argument("--rounds", type=int, default=3, help="CPU time is the median of so many")
    parser.add_argument("--requests", type=int, default=300, help="in a round, for each address and state")
    parser.add_argument("--seconds", type=int, default=4, help="of wrk, for each address")
    return parser.parse_args()


def say(text):
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


def measure(site, options):
    """All that docs/benchmarks.md tells of a site."""
    addresses = site.addresses()
    with (
        gunicorn("bench.hello:app", site.environment) as hello,
        gunicorn("cms.wsgi", site.environment) as server,
    ):
        result = measure_server(hello, server, addresses, options)
    add_first_after_publishing(site, result["pages"])
    return {
        "database": site.database,
        "size": site.size,
        **result,
        "rounds": options.rounds,
        "requests": options.requests,
        "seconds": options.seconds,
        "cores": os.cpu_count(),
        "python": platform.python_version(),
        "date": date.today().isoformat(),
    }


def measure_server(hello, server, addresses, options):
    """What one start of the site gives; the memory is that after the public pages, before the export and the admin."""
    public = {name: page for name, page in addresses["public"].items() if page[1] is not None}
    whole_export = public.pop("export", None)
    fetch(server.address, public["filtered list"][0])
    return {
        "start": time.monotonic() - server.started_at,
        "pages": [
            measure_page(hello, server, name, path, queries, addresses["stranger"], options)
            for name, (path, queries) in public.items()
        ],
        "hello": measure_hello(hello, options),
        "memory": [shared_memory(worker) for worker in workers(server.pid)],
        "registering": measure_registering(hello, server, public[FORM][0], options.requests)
        if FORM in public
        else None,
        "export": export(server, whole_export[0]) if whole_export else None,
        "admin": measure_admin(server, addresses),
        "panels": addresses["panels"],
        "missing": [path for path, queries in addresses["public"].values() if queries is None],
    }


def measure_admin(server, addresses):
    """The screens of the admin, for a superuser, and the start screen, for who works with it."""
    cookie = addresses["superuser"]
    screens = {name: (*screen, cookie) for name, screen in addresses["admin"].items()} | addresses["start"]
    return [
        {"name": name, "queries": queries, **measure_screen(server, path, cookie, ADMIN_REQUESTS)}
        for name, (path, queries, cookie) in screens.items()
    ]


def measure_page(hello, server, name, path, queries, stranger, options):
    """One row of the table, but for the first request after a page was published."""
    states = measure_states(hello, server, path, stranger, rounds=options.rounds, requests=options.requests)
    rate = requests_per_second(server.address + path, options.seconds, HEADERS)
    hit = states["hit"]
    say(f"{name}: {hit['ms']:.2f} ms of CPU, {hit['ratio']:.3f} of hello world, {rate:.0f} requests/s")
    sizes = measure_sizes(server.address, path)
    return {"name": name, "path": path, "queries": queries, "states": states, "rate": rate, **sizes}


def measure_hello(hello, options):
    return {
        "ms": median(cpu_ms(hello, "/", {}, options.requests) for _ in range(options.rounds)),
        "rate": requests_per_second(f"{hello.address}/", options.seconds, HEADERS),
    }


def add_first_after_publishing(site, pages):
    """Beside a server with one worker, so that it is that one which hears of the change."""
    with gunicorn("cms.wsgi", site.environment, workers=1) as server, publisher(site) as publish:
        for page in pages:
            fetch(server.address, page["path"])
            page["published"] = first_after_publishing(server, page["path"], publish)
            say(f"{page['name']}: {page['published']:.0f} ms of CPU after a page was published")


def measure_sizes(address, path):
    """The compressed bytes of a page, its stylesheets and its scripts; a feed has neither."""
    page = fetch(address, path)
    if page.headers.get_content_type() != "text/html":
        return {"html": page.size, "css": None, "js": None}
    links = {kind: pattern.findall(page.body) for kind, pattern in ASSETS.items()}
    if not links["css"]:
        raise BenchError(f"{path} names no stylesheet: that can't be measured.")
    assets = {kind: sum(fetch(address, link.decode()).size for link in links[kind]) for kind in ASSETS}
    return {"html": page.size, **assets}


def write(result):
    """Keeps the newest result of each database and size, and writes them all."""
    kept = json.loads(RESULTS.read_text()) if RESULTS.exists() else []
    same = (result["database"], result["size"])
    results = [*[other for other in kept if (other["database"], other["size"]) != same], result]
    RESULTS.write_text(json.dumps(results, indent=1))
    DOCUMENT.write_text(table.document(results), encoding="utf-8")


if __name__ == "__main__":
    main()

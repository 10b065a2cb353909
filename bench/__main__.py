"""Measures, and writes docs/benchmarks.md: `python -m bench --sizes 1000 10000`."""

import argparse
import json
import os
import platform
import re
import sys
from datetime import date
from statistics import median

from . import table
from .export import export
from .load import CONNECTIONS, BenchError, check_generator, hit
from .servers import FOLDER, HEADERS, ROOT, Site, fetch, gunicorn

DOCUMENT = ROOT / "docs" / "benchmarks.md"
RESULTS = FOLDER / "results.json"
WARM_UP_SECONDS = 4
# Asked again by a reader who has the newest answer: 304.
ASKED_AGAIN = {name: f"{name}, unchanged" for name in ("feed", "embed", "API list", "dialect search")}
ASSETS = {
    "css": re.compile(rb'<link rel="stylesheet" href="([^"]+)"'),
    "js": re.compile(rb'<script[^>]+src="([^"]+)"'),
}


def main():
    options = read_options()
    try:
        check_generator()
        for size in options.sizes:
            site = Site(size, options.server)
            say(f"--- {site.database}, {size} practices: making what lacks")
            site.prepare()
            keep(measure(site, options))
    except BenchError as error:
        sys.exit(str(error))
    say(f"Written: {DOCUMENT.relative_to(ROOT)}")


def read_options():
    parser = argparse.ArgumentParser(prog="bench", description=__doc__)
    parser.add_argument("--sizes", type=int, nargs="+", default=[1000, 10_000], help="numbers of practices")
    parser.add_argument("--server", default="", help="a PostgreSQL server: postgres://…; else SQLite")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--seconds", type=int, default=4)
    return parser.parse_args()


def say(text):
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


def measure(site, options):
    """All pages of a site, each beside hello world."""
    probed = site.probe()
    with (
        gunicorn("bench.hello:app", site.environment) as hello,
        gunicorn("cms.wsgi", site.environment) as server,
    ):
        first = fetch(server.address, probed["filtered list"][0]).seconds
        found = {name: page for name, page in probed.items() if page[1] is not None}
        whole = found.pop("export", None)
        pages = [
            row
            for name, (path, queries) in found.items()
            for row in rows(name, path, queries, hello.address, server.address, options)
        ]
        exported = export(server, whole[0]) if whole else None
    return {
        "database": site.database,
        "size": site.size,
        "pages": pages,
        "export": exported,
        "skipped": [path for path, queries in probed.values() if queries is None],
        "first": first,
        "rounds": options.rounds,
        "seconds": options.seconds,
        "cores": os.cpu_count(),
        "python": platform.python_version(),
        "date": date.today().isoformat(),
    }


def rows(name, path, queries, hello, address, options):
    """What was measured of a page; where readers ask again and again, of the answer to those too."""
    url = address + path
    yield {
        "name": name,
        "path": path,
        "queries": queries,
        **sizes(address, path),
        **race(hello, url, HEADERS, options),
    }
    if name in ASKED_AGAIN:
        known = {"If-None-Match": fetch(address, path).headers["ETag"]}
        unchanged = {"queries": None, "html": 0, "css": None, "js": None}
        yield {
            "name": ASKED_AGAIN[name],
            "path": path,
            **unchanged,
            **race(hello, url, HEADERS | known, options),
        }


def race(hello, url, headers, options):
    """Hello world and the page in turns, so that what slows the machine down slows both; the medians."""
    hit(url, WARM_UP_SECONDS, headers)
    rounds = []
    for _ in range(options.rounds):
        rounds.append(
            (hit(f"{hello}/", max(2, options.seconds // 2), HEADERS), hit(url, options.seconds, headers))
        )
    found = {
        "rate": median(page.rate for _bare, page in rounds),
        "hello": median(bare.rate for bare, _page in rounds),
        "ratio": median(page.rate / bare.rate for bare, page in rounds),
        "p50": median(page.p50 for _bare, page in rounds),
        "p99": median(page.p99 for _bare, page in rounds),
    }
    say(f"{url}: {found['rate']:.0f}/s, {found['ratio']:.4f} of {found['hello']:.0f}/s")
    return found


def sizes(address, path):
    """The compressed bytes of a page, its stylesheets and its scripts; a feed has neither."""
    page = fetch(address, path)
    if page.headers.get_content_type() != "text/html":
        return {"html": page.size, "css": None, "js": None}
    linked = {kind: pattern.findall(page.body) for kind, pattern in ASSETS.items()}
    if not linked["css"]:
        raise BenchError(f"{path} names no stylesheet: that can't be measured.")
    of_linked = {
        kind: sum(fetch(address, link.decode()).size for link in links) for kind, links in linked.items()
    }
    return {"html": page.size, **of_linked}


def keep(result):
    """Remembers the newest result of each database and size, and writes them all."""
    known = json.loads(RESULTS.read_text()) if RESULTS.exists() else []
    same = (result["database"], result["size"])
    results = [*[other for other in known if (other["database"], other["size"]) != same], result]
    RESULTS.write_text(json.dumps(results, indent=1))
    DOCUMENT.write_text(table.page(results, CONNECTIONS), encoding="utf-8")


if __name__ == "__main__":
    main()

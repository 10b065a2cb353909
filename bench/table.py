"""Writes docs/benchmarks.md from what was measured, in the words of `page.md`."""

from pathlib import Path

TARGETS = {
    "filtered list": 0.012,
    "list with q": 0.004,
    "practice": 0.02,
    "feed": 0.03,
    "feed, unchanged": 0.1,
    "embed, unchanged": 0.1,
    "Plone search": 0.03,
}
HALVED_AT = 100_000  # there the filtered list may be half as fast

PAGE = Path(__file__).with_name("page.md").read_text(encoding="utf-8")


def page(results, connections):
    """The whole document. `results` holds one dictionary for each database and size."""
    ordered = sorted(results, key=lambda result: (result["database"] != "SQLite", result["size"]))
    last = ordered[-1]
    return PAGE.format(
        tables="\n\n".join(table(result) for result in ordered),
        connections=connections,
        rounds=last["rounds"],
        seconds=last["seconds"],
    )


def table(result):
    heading = f"## {result['database']}, {result['size']:,} practices"
    lines = [
        "| page | requests/s | hello/s | ratio | target | p50 ms | p99 ms | queries | HTML kB | CSS kB | JS kB |",
        "|---|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|",
        *[row(measured, result["size"]) for measured in result["pages"]],
    ]
    skipped = [f"`{path}` does not exist yet: not measured." for path in result["skipped"]]
    where = f"{result['cores']} cores, Python {result['python']}, {result['date']}."
    machine = f"First list: {result['first']:.1f} s. {where}"
    return "\n".join([heading, "", *lines, "", *skipped, *exported(result.get("export")), machine])


def exported(found):
    """What the whole export cost, in a sentence."""
    if not found:
        return []
    told = f"Whole CSV export: {found['lines']:,} lines, {found['bytes'] / 1e6:.0f} MB in {found['seconds']:.0f} s"
    if found["growth"] is None:
        return [f"{told}."]
    return [f"{told}; the worker grew by {found['growth']:.1f} MB (to {found['memory']:.0f} MB)."]


def row(measured, size):
    target = target_of(measured["name"], size)
    cells = [
        measured["name"],
        f"{measured['rate']:.0f}",
        f"{measured['hello']:.0f}",
        f"**{measured['ratio']:.4f}**",
        f"{target:.3f}" if target else "",
        f"{measured['p50']:.0f}",
        f"{measured['p99']:.0f}",
        "" if measured["queries"] is None else str(measured["queries"]),
        *["" if measured[kind] is None else f"{measured[kind] / 1000:.1f}" for kind in ("html", "css", "js")],
    ]
    return f"| {' | '.join(cells)} |"


def target_of(name, size):
    target = TARGETS.get(name)
    return target / 2 if target and name == "filtered list" and size >= HALVED_AT else target

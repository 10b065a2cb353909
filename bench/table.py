"""Writes docs/benchmarks.md from the results, in the words of `page.md`."""

from pathlib import Path

from .load import CONNECTIONS
from .states import STATES

# Of a miss, as a part of what hello world needs.
TARGETS = {
    "filtered list": 0.02,
    "list with q": 0.004,
    "practice": 0.025,
    "home": 0.02,
    "feed": 0.03,
    "API list": 0.045,
    "API practice": 0.015,
    "dialect search": 0.03,
}
HALVED_AT = 100_000  # there the filtered list may be half as fast

WORDS = Path(__file__).with_name("page.md").read_text(encoding="utf-8")


def document(results):
    """The whole document. `results` holds one dictionary for each database and size."""
    ordered = sorted(
        results,
        key=lambda result: (not result["database"].startswith("SQLite"), result["database"], result["size"]),
    )
    return WORDS.format(tables="\n\n".join(section(result) for result in ordered), connections=CONNECTIONS)


def section(result):
    """What was measured of one database and size."""
    hello = result["hello"]
    lines = [
        f"## {result['database']}, {result['size']:,} practices",
        "",
        *public_table(result),
        "",
        *[f"`{path}` does not exist yet: not measured." for path in result["missing"]],
        f"Hello world: {hello['ms']:.2f} ms, {hello['rate']:.0f} requests/s.",
        f"Memory of the workers after these requests: {' and '.join(f'{mb:.0f}' for mb in result['memory'])} MB (PSS).",
        f"From the start to the first list: {result['start']:.1f} s.",
        *registering_sentence(result.get("registering")),
        *export_sentence(result["export"]),
        f"{result['rounds']} rounds of {result['requests']} requests; wrk for {result['seconds']} seconds.",
        f"{result['cores']} cores, Python {result['python']}, {result['date']}.",
        "",
        *admin_table(result["admin"]),
        "",
        *panel_table(result.get("panels")),
    ]
    return "\n".join(lines)


def public_table(result):
    states = [state.name for state in STATES]
    headings = ["page", *states, "target", "published", "requests/s", "queries"]
    rows = [public_row(page, result["size"]) for page in result["pages"]]
    return markdown([*headings, "HTML kB", "CSS kB", "JS kB"], rows)


def public_row(page, size):
    target = target_of(page["name"], size)
    return [
        page["name"],
        *[state_cell(page["states"][state.name]) for state in STATES],
        f"{target:.3f}" if target else "",
        f"{page['published']:.1f}",
        f"{page['rate']:.0f}",
        str(page["queries"]),
        *["" if page[kind] is None else f"{page[kind] / 1000:.1f}" for kind in ("html", "css", "js")],
    ]


def state_cell(cost):
    return f"{cost['ms']:.2f} (**{cost['ratio']:.3f}**)" if cost else ""


def admin_table(screens):
    rows = [
        [screen["name"], f"{screen['cpu']:.0f}", f"{screen['ms']:.0f}", str(screen["queries"])]
        for screen in screens
    ]
    return markdown(["screen of the admin", "CPU ms", "ms", "queries"], rows)


def panel_table(panels):
    """The CPU time of each panel by role, the dearest first; a panel that a role does not have is empty."""
    if not panels:
        return []
    roles = sorted({role for costs in panels.values() for role in costs})
    ordered = sorted(panels.items(), key=lambda panel: -max(panel[1].values()))
    rows = [
        [name, *(f"{costs[role]:.1f}" if role in costs else "" for role in roles)] for name, costs in ordered
    ]
    return markdown(["panel of the start screen, CPU ms", *roles], rows)


def markdown(headings, rows):
    """The lines of a table: words in the first column, numbers in all others."""
    cells = [headings, ["---", *["--:"] * (len(headings) - 1)], *rows]
    return [f"| {' | '.join(row)} |" for row in cells]


def registering_sentence(cost):
    return [f"A form that registers somebody: {state_cell(cost)} ms of CPU."] if cost else []


def export_sentence(exported):
    if not exported:
        return []
    size = f"{exported['lines']:,} lines, {exported['bytes'] / 1e6:.0f} MB in {exported['seconds']:.0f} s"
    growth = f"the worker grew by {exported['growth']:.1f} MB (to {exported['memory']:.0f} MB)"
    return [f"Whole CSV export: {size}; {growth}."]


def target_of(name, size):
    target = TARGETS.get(name)
    return target / 2 if target and name == "filtered list" and size >= HALVED_AT else target

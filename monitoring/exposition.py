"""Metrics as Prometheus reads them (text format 0.0.4)."""

from .counters import BOUNDS, METHODS, RESULTS, STATUSES
from .kinds import KINDS

CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8"
PREFIX = "streekwijzer_"


def metric(name, kind, explanation, samples) -> str:
    """One metric; `samples` are pairs of labels and a value. Nothing without samples."""
    lines = [f"{PREFIX}{name}{labels_text(labels)} {number(value)}" for labels, value in samples]
    return "\n".join([*head(name, kind, explanation), *lines, ""]) if lines else ""


def head(name, kind, explanation):
    return [f"# HELP {PREFIX}{name} {explanation}", f"# TYPE {PREFIX}{name} {kind}"]


def labels_text(labels):
    pairs = ",".join(f'{name}="{escaped(value)}"' for name, value in labels.items())
    return f"{{{pairs}}}" if pairs else ""


def escaped(value):
    return str(value).replace("\\", r"\\").replace('"', r"\"").replace("\n", r"\n")


def number(value):
    return f"{value:.6f}".rstrip("0").rstrip(".")


def request_metrics(sums) -> str:
    """What `Counters.sums` gives. Combinations that never happened are left out."""
    requests = [
        ({"kind": kind, "method": method, "status": status}, value)
        for kind in KINDS
        for method in METHODS
        for status in STATUSES
        if (value := sums["requests", kind, method, status])
    ]
    running = [({"kind": kind}, max(0, sums["running", kind])) for kind in KINDS]
    results = [({"result": result}, sums["cache", result]) for result in RESULTS]
    return "".join(
        [
            metric("requests_total", "counter", "Requests answered.", requests),
            metric("requests_running", "gauge", "Requests being answered now.", running),
            metric("cache_requests_total", "counter", "What the response cache did with requests.", results),
            durations(sums),
        ]
    )


def durations(sums) -> str:
    name = "request_duration_seconds"
    lines = head(name, "histogram", "Seconds from a request to the end of its answer.")
    for kind in KINDS:
        total = 0
        for position, bound in enumerate((*BOUNDS, "+Inf")):
            total += sums["durations", kind, position]
            lines.append(f'{PREFIX}{name}_bucket{{kind="{kind}",le="{bound}"}} {number(total)}')
        lines.append(f'{PREFIX}{name}_sum{{kind="{kind}"}} {number(sums["seconds", kind])}')
        lines.append(f'{PREFIX}{name}_count{{kind="{kind}"}} {number(total)}')
    return "\n".join([*lines, ""])

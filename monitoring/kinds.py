"""The kind of thing that lives at an address: few words, so that nobody can make the metrics grow by asking."""

KINDS = (
    "page",
    "admin",
    "api",
    "dialect",
    "document",
    "embed",
    "export",
    "feed",
    "media",
    "operator",
    "search",
    "static",
)
BY_FIRST_PART = {
    "admin": "admin",
    "api": "api",
    "++api++": "dialect",
    "documents": "document",
    "oembed": "embed",
    "health": "operator",
    "media": "media",
    "metrics": "operator",
    "static": "static",
    "zoeken": "search",
}


def kind_of(path) -> str:
    if kind := BY_FIRST_PART.get(path[1:].partition("/")[0]):
        return kind
    name = path.rpartition("/")[2]
    if "." in name:
        return "export" if name.startswith("export.") else "feed"
    return "embed" if path.endswith("/insluiten/") else "page"

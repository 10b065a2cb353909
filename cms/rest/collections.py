"""The structured fields of each page type, as programs read them."""


def fields_of(page):
    """What everybody who may read this page may know of its own fields, ready for JSON."""
    return {}


def schema_of(model):
    """The schema of these fields, or None where a type has none."""
    return None

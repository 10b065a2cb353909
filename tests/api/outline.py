"""The document of the API as a list of lines, one for each operation, parameter and field; and what breaks a client.

`docs/api.md` says what may change within v1: more of everything. What goes, or gets another type, breaks.
"""

METHODS = {"get", "post", "put", "patch", "delete"}


def outline(document):
    """The document as sorted lines: what it is, a colon, and its type."""
    return [f"{key}: {kind}" for key, kind in sorted({**operations(document), **fields(document)}.items())]


def operations(document):
    lines = {}
    for path, methods in document["paths"].items():
        for method in METHODS & methods.keys():
            operation, name = methods[method], f"{method.upper()} {path}"
            lines[name] = f"{operation['operationId']}, {answers(operation)}"
            for parameter in operation.get("parameters", ()):
                needed = " (required)" if parameter.get("required") else ""
                lines[f"{name} {parameter['in']} {parameter['name']}"] = type_of(parameter["schema"]) + needed
    return lines


def answers(operation):
    """What each status gives, errors in one."""
    kinds = {}
    for status, response in sorted(operation["responses"].items()):
        (body,) = response.get("content", {"": {"schema": {}}}).values()
        kinds.setdefault(type_of(body["schema"]), []).append(status)
    return ", ".join(f"{'/'.join(statuses)} {kind}" for kind, statuses in kinds.items())


def fields(document):
    """A preview of a page has the fields of the page: only what differs gets a line."""
    schemas, lines = document["components"]["schemas"], {}
    for name, schema in schemas.items():
        if "properties" not in schema:
            lines[name] = type_of(schema)
            continue
        base = schemas.get(name.removesuffix("Preview"), {}) if name.endswith("Preview") else {}
        for field, part in schema["properties"].items():
            if base.get("properties", {}).get(field) != part:
                optional = "" if field in schema.get("required", ()) else " (optional)"
                lines[f"{name}.{field}"] = type_of(part) + optional
    return lines


def type_of(schema):
    """The type in words, alternatives apart by a bar: `[Theme]`, `string(uuid) | null`, `"a" | "b"`."""
    if "$ref" in schema:
        return schema["$ref"].rpartition("/")[2]
    for key in ("anyOf", "oneOf"):
        if key in schema:
            return " | ".join(sorted(type_of(part) for part in schema[key]))
    if "const" in schema:
        return f'"{schema["const"]}"'
    if "enum" in schema:
        return " | ".join(sorted(f'"{value}"' for value in schema["enum"]))
    if schema.get("type") == "array":
        return f"[{type_of(schema.get('items', {}))}]"
    return schema.get("type", "any") + (f"({schema['format']})" if "format" in schema else "")


def breaking_changes(before, after):
    """What of the new lines a client of the old ones stumbles over, in words. Additions are none of it."""
    old, new = (dict(line.split(": ", 1) for line in lines) for lines in (before, after))
    gone = [f"{key} is gone" for key in old.keys() - new.keys()]
    changed = [
        f"{key} was {old[key]}, and is {new[key]}" for key in old.keys() & new.keys() if breaks(key, old, new)
    ]
    needed = [f"{key} is needed now" for key in new.keys() - old.keys() if new[key].endswith(" (required)")]
    return sorted([*gone, *changed, *needed])


def breaks(key, old, new):
    """A parameter may take more than before; a field or an answer may hold less, and a closed list may grow."""
    before, after = set(old[key].split(" | ")), set(new[key].split(" | "))
    if " query " in key:
        return not before <= after
    added = after - before
    return bool(added) and not all(value.startswith('"') for value in before | after)

"""Read settings from the environment, and fail early with the variable's name."""

import os

from django.core.exceptions import ImproperlyConfigured

_REQUIRED = object()


def text(name: str, default=_REQUIRED) -> str:
    """The variable's value; without a default, a missing or empty one raises ImproperlyConfigured."""
    value = os.environ.get(name) or default
    if value is _REQUIRED:
        raise ImproperlyConfigured(f"Set the {name} environment variable.")
    return value


def flag(name: str, default: bool = False) -> bool:
    """True for 1, true, yes or on, in any case."""
    return text(name, str(default)).lower() in {"1", "true", "yes", "on"}


def number(name: str, default: int) -> int:
    """A whole number; anything else raises ImproperlyConfigured."""
    value = text(name, str(default))
    try:
        return int(value)
    except ValueError:
        raise ImproperlyConfigured(f"{name} must be a whole number, not {value!r}.") from None


def items(name: str, default=_REQUIRED) -> list[str]:
    """A comma-separated list, without empty entries."""
    return [item.strip() for item in text(name, default).split(",") if item.strip()]

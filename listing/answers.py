"""Answers above the results of the site search: a query may be a question that a kind of content answers by itself."""

from collections.abc import Callable
from typing import NamedTuple

_providers: list[Callable] = []


class Answer(NamedTuple):
    """What a template shows as its `answer`."""

    template: str
    content: object


def provide(provider) -> None:
    """Registers a function that takes a request and a query and gives an Answer or None; from `AppConfig.ready`.

    An answer shows what is listed only.
    """
    _providers.append(provider)


def answers_to(request, query) -> list[Answer]:
    """The answers of all providers to this query."""
    return [answer for provider in _providers if (answer := provider(request, query))]

"""Signal receivers: a document that is sent is counted, and each tick adds up what is due."""

from cms.signals.definitions import call_on_tick, document_sent

from . import summing
from .counting import count_download


def connect() -> None:
    """Connects all receivers; repeated calls connect each once."""
    call_on_tick(summing.sum_up)
    document_sent.connect(
        lambda document, request, response, **kwargs: count_download(document, request, response),
        weak=False,
        dispatch_uid="analytics.count_download",
    )

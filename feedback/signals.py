"""Signal receivers: what follows on each tick, on erasing somebody, and on a restore."""

from cms.signals.definitions import call_on_tick, person_erased, restored

from . import digests, retention


def connect() -> None:
    """Connects all receivers; repeated calls connect each once."""
    call_on_tick(digests.send_due, retention.forget_due)
    person_erased.connect(
        lambda names, addresses, **kwargs: retention.erase_mentions(names, addresses),
        weak=False,
        dispatch_uid="feedback.erase_mentions",
    )
    restored.connect(
        lambda since, logs, **kwargs: retention.erase_again(since, logs),
        weak=False,
        dispatch_uid="feedback.erase_again",
    )

"""Signals for the rooms above, which `cms` must not import."""

from django.dispatch import Signal

# Sent once a minute, after `tick` has done its own work.
ticked = Signal()
# Sent when the content of the pages with the keys in `pages` changed without publishing.
rewritten = Signal()
# Sent in the transaction that erases somebody of a platform: `names` and `addresses` are what this person is found by,
# `key` is the number of the row that is gone.
person_erased = Signal()
# Sent when deleted pages were put back, in their transaction: `root` is the topmost one, as it is stored.
put_back = Signal()
# Sent after a `document` was found for a `request`, with the `response` that sends it, or part of it.
document_sent = Signal()
# Sent when a backup was restored, in its transaction: `since` is when it was made, `logs` the logs of erasures.
restored = Signal()
# Sent when all rows were copied to another database, in its transaction: `using` is its alias. Numbers count on there
# from the highest row of each table.
copied = Signal()


def call_on_tick(*actions) -> None:
    """Has each of these functions called at each tick, each by itself; repeated calls connect each once."""
    for action in actions:
        name = f"{action.__module__}.{action.__name__}"
        ticked.connect(receiver_of(action), weak=False, dispatch_uid=name)


def receiver_of(action):
    """A receiver that carries the module of the action: `tick` names what failed by it."""

    def receiver(**kwargs):
        action()

    receiver.__module__ = action.__module__
    return receiver

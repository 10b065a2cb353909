"""Signals for the rooms above, which `cms` must not import."""

from django.dispatch import Signal

# Sent once a minute, after `tick` has done its own work.
ticked = Signal()
# Sent when the content of the pages with the keys in `pages` changed without publishing.
rewritten = Signal()
# Sent in the transaction that erases somebody of a platform: `names` and `addresses` are what this person is found by.
person_erased = Signal()
# Sent when a backup was restored, in its transaction: `since` is when it was made, `logs` the logs of erasures.
restored = Signal()


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

"""Signal receivers: what follows on a publication, on each tick, and on a restore."""

from wagtail.signals import page_published

from cms.signals.definitions import restored, ticked

from . import announcements, outcomes, reminders, retention, telling


def note_publication(sender, instance, **kwargs) -> None:
    if hasattr(instance, "registration_terms"):
        announcements.note_publication(instance)


# Each by itself, so that one that fails holds up no other.
ON_TICK = (outcomes.note, reminders.send_due, telling.send_due, retention.forget_due)


def connect() -> None:
    """Connects all receivers; repeated calls connect each once."""
    page_published.connect(note_publication, dispatch_uid="registrations.note_publication")
    for action in ON_TICK:
        name = f"registrations.{action.__module__}.{action.__name__}"
        ticked.connect(on_tick(action), weak=False, dispatch_uid=name)
    restored.connect(
        lambda since, logs, **kwargs: retention.erase_again(since, logs),
        weak=False,
        dispatch_uid="registrations.erase_again",
    )


def on_tick(action):
    """A receiver that carries the module of the action: `tick` names what failed by it."""

    def receiver(**kwargs):
        action()

    receiver.__module__ = action.__module__
    return receiver

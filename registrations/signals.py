"""Signal receivers: what follows on a publication, on each tick, and on a restore."""

from wagtail.signals import page_published

from cms.signals.definitions import call_on_tick, restored

from . import announcements, outcomes, reminders, retention, telling


def note_publication(sender, instance, **kwargs) -> None:
    if hasattr(instance, "registration_terms"):
        announcements.note_publication(instance)


# Each by itself, so that one that fails holds up no other.
ON_TICK = (outcomes.note, reminders.send_due, telling.send_due, retention.forget_due)


def connect() -> None:
    """Connects all receivers; repeated calls connect each once."""
    page_published.connect(note_publication, dispatch_uid="registrations.note_publication")
    call_on_tick(*ON_TICK)
    restored.connect(
        lambda since, logs, **kwargs: retention.erase_again(since, logs),
        weak=False,
        dispatch_uid="registrations.erase_again",
    )

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ModerationConfig(AppConfig):
    """The app of reviews: who decides on a page, and who hears of it."""

    name = "moderation"
    verbose_name = _("Moderation")

    def ready(self) -> None:
        """Connects the signal receivers before those of Wagtail's admin, which stands later in INSTALLED_APPS."""
        from wagtail import workflows

        from . import signals
        from .models import ReviewTask

        signals.connect()
        # Wagtail has no setting for the types of steps: its own, without substitutes, would be offered beside ours.
        workflows.TASK_TYPES[:] = [ReviewTask]

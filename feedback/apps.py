from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class FeedbackConfig(AppConfig):
    """The app that hears from readers whether a page is useful, and what is not right."""

    name = "feedback"
    verbose_name = _("Feedback")

    def ready(self) -> None:
        """Connects the signal receivers."""
        from . import signals

        signals.connect()

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PeriodicReviewConfig(AppConfig):
    """The app that keeps whose a page is, and asks in time whether it is still true."""

    name = "periodic_review"
    verbose_name = _("Periodic review")

    def ready(self) -> None:
        """Connects the signal receivers."""
        from . import signals

        signals.connect()

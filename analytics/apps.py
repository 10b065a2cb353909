from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AnalyticsConfig(AppConfig):
    """The app that counts downloads, and sums up what readers did."""

    name = "analytics"
    verbose_name = _("What readers did")

    def ready(self) -> None:
        """Connects the signal receivers."""
        from . import signals

        signals.connect()

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ContentChecksConfig(AppConfig):
    """The app that reads pages once more before readers do."""

    name = "content_checks"
    verbose_name = _("Content checks")

    def ready(self) -> None:
        """Connects the signal receivers."""
        from . import signals

        signals.connect()

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class InternalLinksConfig(AppConfig):
    """The app that finds links inside the site that lead nowhere."""

    name = "internal_links"
    verbose_name = _("Links inside the site")

    def ready(self) -> None:
        """Connects the signal receivers."""
        from . import signals

        signals.connect()

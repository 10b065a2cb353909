from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class LinkCheckConfig(AppConfig):
    """The app that looks whether the addresses elsewhere, to which pages link, still work."""

    name = "link_check"
    verbose_name = _("Links to elsewhere")

    def ready(self) -> None:
        """Connects the signal receivers."""
        from . import signals

        signals.connect()

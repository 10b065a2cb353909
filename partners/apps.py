"""App configuration."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PartnersConfig(AppConfig):
    """The app that publishes lists to other sites and programs."""

    name = "partners"
    verbose_name = _("Partners")

    def ready(self) -> None:
        """Connects the signal receivers that keep the `Syndicated` rows up to date."""
        from . import signals

        signals.connect()

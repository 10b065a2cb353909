from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class RegistrationsConfig(AppConfig):
    """The app that registers people for events and trajectories."""

    name = "registrations"
    verbose_name = _("Registrations")

    def ready(self) -> None:
        """Connects the signal receivers."""
        from . import signals

        signals.connect()

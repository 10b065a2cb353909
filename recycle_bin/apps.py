from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class RecycleBinConfig(AppConfig):
    """The app that keeps what was deleted, and puts it back.

    In INSTALLED_APPS it stands after `cms`, whose receivers look at files first, and before all others: they change
    what is being deleted.
    """

    name = "recycle_bin"
    verbose_name = _("Recycle bin")

    def ready(self) -> None:
        """Connects the signal receivers."""
        from . import signals

        signals.connect()

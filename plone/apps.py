from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PloneConfig(AppConfig):
    name = "plone"
    verbose_name = _("Plone REST dialect")

    def ready(self):
        from . import endpoints  # noqa: F401 - registers those in it

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CmsConfig(AppConfig):
    name = "cms"
    verbose_name = _("Shared content")

    def ready(self):
        """Our policies have to be known before anybody asks Wagtail for one; lists hear of every change."""
        from wagtail.permissions import register_permission_policy

        from . import signals
        from .models import Municipality, Person, Region
        from .permissions import PersonPermissionPolicy, ReadOnlyPermissionPolicy

        register_permission_policy(Person, PersonPermissionPolicy(Person))
        for model in (Municipality, Region):
            register_permission_policy(model, ReadOnlyPermissionPolicy(model))
        signals.connect()

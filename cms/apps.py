from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from monitoring import error_reports


class CmsConfig(AppConfig):
    name = "cms"
    verbose_name = _("Shared content")

    def ready(self):
        """Registers permission policies before Wagtail looks one up, and connects signals."""
        from wagtail.models import Page
        from wagtail.permissions import register_permission_policy

        from . import headers, signals, sqlite
        from .models import (
            CustomDocument,
            CustomImage,
            LegalReference,
            Municipality,
            Organisation,
            Person,
            Region,
        )
        from .permissions import (
            FilePermissionPolicy,
            PagePolicy,
            PersonPermissionPolicy,
            ReadOnlyPermissionPolicy,
            SharedTermPermissionPolicy,
        )

        register_permission_policy(Page, PagePolicy(Page))
        register_permission_policy(Person, PersonPermissionPolicy(Person))
        for model in (Organisation, LegalReference):
            register_permission_policy(model, SharedTermPermissionPolicy(model))
        for model, label in ((CustomImage, "wagtailimages.Image"), (CustomDocument, "wagtaildocs.Document")):
            policy = FilePermissionPolicy(model, auth_model=label, owner_field_name="uploaded_by_user")
            # Wagtail's apps register theirs later, for the class and its subclasses.
            register_permission_policy(model, policy, exact_class=True)
        for model in (Municipality, Region):
            register_permission_policy(model, ReadOnlyPermissionPolicy(model))
        signals.connect()
        headers.connect()
        sqlite.connect()
        report_errors()


def report_errors():
    """Starts reporting errors, if SENTRY_DSN is set."""
    from django.conf import settings

    from .env import CannotStart
    from .release import version

    if settings.SENTRY_DSN:
        try:
            error_reports.start(settings.SENTRY_DSN, f"streekwijzer@{version(settings.BASE_DIR)}")
        except ImportError:
            sentence = (
                "SENTRY_DSN is set, but not the package it needs: pip install sentry-sdk, or leave it empty."
            )
            raise CannotStart(sentence) from None

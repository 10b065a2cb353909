"""Words that mails and screens share."""

from django.utils.translation import gettext as _
from wagtail.admin.utils import get_user_display_name


def name_of(user) -> str:
    """The name of somebody who acted; of an account that is gone, something that reads as one."""
    return get_user_display_name(user) if user else _("Somebody who has no account any more")

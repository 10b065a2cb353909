"""What a client wants to know of the site before it shows anything."""

from django.conf import settings

from ..serializers import root_title
from .registry import endpoint


@endpoint("@site", is_of_site=True)
def site(asked, page, rest):
    return {
        "@id": f"{asked.origin}/@site",
        "plone.site_title": root_title(asked),
        "plone.site_logo": None,
        "plone.robots_txt": None,
        "plone.default_language": settings.LANGUAGE_CODE,
        "plone.available_languages": [code for code, _name in settings.LANGUAGES],
        "plone.portal_timezone": settings.TIME_ZONE,
        "features": {
            "filter_aliases_by_date": False,
            "multilingual": len(settings.LANGUAGES) > 1,
            "use_email_as_login": True,
        },
    }

"""The settings of the site."""

from django.conf import settings

from cms.views.crawlers import RULES

from ..pictures import SCALES
from ..registry import endpoint
from ..serializers import site_title

# The front end that reads it puts its own address in the place of `{portal_url}`, and has a sitemap of its own.
ROBOTS = "\n".join([*RULES, "", "Sitemap: {portal_url}/sitemap-index.xml", ""])


@endpoint("@site", is_site_wide=True)
def site(context, page, rest):
    return {
        "@id": f"{context.origin}/@site",
        "plone.site_title": site_title(context),
        "plone.site_logo": None,
        "plone.robots_txt": ROBOTS,
        "plone.allowed_sizes": [f"{name} {width}:65536" for name, width in SCALES.items()],
        "plone.default_language": settings.LANGUAGE_CODE,
        "plone.available_languages": [code for code, _name in settings.LANGUAGES],
        "plone.portal_timezone": settings.TIME_ZONE,
        "features": {
            "filter_aliases_by_date": False,
            "multilingual": len(settings.LANGUAGES) > 1,
            "use_email_as_login": True,
        },
    }

"""Tag URIs (RFC 4151): ids that survive a move of the page and a change of the site's host name."""

from django.conf import settings


def tag_uri(name) -> str:
    """The tag URI of a name. The authority is the setting TAG_AUTHORITY and not the host name, which may change."""
    return f"tag:{settings.TAG_AUTHORITY}:{name}"


def page_tag_uri(permanent_id) -> str:
    """The id of a page in feeds. `permanent_id` is a UUID, with or without `urn:uuid:` before it."""
    return tag_uri(permanent_id.removeprefix("urn:uuid:"))

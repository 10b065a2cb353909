"""Ids that stay the same when a page moves, when the site gets another name, and in every format."""

from django.conf import settings


def tag_of(name):
    """A tag URI (RFC 4151): the authority comes from the settings, not from the address of the day."""
    return f"tag:{settings.TAG_AUTHORITY}:{name}"


def tag_of_page(permanent_id):
    """The id of a page in feeds, from `as_entry().id`."""
    return tag_of(permanent_id.removeprefix("urn:uuid:"))

"""Rich text handlers: how stored links and embeds are shown to readers."""

from html import escape

from wagtail.documents.rich_text import DocumentLinkHandler
from wagtail.embeds.rich_text import MediaEmbedHandler
from wagtail.images.rich_text import ImageEmbedHandler
from wagtail.models import Page
from wagtail.rich_text.pages import PageLinkHandler

from cms.querysets import listed
from rich_text.cleaning import is_key


class ValidKeysMixin:
    """Mixin for a handler: an id that is not a number leads nowhere, instead of raising."""

    @classmethod
    def get_many(cls, attrs_list):
        keys = [attrs.get("id", "") for attrs in attrs_list]
        return super().get_many([{"id": key if is_key(key) else None} for key in keys])

    @classmethod
    def extract_references(cls, attrs):
        return super().extract_references(attrs) if is_key(attrs.get("id", "")) else ()


class PublicPageLinkHandler(ValidKeysMixin, PageLinkHandler):
    """A link to a page that is not listed, or is deleted, shows its text without a link."""

    @classmethod
    def get_many(cls, attrs_list):
        pages = super().get_many(attrs_list)
        listed_pages = listed(Page.objects.filter(pk__in=[page.pk for page in pages if page]))
        listed_keys = set(listed_pages.values_list("pk", flat=True))
        return [page if page and page.pk in listed_keys else None for page in pages]


class PublicDocumentLinkHandler(ValidKeysMixin, DocumentLinkHandler):
    """A link to a document that is not public shows its text without a link."""

    @classmethod
    def get_many(cls, attrs_list):
        documents = super().get_many(attrs_list)
        return [document if document and document.is_public else None for document in documents]


class EmbedAsLinkHandler(MediaEmbedHandler):
    """An embed in an old text becomes a link: Wagtail's handler asks the other site and loads its frame unasked."""

    @staticmethod
    def expand_db_attributes(attrs):
        return f'<embed url="{escape(attrs.get("url", ""))}"/>'


class ImageAsTextHandler(ValidKeysMixin, ImageEmbedHandler):
    """A picture in an old text becomes its alternative text: only a picture block shows a credit."""

    @classmethod
    def expand_db_attributes_many(cls, attrs_list):
        return [f'<embed alt="{escape(attrs.get("alt", ""))}"/>' for attrs in attrs_list]

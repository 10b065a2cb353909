"""What Wagtail's v3 API has no setting for, and is replaced in its modules."""

from wagtail.api.rich_text import APIRichText
from wagtail.documents.api.v3 import router as documents
from wagtail.images.api.v3 import router as images

from cms.permissions import choosable
from rich_text import TEXT_FEATURES, clean


def apply() -> None:
    shows_choosable(images, "get_images_queryset", images.Image)
    shows_choosable(documents, "get_documents_queryset", documents.Document)
    keeps_words(APIRichText)


def shows_choosable(router, name, model):
    """Files of other teams are not shown; v3 has no setting for it, and reads this name when it is asked."""
    all_files = getattr(router, name)

    def files(request):
        return all_files(request).filter(pk__in=choosable(model, request.user).values("pk"))

    setattr(router, name, files)


def keeps_words(text):
    """Wagtail drops a tag that a field does not offer, and glues the words on both sides of it together.

    Its report of what was dropped stays. What is stored is read with the same eye: a tag left open is a 500 to it.
    """
    report, serialize = text.sanitize_db_html, text.serialize

    def sanitize(content, *, features=None):
        return clean(content, features or TEXT_FEATURES), report(content, features=features)[1]

    def read(value, *, format, features=None):  # noqa: A002 - Wagtail's name
        value = value and clean(value, features or TEXT_FEATURES)
        return serialize(value, format=format, features=features)

    text.sanitize_db_html, text.serialize = staticmethod(sanitize), staticmethod(read)

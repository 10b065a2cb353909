"""What is wrong with pages, documents and pictures that are linked to, by key: a few queries for any number."""

from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.models import Page

from cms.models.media import private_collections
from cms.querysets import is_listed, reachable

from .models import BrokenLink

Kind, Reason = BrokenLink.Kind, BrokenLink.Reason


def problems(links) -> dict[tuple, str]:
    """The reason by kind and key, of those links that lead to nothing that everybody may see."""
    keys = {kind: {link.target for link in links if link.kind == kind} for kind in Kind}
    return {
        **by_key(Kind.PAGE, keys[Kind.PAGE], page_problem),
        **by_key(Kind.DOCUMENT, keys[Kind.DOCUMENT], document_problem),
        **by_key(Kind.PICTURE, keys[Kind.PICTURE], picture_problem),
    }


def by_key(kind, keys, problem_of):
    reasons = problem_of({int(key) for key in keys}) if keys else {}
    return {(kind, str(key)): reason for key, reason in reasons.items()}


def page_problem(keys):
    pages = Page.objects.filter(pk__in=keys)
    there = set(pages.values_list("pk", flat=True))
    online = set(reachable(pages).values_list("pk", flat=True))
    public = set(pages.filter(is_listed()).values_list("pk", flat=True))
    return {
        **dict.fromkeys(keys - there, Reason.GONE),
        **dict.fromkeys(there - online, Reason.OFFLINE),
        **dict.fromkeys(online - public, Reason.PRIVATE),
    }


def document_problem(keys):
    documents = dict(get_document_model().objects.filter(pk__in=keys).values_list("pk", "collection_id"))
    private = private_collections()
    return {
        **dict.fromkeys(keys - documents.keys(), Reason.GONE),
        **{key: Reason.PRIVATE for key, collection in documents.items() if collection in private},
    }


def picture_problem(keys):
    """The sizes that pages show are public, also of a private picture."""
    there = get_image_model().objects.filter(pk__in=keys).values_list("pk", flat=True)
    return dict.fromkeys(keys - set(there), Reason.GONE)

"""Vocabularies. Each is a function from the request to `(token, title)` pairs."""

from django.conf import settings
from django.db.models import Exists, OuterRef

from cms.models import Method, Municipality, PageTag, Region, TargetGroup, Theme
from cms.references import public_terms
from plone.batching import MOST_SUMMARIES, Batch

from ..errors import not_found
from ..registry import endpoint
from ..states import PUBLISHED, TITLES
from ..types import ROOT, models_by_type, type_title

LONGEST_TITLE = 100


def all_terms(model):
    """All terms by slug, for vocabularies that editors can't extend."""
    return lambda context: model.objects.order_by("name", "pk").values_list("slug", "name")


def terms_in_use(model):
    """The same for vocabularies that editors extend: anonymous readers get the terms on public pages only."""
    return lambda context: visible_terms(context, model).order_by("name", "pk").values_list("slug", "name")


def visible_terms(context, model):
    return model.objects.all() if context.user else public_terms(model)


def keywords(context):
    """The names of visible themes, and of keywords on visible pages."""
    on_page = Exists(context.visible_pages.filter(pk=OuterRef("content_object_id")))
    tags = PageTag.objects.filter(on_page).values_list("tag__name", flat=True)
    names = {*tags, *visible_terms(context, Theme).values_list("name", flat=True)}
    return [(name, name) for name in sorted(names, key=str.casefold)]


def types(context):
    return [
        (name, type_title(models[0])) for name, models in sorted(models_by_type().items()) if name != ROOT
    ]


def states(context):
    """All review states; anonymous readers only see published pages."""
    return [(name, str(title)) for name, title in TITLES.items() if context.user or name == PUBLISHED]


def languages(context):
    return [(code, str(name)) for code, name in settings.LANGUAGES]


VOCABULARIES = {
    "plone.app.vocabularies.Keywords": keywords,
    "plone.app.vocabularies.PortalTypes": types,
    "plone.app.vocabularies.ReallyUserFriendlyTypes": types,
    "plone.app.vocabularies.UserFriendlyTypes": types,
    "plone.app.vocabularies.WorkflowStates": states,
    "plone.app.vocabularies.AvailableContentLanguages": languages,
    "plone.app.vocabularies.SupportedContentLanguages": languages,
    "streekwijzer.Methods": terms_in_use(Method),
    "streekwijzer.Municipalities": all_terms(Municipality),
    "streekwijzer.Regions": all_terms(Region),
    "streekwijzer.TargetGroups": terms_in_use(TargetGroup),
    "streekwijzer.Themes": terms_in_use(Theme),
}


@endpoint("@vocabularies", is_site_wide=True)
def vocabularies(context, page, rest):
    """All vocabularies; `@vocabularies/<name>` its terms, filtered by `title` (substring) or `token`.

    The size -1 asks for all, as forms do.
    """
    address = f"{context.origin}/@vocabularies"
    if not rest:
        return [{"@id": f"{address}/{name}", "title": name} for name in VOCABULARIES]
    if rest[0] not in VOCABULARIES:
        raise not_found()
    terms = filter_terms(context, VOCABULARIES[rest[0]](context))
    batch = Batch(context, most=MOST_SUMMARIES, may_ask_all=True)
    items = [{"token": token, "title": title} for token, title in batch.slice(terms)]
    return batch.payload(items, len(terms), address=f"{address}/{rest[0]}")


def filter_terms(context, terms):
    title_part = context.params.get("title", "")[:LONGEST_TITLE].casefold()
    tokens = {*context.params.getlist("token"), *context.params.getlist("tokens")}
    return [
        (token, title)
        for token, title in terms
        if title_part in title.casefold() and (not tokens or token in tokens)
    ]

"""Lists of words to choose from. Each is a function that gives `(token, title)` pairs."""

from django.conf import settings
from django.db.models import Exists, OuterRef

from cms.models import Municipality, PageTag, Region, TargetGroup, Theme

from ..batches import Batch
from ..errors import not_found
from ..states import PUBLISHED, TITLES
from ..types import ROOT, models_by_type, title_of
from .registry import endpoint

LONGEST_TITLE = 100


def words(model, label="name"):
    """All words of a closed list, by their slug."""
    return lambda asked: model.objects.order_by(label, "pk").values_list("slug", label)


def keywords(asked):
    """Themes and keywords that stand on a page which whoever asks may know."""
    on_page = Exists(asked.known.filter(pk=OuterRef("content_object_id")))
    tags = PageTag.objects.filter(on_page).values_list("tag__name", flat=True)
    names = {*tags, *Theme.objects.values_list("name", flat=True)}
    return [(name, name) for name in sorted(names, key=str.casefold)]


def types(asked):
    return [(name, title_of(models[0])) for name, models in sorted(models_by_type().items()) if name != ROOT]


def states(asked):
    """Who does not sign in meets one of them only."""
    return [(name, str(title)) for name, title in TITLES.items() if asked.user or name == PUBLISHED]


def languages(asked):
    return [(code, str(name)) for code, name in settings.LANGUAGES]


VOCABULARIES = {
    "plone.app.vocabularies.Keywords": keywords,
    "plone.app.vocabularies.PortalTypes": types,
    "plone.app.vocabularies.ReallyUserFriendlyTypes": types,
    "plone.app.vocabularies.UserFriendlyTypes": types,
    "plone.app.vocabularies.WorkflowStates": states,
    "plone.app.vocabularies.AvailableContentLanguages": languages,
    "plone.app.vocabularies.SupportedContentLanguages": languages,
    "streekwijzer.Municipalities": words(Municipality),
    "streekwijzer.Regions": words(Region),
    "streekwijzer.TargetGroups": words(TargetGroup),
    "streekwijzer.Themes": words(Theme),
}


@endpoint("@vocabularies", is_of_site=True)
def vocabularies(asked, page, rest):
    """Which there are; after a name its words: all, those with `title` in theirs, or those with these tokens."""
    address = f"{asked.origin}/@vocabularies"
    if not rest:
        return [{"@id": f"{address}/{name}", "title": name} for name in VOCABULARIES]
    if rest[0] not in VOCABULARIES:
        raise not_found()
    found = chosen(asked, VOCABULARIES[rest[0]](asked))
    batch = Batch(asked)
    # Clients that ask for all words ask for -1.
    items = [{"token": token, "title": title} for token, title in batch.cut(found)]
    return batch.told(items, len(found), address=f"{address}/{rest[0]}")


def chosen(asked, pairs):
    part = asked.params.get("title", "")[:LONGEST_TITLE].casefold()
    tokens = {*asked.params.getlist("token"), *asked.params.getlist("tokens")}
    return [
        (token, title)
        for token, title in pairs
        if part in title.casefold() and (not tokens or token in tokens)
    ]

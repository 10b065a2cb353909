"""A page in full, with what is in it and what else may come along."""

from django.utils.translation import gettext as _
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Page

from ..batches import Batch
from ..conditions import uid_of
from ..errors import MovedError, forbidden, not_found, unauthorized
from ..results import is_asked_in_full
from ..serializers import beside, contents, in_full, loaded, summaries, summary
from ..states import stamp, state_of
from ..types import is_folderish, model_of
from .registry import endpoint, expandable


@endpoint("")
def page_itself(asked, page, rest):
    found = in_full(asked, loaded([page]) if page.live else [newest_draft(page)])
    if not found:
        raise not_found()
    told = found[0] | beside(asked, page)
    if is_folderish(model_of(page)):
        told |= items_in(asked, page)
    return told | {"@components": components(asked, page)}


def newest_draft(page):
    """What an editor sees of a page that is not public: Wagtail keeps it in the last revision alone."""
    draft = page.specific.get_latest_revision_as_object()
    draft.review_state = state_of(page)
    return draft


def items_in(asked, page):
    """A part of what is in a folder. Batches lead on from the address that was asked."""
    batch, keys = Batch(asked), asked.keys_below(page.path)
    part = asked.pages_with(batch.cut(keys))
    in_full = is_asked_in_full(asked.params)
    items = (
        contents(asked, part) if in_full else summaries(asked, part, asked.params.getlist("metadata_fields"))
    )
    return batch.told(items, len(keys), address=asked.id_of(page))


def components(asked, page):
    """Where else to ask about this page; what `expand` names is told at once."""
    named = {name.strip() for value in asked.params.getlist("expand") for name in value.split(",")}
    found = {}
    for name, answer in sorted(expandable.items()):
        if name in named:
            found[name] = answer(asked, page, [])
        else:
            found[name] = {"@id": f"{asked.id_of(page)}/@{name}"}
    return found


@endpoint("resolveuid", is_kept=False)
def resolve_uid(asked, page, rest):
    """The way from the id that lasts to where the page is now."""
    uid = uid_of(rest[0]) if rest else None
    found = asked.known.filter(translation_key=uid).order_by("path").first() if uid else None
    if found is None:
        raise not_found()
    raise MovedError(asked.way_to(found, "/".join(rest[1:])), 301)


@endpoint("@aliases", is_kept=False)
def aliases(asked, page, rest):
    """The old addresses of a page; of the site, all that lead to a page. For who works on them."""
    if not asked.user:
        raise unauthorized(_("Sign in to see this."))
    if not page.specific.permissions_for_user(asked.user).can_edit():
        raise forbidden()
    leading = asked.known if page.path == asked.root.path else Page.objects.filter(pk=page.pk)
    found = Redirect.get_for_site(asked.site).filter(redirect_page__in=leading.values("pk"))
    batch = Batch(asked)
    part = batch.cut(found.select_related("redirect_page").order_by("old_path", "pk"))
    items = [alias(asked, redirect) for redirect in part]
    return batch.told(items, found.count(), address=f"{asked.id_of(page)}/@aliases")


def alias(asked, redirect):
    return {
        "path": redirect.old_path,
        "redirect-to": asked.id_of(redirect.redirect_page).removeprefix(asked.origin) or "/",
        "manual": not redirect.automatically_created,
        "datetime": stamp(redirect.created_at),
    }


@endpoint("@translations", expands=True)
def translations(asked, page, rest):
    """The same page in other languages, as far as whoever asks may know them."""
    others = asked.known.filter(translation_key=page.translation_key).exclude(pk=page.pk)
    items = [
        {"@id": asked.id_of(other), "language": other.locale.language_code}
        for other in others.select_related("locale")
    ]
    home = summary(asked, asked.root)["@id"]
    return {
        "@id": f"{asked.id_of(page)}/@translations",
        "items": items,
        "root": {page.locale.language_code: home},
    }

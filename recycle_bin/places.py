"""Where deleted pages go back to, and with which address."""

from django.db.models import F
from django.utils.translation import gettext as _
from wagtail.models import Page

from cms.depth import too_deep_message
from cms.permissions import may_create
from cms.querysets import DEEPEST
from cms.slugs import free_slug

from .rows import model_of


class NotPutBackError(Exception):
    """It can't be put back like this. The message is a sentence for who tried."""


class PlaceGoneError(NotPutBackError):
    """The page below which it was is not there any more: another place is needed."""


class AddressTakenError(NotPutBackError):
    """Another page has its address by now; `free` is a slug that is not taken."""

    def __init__(self, message, free):
        super().__init__(message)
        self.free = free


class Place:
    """A parent for pages that are put back, which are the contents of kept rows of `Page`, the topmost first."""

    def __init__(self, parent, pages, slug=""):
        # Nobody else adds a page below it until this transaction ends.
        self.parent = Page.objects.select_for_update().get(pk=parent.pk)
        self.pages, self.root = pages, pages[0]
        self.slug = slug or self.root["slug"]

    def check(self, model, user) -> None:
        """Raises NotPutBackError, with the reason, where this user can't put the pages back here."""
        parent = self.parent.specific
        permissions = parent.permissions_for_user(user)
        if not model.can_create_at(parent):
            raise NotPutBackError(_("Such a page can't stand there. Choose another place."))
        if not permissions.can_add_subpage() or not may_create(model, user):
            raise NotPutBackError(_("You may not add pages there. Ask the reviewers to put it back."))
        if any(page["live"] for page in self.pages) and not permissions.can_publish_subpage():
            raise NotPutBackError(
                _("It was online, and you may not publish there. Ask the reviewers to put it back.")
            )
        levels = max(page["depth"] for page in self.pages) - self.root["depth"]
        if parent.depth + 1 + levels > DEEPEST:
            raise NotPutBackError(too_deep_message())
        self.check_address()

    def check_address(self):
        if not Page._slug_is_available(self.slug, self.parent):
            message = _(
                "Another page has the address “%(slug)s” there by now. Put it back under another one."
            )
            raise AddressTakenError(message % {"slug": self.slug}, free_slug(self.slug, self.parent))

    def take(self) -> None:
        """Writes the new place into the contents, and counts the page below its parent."""
        before = dict(self.root)
        path, address = self.free_path(), f"{self.parent.url_path}{self.slug}/"
        self.root["slug"] = self.slug
        depth = self.parent.depth + 1 - before["depth"]
        for page in self.pages:
            page["path"] = path + page["path"][len(before["path"]) :]
            page["url_path"] = address + page["url_path"][len(before["url_path"]) :]
            page["depth"] += depth
        count_children(self.pages)
        Page.objects.filter(pk=self.parent.pk).update(numchild=F("numchild") + 1)

    def free_path(self) -> str:
        """Its own path where that is still free, so that it stands again where it was; else the last."""
        own = self.root["path"]
        is_here = own[: -Page.steplen] == self.parent.path
        if is_here and not Page.objects.filter(path__startswith=own).exists():
            return own
        last = self.parent.get_last_child()
        return last._inc_path() if last else Page._get_path(self.parent.path, self.parent.depth + 1, 1)


def count_children(pages) -> None:
    """The numbers of children as they are among these: one of them may have been put back by itself before."""
    by_path = {page["path"]: page for page in pages}
    for page in pages:
        page["numchild"] = 0
    for page in pages:
        if parent := by_path.get(page["path"][: -Page.steplen]):
            parent["numchild"] += 1


def old_parent(deletion) -> Page | None:
    """The page below which it was; None if that is gone."""
    keys = deletion.keys_above
    return Page.objects.filter(pk=keys[-1]).first() if keys else None


def place_to_propose(deletion, model) -> Page | None:
    """The nearest page that is still there of those above it, where such a page can stand."""
    pages = Page.objects.in_bulk(deletion.keys_above)
    above = [pages[key] for key in reversed(deletion.keys_above) if key in pages]
    allowed = tuple(model.allowed_parent_page_models())
    return next((page for page in above if issubclass(page.specific_class, allowed)), None)


def page_class_of(label):
    """The page type of a kept page. Raises NotPutBackError if a later release has it no more."""
    if model := model_of(label):
        return model
    raise NotPutBackError(_("This kind of content does not exist any more."))

"""One entry of the bin, and what can be done with it: look inside, put back, delete for good, undo."""

from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.generic import FormView, TemplateView, View
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.models import Page, Revision

from cms.permissions import is_reviewer

from .forgetting import purge
from .forms import PlaceForm
from .lists import deleter
from .models import Deletion, UndoableAct
from .places import AddressTakenError, NotPutBackError, PlaceGoneError, old_parent, place_to_propose
from .restoring import KeptRows, class_of, put_back_entry, put_back_pages
from .undoing import undo

MOST_PAGES = 200


class OfEntry(WagtailAdminTemplateMixin):
    """A screen about one entry (`pk`); 404 for who may not see it."""

    header_icon = "bin"

    def setup(self, request, *args, **kwargs):
        super().setup(request, *args, **kwargs)
        own = Deletion.objects.for_user(request.user).select_related("deleted_by")
        self.deletion = get_object_or_404(own, pk=kwargs["pk"])

    def get_breadcrumbs_items(self):
        return [
            *WagtailAdminTemplateMixin.breadcrumbs_items,
            {"url": reverse("recycle_bin"), "label": _("Recycle bin")},
            {"url": "", "label": self.deletion.title},
        ]

    def get_context_data(self, **kwargs):
        return super().get_context_data(deletion=self.deletion, **kwargs)


class Entry(OfEntry, TemplateView):
    """What is in it, as far as a few lines say it. Nothing can be edited here."""

    page_title = gettext_lazy("In the recycle bin")
    template_name = "recycle_bin/admin/entry.html"

    def get_context_data(self, **kwargs):
        pages = [row.content for row in self.page_rows()]
        return super().get_context_data(
            root=pages[0] if pages else None,
            pages=pages[1 : MOST_PAGES + 1],
            more=max(0, len(pages) - 1 - MOST_PAGES),
            deleter=deleter(self.deletion),
            is_parent_gone=self.deletion.kind == Deletion.Kind.PAGE and old_parent(self.deletion) is None,
            may_purge=is_reviewer(self.request.user),
            **kwargs,
        )

    def page_rows(self):
        rows = self.deletion.rows.filter(model="wagtailcore.page")
        return sorted(rows, key=lambda row: row.content["path"])


class PutBack(OfEntry, FormView):
    """Puts it back by POST: where it was, or as the form says; `page` is the key of one page inside."""

    page_title = gettext_lazy("Put back")
    template_name = "recycle_bin/admin/put_back.html"
    form_class = PlaceForm

    def dispatch(self, request, *args, **kwargs):
        self.key = request.POST.get("page") or request.GET.get("page") or self.deletion.object_key
        if self.deletion.kind != Deletion.Kind.PAGE:
            return (
                self.put_back_other()
                if request.method == "POST"
                else redirect("recycle_bin_entry", self.deletion.pk)
            )
        try:
            self.rows = KeptRows(self.deletion).subtree(self.key)
            self.page_class = class_of(self.rows[0])
        except NotPutBackError as error:
            messages.error(request, str(error))
            return redirect("recycle_bin_entry", self.deletion.pk)
        return super().dispatch(request, *args, **kwargs)

    def put_back_other(self):
        try:
            outcome = put_back_entry(self.deletion, self.request.user)
        except NotPutBackError as error:
            messages.error(self.request, str(error))
            return redirect("recycle_bin_entry", self.deletion.pk)
        messages.success(self.request, words_of(outcome))
        return redirect("recycle_bin")

    def get_form_kwargs(self):
        return {**super().get_form_kwargs(), "user": self.request.user, "page_class": self.page_class}

    def get_initial(self):
        """Where it can't go back to its own place, the nearest one that is there."""
        is_whole = self.key == self.deletion.object_key
        if is_whole and old_parent(self.deletion):
            return {}
        return {"parent": place_to_propose(self.deletion, self.page_class)}

    def form_valid(self, form):
        try:
            outcome = put_back_pages(
                self.deletion,
                self.request.user,
                key=self.key,
                parent=form.cleaned_data["parent"],
                slug=form.cleaned_data["slug"],
            )
        except PlaceGoneError as error:
            return self.ask_again(form, "parent", error)
        except AddressTakenError as error:
            form.data = {**form.data.dict(), "slug": error.free}
            return self.ask_again(form, "slug", error)
        except NotPutBackError as error:
            return self.ask_again(form, "parent", error)
        messages.success(self.request, words_of(outcome), buttons=[edit_button(outcome.instance)])
        return redirect("wagtailadmin_explore", outcome.instance.get_parent().pk)

    def ask_again(self, form, field, error):
        form.add_error(field, str(error))
        return self.form_invalid(form)

    def get_context_data(self, **kwargs):
        return super().get_context_data(
            page=self.rows[0].content, key=self.key, number=len(self.rows) - 1, **kwargs
        )


class Purge(OfEntry, TemplateView):
    """Asks first. For reviewers only."""

    page_title = gettext_lazy("Delete for good")
    template_name = "recycle_bin/admin/purge.html"

    def dispatch(self, request, *args, **kwargs):
        if not is_reviewer(request.user):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def post(self, request, pk):
        purge(self.deletion)
        messages.success(request, _("“%s” is deleted for good.") % self.deletion.title)
        return redirect("recycle_bin")


class Undo(View):
    """Undoes what the message named, by POST: entries of the bin (`deletion`) and other acts (`act`)."""

    http_method_names = ["post"]

    def post(self, request):
        put_back = [*self.deletions(), *self.acts()]
        parent = put_back[0].get_parent() if put_back and isinstance(put_back[0], Page) else None
        return redirect("wagtailadmin_explore", parent.pk) if parent else redirect("recycle_bin")

    def deletions(self):
        own = Deletion.objects.for_user(self.request.user)
        for key in self.keys("deletion"):
            deletion = own.filter(pk=key).first()
            if deletion is None:
                messages.warning(self.request, _("It is not in the recycle bin any more."))
            elif not deletion.can_be_undone:
                messages.warning(
                    self.request, _("More than ten minutes have passed. You find it in the recycle bin.")
                )
            else:
                yield from self.tried(put_back_entry, deletion)

    def acts(self):
        for key in self.keys("act"):
            act = UndoableAct.objects.filter(pk=key).select_related("page").first()
            if act is None or not act.page.specific.permissions_for_user(self.request.user).can_edit():
                messages.warning(self.request, _("That can't be undone any more."))
            else:
                yield from self.tried(undo, act)

    def tried(self, action, thing):
        """What the action put back, or nothing and a message."""
        try:
            result = action(thing, self.request.user)
        except NotPutBackError as error:
            messages.warning(self.request, str(error))
            return
        instance = getattr(result, "instance", result)
        words = words_of(result) if result is not instance else _("“%s” is again as it was.") % instance
        messages.success(self.request, words)
        yield instance

    def keys(self, name):
        return [
            key for key in self.request.POST.getlist(name)[:MOST_PAGES] if key.isdecimal() and len(key) < 19
        ]


def edit_button(page):
    return messages.button(reverse("wagtailadmin_pages:edit", args=[page.pk]), _("Edit"))


def words_of(outcome) -> str:
    """What was put back, in which state, and what could not be."""
    sentences = [_("“%s” is put back.") % outcome.instance]
    if isinstance(outcome.instance, Page):
        sentences.append(state_in_words(outcome.instance))
    if (below := outcome.number_of_pages - 1) > 0:
        sentences.append(ngettext("%d page below it too.", "%d pages below it too.", below) % below)
    if outcome.lost:
        sentences.append(
            ngettext(
                "%d thing that belonged to it could not be put back: what it points at is gone, or new.",
                "%d things that belonged to it could not be put back: what they point at is gone, or new.",
                outcome.lost,
            )
            % outcome.lost
        )
    return " ".join(sentences)


def state_in_words(page) -> str:
    if page.live:
        return _("It was online, and is so again.")
    scheduled = Revision.page_revisions.filter(object_id=str(page.pk), approved_go_live_at__gt=timezone.now())
    if revision := scheduled.order_by("approved_go_live_at").first():
        moment = date_format(timezone.localtime(revision.approved_go_live_at), "j F Y, H.i")
        return _("It will be published on %s.") % moment
    return _("It is a draft, as it was.")

"""What a team may find and point at: choosers, keywords, files, and where something is used."""

from django.contrib.contenttypes.models import ContentType
from django.db.models import CharField, Q
from django.db.models.functions import Cast
from django.http import Http404, JsonResponse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.views.chooser import BrowseView, ChosenMultipleView, ParentPageColumn, SearchView
from wagtail.admin.views.generic import UsageView
from wagtail.admin.views.pages.usage import UsageView as PageUsageView
from wagtail.documents.api.admin.views import DocumentsAdminAPIViewSet
from wagtail.images.api.admin.views import ImagesAdminAPIViewSet
from wagtail.models import Page

from cms.models.base import Keyword
from cms.permissions import choosable, visible_pages

MOST_KEYWORDS = 10


class ChoosePage(BrowseView):
    """Wagtail shows the title of whichever page one starts from; this starts from the nearest page one may know."""

    def get_object_list(self):
        above = self.parent_page.get_ancestors(inclusive=True).filter(visible_pages(self.request.user))
        self.parent_page = above.order_by("-depth").first().specific
        return super().get_object_list()


class PublicParentColumn(ParentPageColumn):
    """The name of the page above as its readers know it."""

    def get_value(self, instance):
        return instance.get_parent().specific_deferred


class SearchPage(SearchView):
    @property
    def columns(self):
        replaced = {"parent": PublicParentColumn("parent", label=_("Parent"))}
        return [replaced.get(column.name, column) for column in super().columns]


class ChosenPages(ChosenMultipleView):
    """Wagtail tells the titles of any pages by number; this tells those that may be chosen, or nothing."""

    def get(self, request):
        asked = set(request.GET.getlist("id"))
        known = choosable(Page, request.user).filter(
            depth__gt=1, pk__in=[pk for pk in asked if pk.isdecimal()]
        )
        if not asked or known.count() != len(asked):
            raise Http404
        return super().get(request)


def known_keywords(request, app="", model=""):
    """Keywords to go on with: those of pages one may know. Wagtail proposes those of all drafts."""
    term = request.GET.get("term", "")
    known = choosable(Page, request.user)
    keywords = Keyword.objects.filter(
        name__istartswith=term, tagged_pages__content_object__in=known.values("pk")
    )
    names = keywords.order_by("name").values_list("name", flat=True).distinct()
    return JsonResponse(list(names[:MOST_KEYWORDS]) if term else [], safe=False)


class ChoosableImages(ImagesAdminAPIViewSet):
    def get_queryset(self):
        return super().get_queryset().filter(pk__in=choosable(self.model, self.request.user).values("pk"))


class ChoosableDocuments(DocumentsAdminAPIViewSet):
    def get_queryset(self):
        return super().get_queryset().filter(pk__in=choosable(self.model, self.request.user).values("pk"))


class KnownUsesOnly:
    """Stands left of a usage view: neither names nor counts the uses on pages that the user may not know of."""

    def get_queryset(self):
        known = choosable(Page, self.request.user).annotate(key=Cast("pk", CharField())).values("key")
        on_pages = Q(base_content_type=ContentType.objects.get_for_model(Page))
        return super().get_queryset().qs.exclude(on_pages & ~Q(object_id__in=known)).group_by_source_object()


class KnownPageUsage(KnownUsesOnly, PageUsageView):
    pass


class KnownUsage(KnownUsesOnly, UsageView):
    pass

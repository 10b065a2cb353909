"""Choosers, keyword suggestions and usage views, limited to what the user may see."""

from functools import reduce
from operator import or_

from django.contrib.contenttypes.models import ContentType
from django.db.models import CharField, Q
from django.db.models.functions import Cast
from django.http import Http404, JsonResponse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms.choosers import ExternalLinkChooserForm, URLOrAbsolutePathField
from wagtail.admin.views.chooser import (
    BrowseView,
    ChosenMultipleView,
    ExternalLinkView,
    ParentPageColumn,
    SearchView,
)
from wagtail.admin.views.generic import UsageView
from wagtail.admin.views.pages.usage import UsageView as PageUsageView
from wagtail.documents.api.admin.views import DocumentsAdminAPIViewSet
from wagtail.images.api.admin.views import ImagesAdminAPIViewSet
from wagtail.models import Page
from wagtail.models.reference_index import ReferenceGroups

from cms.models.page_rows import Keyword
from cms.permissions import choosable, visible_to

MAX_KEYWORDS = 10


class PageBrowseView(BrowseView):
    """Starts at the nearest visible ancestor: Wagtail shows the title of any parent page in the address."""

    def get_object_list(self):
        ancestors = self.parent_page.get_ancestors(inclusive=True).filter(visible_to(self.request.user))
        self.parent_page = ancestors.order_by("-depth").first().specific
        return super().get_object_list()


class OptionalURLField(URLOrAbsolutePathField):
    """Accepts a missing value, on which Wagtail's field raises."""

    def to_python(self, value):
        return super().to_python(value or "")


class ExternalLinkForm(ExternalLinkChooserForm):
    url = OptionalURLField(label=_("URL"))


class SafeExternalLinkView(ExternalLinkView):
    form_class = ExternalLinkForm


class PublicParentColumn(ParentPageColumn):
    """Shows the published title of the parent page, not that of its draft."""

    def get_value(self, instance):
        return instance.get_parent().specific_deferred


class PageSearchView(SearchView):
    @property
    def columns(self):
        replacements = {"parent": PublicParentColumn("parent", label=_("Parent"))}
        return [replacements.get(column.name, column) for column in super().columns]


class ChosenPagesView(ChosenMultipleView):
    """404 unless all pages may be chosen: Wagtail gives the title of any page by its key."""

    def get(self, request):
        keys = set(request.GET.getlist("id"))
        pages = choosable(Page, request.user).filter(
            depth__gt=1, pk__in=[key for key in keys if key.isdecimal()]
        )
        if not keys or pages.count() != len(keys):
            raise Http404
        return super().get(request)


def visible_keywords(request, app="", model=""):
    """Suggests keywords of pages the user may choose, as JSON: Wagtail suggests those of all drafts."""
    term = request.GET.get("term", "")
    pages = choosable(Page, request.user)
    keywords = Keyword.objects.filter(
        name__istartswith=term, tagged_pages__content_object__in=pages.values("pk")
    )
    names = keywords.order_by("name").values_list("name", flat=True).distinct()
    return JsonResponse(list(names[:MAX_KEYWORDS]) if term else [], safe=False)


class ChoosableImagesAPIViewSet(ImagesAdminAPIViewSet):
    def get_queryset(self):
        return super().get_queryset().filter(pk__in=choosable(self.model, self.request.user).values("pk"))


class ChoosableDocumentsAPIViewSet(DocumentsAdminAPIViewSet):
    def get_queryset(self):
        return super().get_queryset().filter(pk__in=choosable(self.model, self.request.user).values("pk"))


class PagedReferenceGroups(ReferenceGroups):
    """References by source, of which only those on one screen are loaded: Wagtail loads all for each screen."""

    def __getitem__(self, part):
        sources = self.qs.values_list("base_content_type", "object_id").distinct()[part]
        is_shown = [Q(base_content_type=content_type, object_id=key) for content_type, key in sources]
        return list(ReferenceGroups(self.qs.filter(reduce(or_, is_shown)))) if is_shown else []


class VisibleUsageMixin:
    """Mixin for a usage view: neither shows nor counts uses on pages that the user may not see."""

    def get_queryset(self):
        keys = choosable(Page, self.request.user).annotate(key=Cast("pk", CharField())).values("key")
        on_pages = Q(base_content_type=ContentType.objects.get_for_model(Page))
        return PagedReferenceGroups(super().get_queryset().qs.exclude(on_pages & ~Q(object_id__in=keys)))


class VisiblePageUsage(VisibleUsageMixin, PageUsageView):
    pass


class VisibleUsage(VisibleUsageMixin, UsageView):
    pass
